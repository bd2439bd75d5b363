import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { nameKey, numberedStem } from '../names/name-key.ts';

export interface WantedName {
  readonly ownerId: string;
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
  /** Put before the number when the bare name is taken. */
  readonly separator: string;
  readonly maxLength: number;
}

export interface FreeName {
  readonly stem: string;
  readonly extension: string;
  readonly nameKey: string;
  readonly baseKey: string;
  readonly number: number;
}

const highestNumbers = statement(
  'names.highest',
  `select b.i::int as i, m.number
   from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality b(owner_id, folder, base_key, i)
   cross join lateral (select x.number from rollcall.photos x
     where x.owner_id = b.owner_id and x.folder = b.folder and x.base_key = b.base_key and x.deleted_at is null
     order by x.number desc limit 1) m`,
);

const takenKeys = statement(
  'names.taken',
  `select w.i::int as i
   from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality w(owner_id, folder, name_key, i)
   cross join lateral (select 1 from rollcall.photos x
     where x.owner_id = w.owner_id and x.folder = w.folder and x.name_key = w.name_key limit 1) t`,
);

/**
 * Clashes with names written by hand ("beach-2") send a name round again. After a few rounds the numbers grow in
 * steps that double: "beach" beside uploads called beach-2 to beach-900 must find a name, if not the next one.
 */
const rounds = 40;
const roundsByOne = 8;
const stepIn = (round: number): number =>
  round < roundsByOne ? 1 : Math.min(2 ** (round - roundsByOne), 100_000);

/**
 * Gives every wanted name a free one: the bare name first, else the highest number of its base + 1, all of a batch in
 * one query, so that 10,000 photos called "beach" stay linear. The owners' rows must be held (`bumpOwners`), which
 * makes the answer true until the transaction ends. `reserved` keys count as taken. Null where no free name was found.
 */
export async function freeNames(
  tx: Sql,
  wanted: readonly WantedName[],
  reserved: readonly { ownerId: string; folder: string; key: string }[] = [],
): Promise<(FreeName | null)[]> {
  const result: (FreeName | null)[] = wanted.map(() => null);
  const baseKeys = wanted.map((want) => nameKey(want.stem, want.extension));
  const scope = wanted.map((want, i) => `${want.ownerId}\n${want.folder}\n${baseKeys[i] ?? ''}`);
  const highest = await readHighest(tx, wanted, baseKeys, scope);
  const given = new Set(reserved.map((r) => `${r.ownerId}\n${r.folder}\n${r.key}`));
  let open = wanted.map((_, i) => i);
  for (let round = 0; open.length > 0 && round < rounds; round++) {
    const candidates = open.map((i) =>
      nextCandidate(wanted[i], baseKeys[i], scope[i], { highest, given, step: stepIn(round) }),
    );
    const taken = await readTaken(tx, open, wanted, candidates);
    const again: number[] = [];
    open.forEach((i, n) => {
      if (taken.has(n)) again.push(i);
      else result[i] = candidates[n] ?? null;
    });
    open = again;
  }
  return result;
}

interface Progress {
  readonly highest: Map<string, number>;
  readonly given: Set<string>;
  readonly step: number;
}

function nextCandidate(
  want: WantedName | undefined,
  baseKey: string | undefined,
  scope: string | undefined,
  { highest, given, step }: Progress,
): FreeName | null {
  if (want === undefined || baseKey === undefined || scope === undefined) return null;
  for (;;) {
    const number = (highest.get(scope) ?? 0) + step;
    highest.set(scope, number);
    const stem = numberedStem({
      stem: want.stem,
      number,
      separator: want.separator,
      maxLength: want.maxLength,
    });
    const key = nameKey(stem, want.extension);
    // Two bases can meet at one key ("beach" numbered 2 and a wanted "beach-2").
    const place = `${want.ownerId}\n${want.folder}\n${key}`;
    if (given.has(place)) continue;
    given.add(place);
    return { stem, extension: want.extension, nameKey: key, baseKey, number };
  }
}

async function readHighest(tx: Sql, wanted: readonly WantedName[], baseKeys: string[], scope: string[]) {
  const first = new Map<string, number>();
  scope.forEach((key, i) => {
    if (!first.has(key)) first.set(key, i);
  });
  const indexes = [...first.values()];
  const rows = await tx.query<{ i: number; number: number }>(highestNumbers, [
    indexes.map((i) => wanted[i]?.ownerId),
    indexes.map((i) => wanted[i]?.folder),
    indexes.map((i) => baseKeys[i]),
  ]);
  const highest = new Map<string, number>();
  for (const row of rows) {
    const key = scope[indexes[row.i - 1] ?? -1];
    if (key !== undefined) highest.set(key, row.number);
  }
  return highest;
}

async function readTaken(
  tx: Sql,
  open: readonly number[],
  wanted: readonly WantedName[],
  candidates: readonly (FreeName | null)[],
): Promise<Set<number>> {
  const rows = await tx.query<{ i: number }>(takenKeys, [
    open.map((i) => wanted[i]?.ownerId),
    open.map((i) => wanted[i]?.folder),
    candidates.map((candidate) => candidate?.nameKey),
  ]);
  return new Set(rows.map((row) => row.i - 1));
}
