import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { MediaType } from '../images/image-work.ts';
import { isInPlaceKey } from '../storage/in-place-key.ts';

/** A file whose bytes lie in the store; nothing refers to them yet. */
export interface StoredFile {
  /** Which file of its request it was, from 0. */
  readonly index: number;
  readonly filename: string;
  readonly folder: string;
  readonly mediaType: MediaType;
  /** Null where the original was not kept. */
  readonly key: string | null;
  readonly bytes: number;
  readonly sha256: Uint8Array;
}

export interface OriginalRow {
  i: number;
  original_key: string | null;
  thumbnail_key: string | null;
  preview_key: string | null;
  media_type: MediaType;
  prepared: boolean;
  prepare_error: string | null;
  taken_local: string | null;
  city: string | null;
  country_code: string | null;
}

const insertOriginals = statement(
  'originals.insert',
  `insert into rollcall.originals (owner_id, sha256, media_type, bytes, original_key)
   select $1, * from unnest($2::bytea[], $3::text[], $4::bigint[], $5::text[])
   on conflict (owner_id, sha256) do nothing`,
);

const keepOriginals = statement(
  'originals.keep',
  `update rollcall.originals o set media_type = w.media_type, bytes = w.bytes, original_key = w.key
   from unnest($2::bytea[], $3::text[], $4::bigint[], $5::text[]) w(sha256, media_type, bytes, key)
   where o.owner_id = $1 and o.sha256 = w.sha256 and w.key is not null
     and (o.original_key is null or o.original_key like 'in-place/%' and w.key not like 'in-place/%')`,
);

const originalsOf = statement(
  'originals.for_intake',
  `select w.i::int as i, o.original_key, o.thumbnail_key, o.preview_key, o.media_type,
          o.prepared_at is not null as prepared, o.prepare_error, o.taken_local, o.city, o.country_code
   from unnest($2::bytea[]) with ordinality w(sha256, i)
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = w.sha256 limit 1) o`,
);

/**
 * Makes the rows that are not there, and answers with all. One whose original was not kept gets it; one that only lies
 * in a folder of this computer gets the copy that is stored, which outlives the folder. Never the other way round.
 */
export async function writeOriginals(
  tx: Sql,
  ownerId: string,
  files: readonly StoredFile[],
): Promise<Map<number, OriginalRow>> {
  const values = [
    ownerId,
    files.map((file) => file.sha256),
    files.map((file) => file.mediaType),
    files.map((file) => file.bytes),
    files.map((file) => file.key),
  ];
  await tx.query(insertOriginals, values);
  const rows = await readOriginals(tx, ownerId, files);
  const lacksOne = files.some((file, i) => isBetter(file.key, rows.get(i)?.original_key ?? null));
  if (!lacksOne) return rows;
  await tx.query(keepOriginals, values);
  return readOriginals(tx, ownerId, files);
}

function isBetter(key: string | null, present: string | null): boolean {
  if (key === null) return false;
  return present === null || (isInPlaceKey(present) && !isInPlaceKey(key));
}

/** The originals of these files by their place in the list; unknown ones are left out. */
export async function readOriginals(
  sql: Sql,
  ownerId: string,
  files: readonly { readonly sha256: Uint8Array }[],
): Promise<Map<number, OriginalRow>> {
  const rows = await sql.query<OriginalRow>(originalsOf, [ownerId, files.map((file) => file.sha256)]);
  return new Map(rows.map((row) => [row.i - 1, row]));
}
