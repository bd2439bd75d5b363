import { bumpOwner } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { LeftAlone } from '../in-place/in-place.ts';
import { cleanFolder } from '../names/file-name.ts';

/** A folder of this computer as it is known; `folder` is what its photos stand under in the library. */
export interface FolderRow {
  readonly owner_id: string;
  readonly id: string;
  readonly path: string;
  readonly folder: string;
  readonly reading: boolean;
  readonly read_at: Date | null;
  readonly subfolders: number;
  readonly not_read: LeftAlone[];
  readonly forgotten_at: Date | null;
}

const columns = 'owner_id, id, path, folder, reading, read_at, subfolders, not_read, forgotten_at';
/** A forgotten folder that is being opened again is one of them at once. */
const visible = '(forgotten_at is null or reading)';

const one = statement(
  'disk_folders.one',
  `select ${columns} from rollcall.disk_folders where id = $2 and owner_id = $1 and ${visible}`,
);

export async function findFolder(sql: Sql, ownerId: string, id: string): Promise<FolderRow | null> {
  const [row] = await sql.query<FolderRow>(one, [ownerId, id]);
  return row ?? null;
}

const all = statement(
  'disk_folders.all',
  `select ${columns} from rollcall.disk_folders where owner_id = $1 and ${visible}
   order by reading desc, read_at desc nulls last, id desc`,
);

/** The one that was read last first. */
export const listFolders = (sql: Sql, ownerId: string): Promise<FolderRow[]> =>
  sql.query<FolderRow>(all, [ownerId]);

const unread = statement(
  'disk_folders.unread',
  `select ${columns} from rollcall.disk_folders where reading order by id`,
);

/** Everybody's that were being read when the server stopped. */
export const unreadFolders = (sql: Sql): Promise<FolderRow[]> => sql.query<FolderRow>(unread);

const ask = statement(
  'disk_folders.ask',
  `update rollcall.disk_folders set reading = true where path = $2 and owner_id = $1 returning ${columns}`,
);

const insert = statement(
  'disk_folders.insert',
  `insert into rollcall.disk_folders (owner_id, id, path, folder) values ($1, $2, $3, $4) returning ${columns}`,
);

/** Makes the folder known, or finds it, and puts down that it is to be read. */
export async function openFolderRow(
  database: Database,
  { ownerId, path, newId }: { ownerId: string; path: string; newId: () => string },
): Promise<{ row: FolderRow; isNew: boolean }> {
  return await database.transaction(async (tx) => {
    // The owner's row: of two that open at once the second finds the first, and no photo comes into the place chosen.
    await bumpOwner(tx, ownerId);
    const [known] = await tx.query<FolderRow>(ask, [ownerId, path]);
    if (known !== undefined) return { row: known, isNew: false };
    const [row] = await tx.query<FolderRow>(insert, [
      ownerId,
      newId(),
      path,
      await freePlace(tx, ownerId, path),
    ]);
    if (row === undefined) throw new Error('No row where one was just made');
    return { row, isNew: true };
  });
}

const usedPlaces = statement(
  'disk_folders.used_places',
  `select folder from rollcall.disk_folders where owner_id = $1
   union select distinct split_part(folder, '/', 1) from rollcall.photos where owner_id = $1 and deleted_at is null`,
);

/** Where nobody's photos stand yet: names in the library and on disk must not get in each other's way. */
async function freePlace(tx: Sql, ownerId: string, path: string): Promise<string> {
  const name = cleanFolder(path.split(/[/\\]/u).findLast((part) => part !== '') ?? '') || 'photos';
  const rows = await tx.query<{ folder: string }>(usedPlaces, [ownerId]);
  const used = new Set(rows.map(({ folder }) => folder.toLowerCase()));
  for (let n = 1; ; n++) {
    const place = n === 1 ? name : `${name}-${n}`;
    if (!used.has(place.toLowerCase())) return place;
  }
}

const end = statement(
  'disk_folders.read',
  `update rollcall.disk_folders set reading = false, read_at = now(), subfolders = $3, not_read = $4::jsonb
   where id = $2 and owner_id = $1`,
);

/** More would be nothing that anybody reads. */
const mostNotRead = 1000;

/** It was read whole. */
export async function endReading(
  sql: Sql,
  { owner_id, id }: FolderRow,
  read: { readonly subfolders: number; readonly notRead: readonly LeftAlone[] },
): Promise<void> {
  // JSON in the database takes no half characters, which names on some disks may have.
  const notRead = read.notRead
    .slice(0, mostNotRead)
    .map(({ path, code, text }) => ({ path: path.toWellFormed(), code, text: text.toWellFormed() }));
  await sql.query(end, [owner_id, id, read.subfolders, JSON.stringify(notRead)]);
}

const giveUp = statement(
  'disk_folders.give_up',
  'update rollcall.disk_folders set reading = false where id = $2 and owner_id = $1',
);

/** It cannot be read now; what is known of it stays. */
export async function giveUpReading(sql: Sql, { owner_id, id }: FolderRow): Promise<void> {
  await sql.query(giveUp, [owner_id, id]);
}
