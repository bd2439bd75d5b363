import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { nameKey, numberedStem } from '../names/name-key.ts';
import type { NameStyle, Separator } from '../names/stem-pieces.ts';
import type { Target } from '../names/target.ts';
import { apartStems, chooseApart, type ToldApart } from '../names/tell-apart.ts';
import { readBases, scopeOf, type Base } from './name-bases.ts';

export interface WantedName {
  readonly ownerId: string;
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
  /** Put before the number when the bare name is taken. */
  readonly separator: Separator;
  readonly maxLength: number;
  readonly target?: Target;
  /** A name that is taken is numbered, unless one of these words tells it apart. */
  readonly apart?: { readonly telling: readonly string[]; readonly style: NameStyle } | undefined;
  /** Other extensions that the name must be free with: those of the same shot. */
  readonly besides?: readonly string[];
  /** A name that is taken is no name for it. */
  readonly onlyBare?: boolean;
}

export interface FreeName {
  readonly stem: string;
  readonly extension: string;
  readonly nameKey: string;
  readonly baseKey: string;
  readonly number: number;
}

/** The name itself, where it is known to be free. */
export function bareName(stem: string, extension: string): FreeName {
  const key = nameKey(stem, extension);
  return { stem, extension, nameKey: key, baseKey: key, number: 1 };
}

const takenKeys = statement(
  'names.taken',
  `select w.i::int as i, t.id
   from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality w(owner_id, folder, name_key, i)
   cross join lateral (select x.id from rollcall.photos x
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
 * Gives every wanted name a free one: the bare name first, then one that tells it apart, else the highest number of
 * its base + 1, all of a batch in one query, so that 10,000 photos called "beach" stay linear. The owners' rows must
 * be held (`bumpOwners`), which makes the answer true until the transaction ends. `reserved` keys count as taken.
 * Null where no free name was found.
 */
export async function freeNames(
  tx: Sql,
  wanted: readonly WantedName[],
  reserved: readonly { ownerId: string; folder: string; key: string }[] = [],
): Promise<(FreeName | null)[]> {
  const result: (FreeName | null)[] = wanted.map(() => null);
  const wishes = await chooseStems(tx, wanted);
  const given = new Set(reserved.map((name) => scopeOf(name, name.key)));
  let open = wishes.map((_, i) => i);
  for (let round = 0; open.length > 0 && round < rounds; round++) {
    const candidates = open.map((i) => nextCandidate(wishes[i], given, stepIn(round)));
    const taken = await takenOf(tx, open, wanted, candidates);
    const again: number[] = [];
    open.forEach((i, n) => {
      if (!taken.has(n)) result[i] = candidates[n] ?? null;
      else if (wanted[i]?.onlyBare !== true) again.push(i);
    });
    open = again;
    if (round > 0) putInOrder(wishes, result);
  }
  return result;
}

/** Those that went round again got later numbers than others behind them; what any of them may have, all may. */
function putInOrder(wishes: readonly Wish[], result: (FreeName | null)[]): void {
  const sorts = Map.groupBy(wishes.keys(), (i) => {
    const { baseKey, want } = wishes[i] ?? {};
    const { separator, maxLength, target, besides } = want ?? {};
    return JSON.stringify([want?.ownerId, want?.folder, baseKey, separator, maxLength, target, besides]);
  });
  for (const places of sorts.values()) {
    const given = places.filter((i) => result[i] !== null);
    const names = given.flatMap((i) => result[i] ?? []).toSorted((one, other) => one.number - other.number);
    given.forEach((i, n) => {
      result[i] = names[n] ?? null;
    });
  }
}

/** A wanted name with the stem that was chosen for it; those of one base share its numbers. */
interface Wish {
  readonly want: WantedName;
  readonly stem: string;
  readonly baseKey: string;
  readonly numbers: Base;
}

/** In the order of the batch: each is told from those before it, and from what the tables hold. */
async function chooseStems(tx: Sql, wanted: readonly WantedName[]): Promise<Wish[]> {
  const variants = wanted.map(({ stem, apart }): readonly ToldApart[] =>
    apart === undefined ? [] : apartStems(stem, apart.telling, apart.style),
  );
  const asked = wanted.map((want, i) => ({
    ...want,
    style: want.apart?.style ?? null,
    baseKeys: [want, ...(variants[i] ?? [])].map(({ stem }) => nameKey(stem, want.extension)),
  }));
  const used = await readBases(tx, asked);
  return wanted.map((want, i) => {
    const telling = want.apart?.telling ?? [];
    const scopeFor = (stem: string) => scopeOf(want, nameKey(stem, want.extension));
    const stem = chooseApart(
      { stem: want.stem, telling, variants: () => variants[i] ?? [] },
      (tried) => used.get(scopeFor(tried))?.telling ?? null,
    );
    const scope = scopeFor(stem);
    const numbers = used.get(scope) ?? { highest: 0, telling };
    used.set(scope, numbers);
    return { want, stem, baseKey: nameKey(stem, want.extension), numbers };
  });
}

function nextCandidate(wish: Wish | undefined, given: Set<string>, step: number): FreeName | null {
  if (wish === undefined) return null;
  const { want, baseKey, numbers } = wish;
  for (;;) {
    const number = numbers.highest + step;
    if (want.onlyBare === true && number > 1) return null;
    numbers.highest = number;
    const stem = numberedStem({ ...want, stem: wish.stem, number });
    const key = nameKey(stem, want.extension);
    // Two bases can meet at one key ("beach" numbered 2 and a wanted "beach-2").
    const places = [key, ...besideKeys(want, stem)].map((each) => scopeOf(want, each));
    if (places.some((place) => given.has(place))) continue;
    for (const place of places) given.add(place);
    return { stem, extension: want.extension, nameKey: key, baseKey, number };
  }
}

const besideKeys = ({ besides = [] }: WantedName, stem: string): string[] =>
  besides.map((extension) => nameKey(stem, extension));

/** Which of the candidates, by their place among those still open, cannot be given. */
async function takenOf(
  tx: Sql,
  open: readonly number[],
  wanted: readonly WantedName[],
  candidates: readonly (FreeName | null)[],
): Promise<Set<number>> {
  const asked = open.flatMap((i, n) => {
    const [want, candidate] = [wanted[i], candidates[n]];
    if (want === undefined || candidate === null || candidate === undefined) return [];
    const { ownerId, folder } = want;
    return [candidate.nameKey, ...besideKeys(want, candidate.stem)].map((key) => ({
      n,
      ownerId,
      folder,
      key,
    }));
  });
  const taken = await readTaken(tx, asked);
  return new Set(asked.filter((_, at) => taken.has(at)).map(({ n }) => n));
}

/** Who holds these names: the photo's id by the name's place in the list. */
export async function readTaken(
  tx: Sql,
  names: readonly { readonly ownerId: string; readonly folder: string; readonly key: string }[],
): Promise<ReadonlyMap<number, string>> {
  if (names.length === 0) return new Map();
  const rows = await tx.query<{ i: number; id: string }>(takenKeys, [
    names.map((name) => name.ownerId),
    names.map((name) => name.folder),
    names.map((name) => name.key),
  ]);
  return new Map(rows.map((row) => [row.i - 1, row.id]));
}
