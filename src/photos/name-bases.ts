import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { tellingWords } from '../names/tell-apart.ts';
import type { NameStyle } from '../names/stem-pieces.ts';
import { nameValues, type NameFacts } from './name-values.ts';

/** The photos of one base name in a folder: `beach`, `beach-2`, `beach-3` … */
export interface Base {
  highest: number;
  /** What its first photo can be told from others by; none where nobody asked, or nothing is known. */
  readonly telling: readonly string[];
}

export interface AskedBases {
  readonly ownerId: string;
  readonly folder: string;
  /** Of the bare name, then of those that would tell it apart. */
  readonly baseKeys: readonly string[];
  /** Set where it matters what the base's photo shows. */
  readonly style: NameStyle | null;
}

interface BaseRow extends NameFacts {
  n: number;
  highest: number;
}

/**
 * Names that nobody has need no look at what would tell them apart, unless two of the batch want the same. Every look
 * is in the order of `photos_base`, without which a name that nobody has would be looked for among all photos.
 */
const bases = statement(
  'names.bases',
  `with met as (
     select w.owner_id, w.folder, w.i
     from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[]) with ordinality
       w(owner_id, folder, base_key, shared, i)
     left join lateral (select true as found from rollcall.photos x
       where x.owner_id = w.owner_id and x.folder = w.folder and x.base_key = w.base_key and x.deleted_at is null
       order by x.number limit 1) h on true
     where w.shared or h.found)
   select k.n::int as n, top.number as highest, w.folder, '' as stem, '' as extension,
          coalesce(p.original_name, '') as original_name, o.taken_local, o.city, o.country_code, o.camera,
          a.answer, a.language
   from unnest($5::bigint[], $6::text[], $7::boolean[]) with ordinality k(i, base_key, deep, n)
   join met w on w.i = k.i
   cross join lateral (select x.number from rollcall.photos x
     where x.owner_id = w.owner_id and x.folder = w.folder and x.base_key = k.base_key and x.deleted_at is null
     order by x.number desc limit 1) top
   left join lateral (select x.sha256, x.original_name from rollcall.photos x
     where k.deep and x.owner_id = w.owner_id and x.folder = w.folder and x.base_key = k.base_key
       and x.deleted_at is null
     order by x.number limit 1) p on true
   left join lateral (select x.taken_local, x.city, x.country_code, x.camera from rollcall.originals x
     where x.owner_id = w.owner_id and x.sha256 = p.sha256 limit 1) o on true
   left join lateral (select x.answer, x.language from rollcall.analyses x
     where x.owner_id = w.owner_id and x.sha256 = p.sha256 order by x.created_at desc limit 1) a on true`,
);

/** Which of the asked bases are in use, all of a batch in one query; by owner, folder and base key. */
export async function readBases(tx: Sql, asked: readonly AskedBases[]): Promise<Map<string, Base>> {
  const first = asked.map((each) => scopeOf(each, each.baseKeys[0] ?? ''));
  const times = Map.groupBy(first, (scope) => scope);
  const keys = asked.flatMap((each, i) => each.baseKeys.map((baseKey) => ({ each, i, baseKey })));
  const rows = await tx.query<BaseRow>(bases, [
    asked.map((each) => each.ownerId),
    asked.map((each) => each.folder),
    asked.map((each) => each.baseKeys[0] ?? ''),
    first.map((scope) => (times.get(scope)?.length ?? 0) > 1),
    keys.map(({ i }) => i + 1),
    keys.map(({ baseKey }) => baseKey),
    keys.map(({ each }) => each.style !== null),
  ]);
  const found = new Map<string, Base>();
  for (const row of rows) {
    const key = keys[row.n - 1];
    if (key === undefined) continue;
    const { style } = key.each;
    const telling = style === null ? [] : tellingWords(nameValues(row, row.language ?? 'en'), style);
    found.set(scopeOf(key.each, key.baseKey), { highest: row.highest, telling });
  }
  return found;
}

/** Tells a name, or a base of names, from that of another folder or owner. */
export function scopeOf(of: { readonly ownerId: string; readonly folder: string }, key: string): string {
  return `${of.ownerId}\n${of.folder}\n${key}`;
}
