import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { fromHex, toHex } from '../hex.ts';
import type { FolderRow } from './folder-rows.ts';

/** A file as it was when it was read; its photo is null once that was deleted for good. */
export interface KnownFile {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string | null;
  readonly photoId: string | null;
  readonly gone: boolean;
}

interface FileRow {
  id: string;
  path: string;
  bytes: number;
  mtime_ms: number;
  sha256: Uint8Array | null;
  photo_id: string | null;
  gone: boolean;
}

const ofFolder = statement(
  'disk_files.of_folder',
  `select id, path, bytes, mtime_ms, sha256, photo_id, gone from rollcall.disk_files
   where folder_id = $2 and owner_id = $1 order by id`,
);

/** Those too that were gone when it was last read: they may be back. */
export async function readKnownFiles(sql: Sql, { owner_id, id }: FolderRow): Promise<KnownFile[]> {
  const rows = await sql.query<FileRow>(ofFolder, [owner_id, id]);
  return rows.map((row) => ({
    id: row.id,
    path: row.path,
    bytes: row.bytes,
    mtimeMs: row.mtime_ms,
    sha256: row.sha256 === null ? null : toHex(row.sha256),
    photoId: row.photo_id,
    gone: row.gone,
  }));
}

const write = statement(
  'disk_files.write',
  `insert into rollcall.disk_files (owner_id, folder_id, id, path, bytes, mtime_ms, sha256, photo_id)
   select $1, $2, w.* from unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::bytea[], $8::uuid[]) w
   on conflict (id, owner_id) do update set path = excluded.path, bytes = excluded.bytes,
     mtime_ms = excluded.mtime_ms, sha256 = excluded.sha256, photo_id = excluded.photo_id, gone = false`,
);

/** Writes down where files are and what they are, new ones and known ones. */
export async function writeFiles(
  sql: Sql,
  { owner_id, id }: FolderRow,
  files: readonly Omit<KnownFile, 'gone'>[],
): Promise<void> {
  if (files.length === 0) return;
  await sql.query(write, [
    owner_id,
    id,
    files.map((file) => file.id),
    files.map((file) => file.path),
    files.map((file) => file.bytes),
    files.map((file) => file.mtimeMs),
    files.map((file) => (file.sha256 === null ? null : fromHex(file.sha256))),
    files.map((file) => file.photoId),
  ]);
}

const mark = statement(
  'disk_files.mark',
  `update rollcall.disk_files f set gone = $3 from unnest($2::uuid[]) w(id)
   where f.id = w.id and f.owner_id = $1 and f.gone is distinct from $3`,
);

export async function markGone(
  sql: Sql,
  ownerId: string,
  { files, gone }: { files: readonly KnownFile[]; gone: boolean },
): Promise<void> {
  const changed = files.filter((file) => file.gone !== gone);
  if (changed.length > 0) await sql.query(mark, [ownerId, changed.map((file) => file.id), gone]);
}

const move = statement(
  'disk_files.move',
  `update rollcall.disk_files f set path = w.to_path
   from unnest($3::text[], $4::text[]) w(from_path, to_path)
   where f.folder_id = $2 and f.owner_id = $1 and f.path = w.from_path and not f.gone`,
);

/** They were renamed where they lie; all at once, so that swaps are in order. */
export async function moveFiles(
  sql: Sql,
  { owner_id, id }: FolderRow,
  renamed: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  if (renamed.length === 0) return;
  await sql.query(move, [owner_id, id, renamed.map(({ from }) => from), renamed.map(({ to }) => to)]);
}

const located = statement(
  'disk_files.located',
  `select d.path as root, f.path, f.bytes, f.mtime_ms
   from rollcall.disk_files f join rollcall.disk_folders d on d.id = f.folder_id and d.owner_id = f.owner_id
   where f.sha256 = $2 and f.owner_id = $1 order by f.gone, f.id`,
);

/** Where a picture was last seen, in all folders; forgotten ones too, while their photos can be brought back. */
export const locateFile = (
  sql: Sql,
  ownerId: string,
  sha256Hex: string,
): Promise<{ root: string; path: string; bytes: number; mtime_ms: number }[]> =>
  sql.query(located, [ownerId, fromHex(sha256Hex)]);
