import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { storableText } from '../database/storable-text.ts';
import { cleanFolder } from '../names/file-name.ts';

export interface NamedFile {
  readonly folder: string;
  readonly filename: string;
  readonly bytes: number;
}

const find = statement(
  'photos.known',
  `select p.id
   from unnest($2::text[], $3::text[], $4::bigint[]) with ordinality w(folder, filename, bytes, i)
   left join lateral (select x.id from rollcall.photos x
     join rollcall.originals o on o.owner_id = x.owner_id and o.sha256 = x.sha256 and o.bytes = w.bytes
       and o.original_key like 'in-place/%' is not true
     where x.owner_id = $1 and x.folder = w.folder and x.deleted_at is null and x.original_name = w.filename
       and (left(x.original_name, 120) collate "C") = left(w.filename, 120) limit 1) p on true
   order by w.i`,
);

/**
 * The photo that was sent under this name, to this folder and with this many bytes; null where there is none. One that
 * was only read where it lies was not sent: an upload of it is a copy that stays.
 */
export async function knownPhotos(
  tx: Sql,
  ownerId: string,
  files: readonly NamedFile[],
): Promise<(string | null)[]> {
  const rows = await tx.query<{ id: string | null }>(find, [
    ownerId,
    files.map(({ folder }) => cleanFolder(folder)),
    files.map(({ filename }) => storableText(filename)),
    files.map(({ bytes }) => bytes),
  ]);
  return rows.map((row) => row.id);
}
