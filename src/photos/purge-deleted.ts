import { bumpOwners, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** How long a deleted photo can be brought back. */
export const keptDays = 30;
const batch = 200;

interface PurgeDependencies {
  readonly database: Database;
  readonly store: ObjectStore;
}

interface PhotoKey {
  owner_id: string;
  id: string;
}

const expiredPhotos = statement(
  'purge.expired',
  `select owner_id, id from rollcall.photos
   where deleted_at < now() - make_interval(days => $1) and sha256 is not null order by owner_id limit $2`,
);

const deletedPhotos = statement(
  'purge.of_owner',
  `select owner_id, id from rollcall.photos
   where owner_id = $1 and deleted_at < now() and sha256 is not null limit $2`,
);

/**
 * The row stays, without anything of the photo, for the jobs and renames that count it. One that was brought back
 * since it was read is left alone.
 */
const emptyPhotos = statement(
  'purge.empty_photos',
  `update rollcall.photos p set sha256 = null, folder = '', stem = 'deleted', base_key = '', number = 1,
     original_name = 'deleted', taken_local = null, search = '', stack_id = null, shot_key = null, seq = w.seq
   from unnest($1::uuid[], $2::uuid[], $3::bigint[]) w(owner_id, id, seq)
   where p.owner_id = w.owner_id and p.id = w.id and p.sha256 is not null
     and p.deleted_at < now() - make_interval(days => $4)
   returning p.owner_id, p.id`,
);

const emptyEntries = statement(
  'purge.empty_entries',
  `update rollcall.rename_entries e set old = '', new = '' from unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
   where e.owner_id = w.owner_id and e.photo_id = w.id`,
);

const emptyItems = statement(
  'purge.empty_items',
  `update rollcall.job_items i set suggested_stem = null from unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
   where i.owner_id = w.owner_id and i.photo_id = w.id and i.suggested_stem is not null`,
);

const dropCompanions = statement(
  'purge.companions',
  `with gone as (delete from rollcall.companions c using unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
     where c.owner_id = w.owner_id and c.photo_id = w.id returning c.owner_id, c.object_key)
   insert into rollcall.storage_deletions (owner_id, id, object_key)
   select owner_id, gen_random_uuid(), object_key from gone`,
);

const unusedOriginals = `o.owner_id = any($1::uuid[]) and not exists (
  select 1 from rollcall.photos p where p.owner_id = o.owner_id and p.sha256 = o.sha256)`;

const dropAnalyses = statement(
  'purge.analyses',
  `delete from rollcall.analyses a using rollcall.originals o
   where a.owner_id = o.owner_id and a.sha256 = o.sha256 and ${unusedOriginals}`,
);

const dropOriginals = statement(
  'purge.originals',
  `with gone as (delete from rollcall.originals o where ${unusedOriginals} returning o.*),
     keys as (select owner_id, unnest(array[original_key, thumbnail_key, preview_key]) as key from gone)
   insert into rollcall.storage_deletions (owner_id, id, object_key)
   -- A file in a person's own folder is theirs: Rollcall only forgets it.
   select owner_id, gen_random_uuid(), key from keys where key is not null and key not like 'in-place/%'`,
);

/** The rows of files stay, so that the same files are not taken in anew, until their folder is forgotten too. */
const forgetFiles = statement(
  'purge.disk_files',
  `update rollcall.disk_files f set photo_id = null, sha256 = null from unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
   where f.photo_id = w.id and f.owner_id = w.owner_id`,
);

const dropForgotten = statement(
  'purge.disk_folders',
  `with empty as (
     select d.owner_id, d.id from rollcall.disk_folders d
     where d.owner_id = any($1::uuid[]) and d.forgotten_at is not null and not d.reading and not exists (
       select from rollcall.disk_files f where f.folder_id = d.id and f.owner_id = d.owner_id and f.photo_id is not null)),
   files as (delete from rollcall.disk_files f using empty e where f.folder_id = e.id and f.owner_id = e.owner_id)
   select owner_id, id from empty`,
);

const dropFolders = statement(
  'purge.disk_folders_rows',
  `delete from rollcall.disk_folders d using unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
   where d.id = w.id and d.owner_id = w.owner_id`,
);

const dueDeletions = statement(
  'purge.due_deletions',
  'select owner_id, id, object_key from rollcall.storage_deletions where due_at <= now() limit $1',
);

const forgetDeletions = statement(
  'purge.forget_deletions',
  `delete from rollcall.storage_deletions d using unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
   where d.owner_id = w.owner_id and d.id = w.id`,
);

/**
 * Removes photos deleted more than 30 days ago: first the rows, which note the objects to delete, then the objects.
 * Killed in between, the next run goes on.
 */
export async function purgeDeleted({ database, store }: PurgeDependencies): Promise<number> {
  const purged = await purgeAll(database, keptDays, () =>
    database.query<PhotoKey>(expiredPhotos, [keptDays, batch]),
  );
  await deleteObjects(database, store);
  return purged;
}

/** Removes all deleted photos of an owner now. Answers how many; their objects go at once, or with the next purge. */
export async function emptyDeleted(
  { database, store, onError }: PurgeDependencies & { onError: (error: unknown, what: string) => void },
  ownerId: string,
): Promise<number> {
  const purged = await purgeAll(database, 0, () => database.query<PhotoKey>(deletedPhotos, [ownerId, batch]));
  await deleteObjects(database, store).catch((error: unknown) => onError(error, 'purge'));
  return purged;
}

/** Those deleted so many days ago, a batch at a time, until `next` finds none. */
async function purgeAll(database: Database, days: number, next: () => Promise<PhotoKey[]>): Promise<number> {
  let purged = 0;
  for (let photos = await next(); photos.length > 0; photos = await next()) {
    const lot = photos;
    purged += await database.transaction((tx) => purgePhotos(tx, lot, days));
  }
  return purged;
}

async function purgePhotos(tx: Sql, photos: readonly PhotoKey[], days: number): Promise<number> {
  const owners = photos.map((photo) => photo.owner_id);
  const seqs = await bumpOwners(tx, owners);
  const emptied = await tx.query<PhotoKey>(emptyPhotos, [
    owners,
    photos.map((photo) => photo.id),
    owners.map((owner) => seqs.get(owner) ?? 0),
    days,
  ]);
  const keys = [emptied.map((photo) => photo.owner_id), emptied.map((photo) => photo.id)];
  await tx.query(emptyEntries, keys);
  await tx.query(emptyItems, keys);
  await tx.query(dropCompanions, keys);
  await forgetOnDisk(tx, keys, [...seqs.keys()]);
  await tx.query(dropAnalyses, [[...seqs.keys()]]);
  await tx.query(dropOriginals, [[...seqs.keys()]]);
  await notifyOwners(tx, seqs.keys());
  return emptied.length;
}

async function forgetOnDisk(tx: Sql, photos: unknown[], owners: readonly string[]): Promise<void> {
  await tx.query(forgetFiles, photos);
  const folders = await tx.query<PhotoKey>(dropForgotten, [owners]);
  if (folders.length === 0) return;
  await tx.query(dropFolders, [folders.map((row) => row.owner_id), folders.map((row) => row.id)]);
}

async function deleteObjects(database: Database, store: ObjectStore): Promise<void> {
  for (;;) {
    const due = await database.query<{ owner_id: string; id: string; object_key: string }>(dueDeletions, [
      batch,
    ]);
    if (due.length === 0) return;
    await store.delete(due.map((row) => row.object_key));
    await database.query(forgetDeletions, [due.map((row) => row.owner_id), due.map((row) => row.id)]);
  }
}
