import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { endLiveItem } from '../jobs/end-live-item.ts';
import { deletePhotos, restorePhotos } from '../photos/delete-photos.ts';
import type { FolderRow } from './folder-rows.ts';

/** So many photos at once: nobody else has to wait long for the owner's row. */
const lot = 500;

/** One that was uploaded as well is in the library without the folder too. */
const livingPhotos = statement(
  'disk_folders.living_photos',
  `select distinct p.id from rollcall.disk_files f
   join rollcall.photos p on p.owner_id = f.owner_id and p.id = f.photo_id
   join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   where f.folder_id = $2 and f.owner_id = $1 and p.deleted_at is null and o.original_key like 'in-place/%'
   limit ${lot}`,
);

/** Files whose photos were deleted for good would not be taken in; who opens the folder anew wants them all. */
const forgetUnwanted = statement(
  'disk_folders.forget_unwanted',
  'delete from rollcall.disk_files where folder_id = $2 and owner_id = $1 and photo_id is null',
);

const forget = statement(
  'disk_folders.forget',
  'update rollcall.disk_folders set forgotten_at = $3, reading = false where id = $2 and owner_id = $1',
);

/** Its photos go where deleted photos go; files and lists on disk stay as they are. */
export async function forgetFolder(database: Database, folder: FolderRow, at: Date): Promise<void> {
  const { owner_id: ownerId, id } = folder;
  const next = () => idsOf(database, livingPhotos, [ownerId, id]);
  for (let photoIds = await next(); photoIds.length > 0; photoIds = await next()) {
    const some = photoIds;
    await database.transaction(async (tx) => {
      const seq = await bumpOwner(tx, ownerId);
      await deletePhotos(tx, { ownerId, photoIds: some, seq, at, endLiveItem });
      await notifyOwners(tx, [ownerId]);
    });
  }
  await database.query(forgetUnwanted, [ownerId, id]);
  await database.query(forget, [ownerId, id, at]);
}

const photosOfForgetting = statement(
  'disk_folders.forgotten_photos',
  `select distinct p.id from rollcall.disk_files f
   join rollcall.photos p on p.owner_id = f.owner_id and p.id = f.photo_id
   where f.folder_id = $2 and f.owner_id = $1 and p.deleted_at = $3 and p.sha256 is not null
   limit ${lot}`,
);

const remember = statement(
  'disk_folders.remember',
  'update rollcall.disk_folders set forgotten_at = null where id = $2 and owner_id = $1',
);

/** Opened again, its photos are as they were when it was forgotten; what had been deleted before stays deleted. */
export async function restoreForgotten(database: Database, folder: FolderRow): Promise<void> {
  const { owner_id: ownerId, id, forgotten_at: at } = folder;
  if (at === null) return;
  const next = () => idsOf(database, photosOfForgetting, [ownerId, id, at]);
  for (let photoIds = await next(); photoIds.length > 0; photoIds = await next()) {
    const some = photoIds;
    await database.transaction(async (tx) => {
      const seq = await bumpOwner(tx, ownerId);
      await restorePhotos(tx, { ownerId, seq }, some);
      await notifyOwners(tx, [ownerId]);
    });
  }
  await database.query(remember, [ownerId, id]);
}

const idsOf = async (sql: Sql, query: typeof livingPhotos, values: readonly unknown[]): Promise<string[]> =>
  (await sql.query<{ id: string }>(query, values)).map(({ id }) => id);
