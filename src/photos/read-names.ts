import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { NameSource, StoredState } from './photo.ts';

/** What a rename has to know of a photo; read under the owner's row. */
export interface CurrentName {
  readonly id: string;
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
  readonly name_key: string;
  readonly name_source: NameSource;
  readonly name_rev: number;
  readonly state: StoredState;
}

const currentNames = statement(
  'names.current',
  `select p.id, p.folder, p.stem, p.extension, p.name_key, p.name_source, p.name_rev, p.state
   from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   order by w.n`,
);

/** Living photos among `ids`, in their order. */
export async function readNames(sql: Sql, ownerId: string, ids: readonly string[]): Promise<CurrentName[]> {
  if (ids.length === 0) return [];
  return sql.query<CurrentName>(currentNames, [ownerId, ids]);
}

const keysTaken = statement(
  'names.keys_taken',
  `select w.i::int as i
   from unnest($2::text[], $3::text[]) with ordinality w(folder, name_key, i)
   cross join lateral (select x.id from rollcall.photos x
     where x.owner_id = $1 and x.folder = w.folder and x.name_key = w.name_key limit 1) t
   where t.id <> all ($4::uuid[])`,
);

/** Which of these (folder, key) pairs are held by a photo that is not in `except`: their indexes. */
export async function keysTakenByOthers(
  sql: Sql,
  ownerId: string,
  keys: readonly { folder: string; key: string }[],
  except: readonly string[],
): Promise<Set<number>> {
  if (keys.length === 0) return new Set();
  const rows = await sql.query<{ i: number }>(keysTaken, [
    ownerId,
    keys.map((k) => k.folder),
    keys.map((k) => k.key),
    except,
  ]);
  return new Set(rows.map((row) => row.i - 1));
}
