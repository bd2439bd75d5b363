import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { closeProposals } from './apply-names.ts';
import { assignStacks, touchStacks } from './assign-stacks.ts';
import { freeNames } from './free-names.ts';
import type { StoredState } from './photo.ts';
import { readNames } from './read-names.ts';

/** What a room further on has to do in the same transaction when a photo goes: end its live item. */
export type EndLiveItem = (tx: Sql, ownerId: string, photoId: string, seq: number) => Promise<void>;

const softDelete = statement(
  'photos.delete',
  `update rollcall.photos p set deleted_at = coalesce($4, now()), name_key = null, seq = $3
   from unnest($2::uuid[]) w(id) where p.owner_id = $1 and p.id = w.id and p.deleted_at is null returning p.id`,
);

const liveItems = statement(
  'photos.live_items',
  `select w.id from unnest($2::uuid[]) w(id)
   cross join lateral (select true from rollcall.job_items i
     where i.owner_id = $1 and i.photo_id = w.id and i.status in ('pending', 'processing') limit 1) live`,
);

export interface Deletion {
  readonly ownerId: string;
  readonly photoIds: readonly string[];
  readonly seq: number;
  /** The moment it is said to have happened; now unless said. */
  readonly at?: Date;
  readonly endLiveItem: EndLiveItem;
}

/** Deletes photos for the system, which holds the owner's row. Answers which were not deleted before. */
export async function deletePhotos(system: Sql, deletion: Deletion): Promise<string[]> {
  const { ownerId, seq, at = null, endLiveItem } = deletion;
  const rows = await system.query<{ id: string }>(softDelete, [ownerId, deletion.photoIds, seq, at]);
  const photoIds = rows.map(({ id }) => id);
  if (photoIds.length === 0) return [];
  for (const { id } of await system.query<{ id: string }>(liveItems, [ownerId, photoIds]))
    await endLiveItem(system, ownerId, id, seq);
  await closeProposals(
    system,
    photoIds.map((photoId) => ({ ownerId, photoId, seq })),
  );
  await touchStacks(system, { ownerId, seq }, photoIds);
  return photoIds;
}

/** Kept for 30 days; its name is free at once, its ledger stays, its proposal waits with it. False if there is no such photo. */
export async function deletePhoto(
  tx: UserSql,
  request: { ownerId: string; photoId: string; endLiveItem: EndLiveItem },
): Promise<boolean> {
  const { ownerId, photoId } = request;
  if ((await readNames(tx, ownerId, [photoId])).length === 0) return false;
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const { endLiveItem } = request;
    const deleted = await deletePhotos(system, { ownerId, photoIds: [photoId], seq, endLiveItem });
    await notifyOwners(system, [ownerId]);
    return deleted.length > 0;
  });
}

const deletedPhotos = statement(
  'photos.deleted',
  `select p.id, p.folder, p.stem, p.extension, p.state from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is not null and x.sha256 is not null limit 1) p
   order by w.n`,
);

const restore = statement(
  'photos.restore',
  `update rollcall.photos p
   set deleted_at = null, stem = w.stem, name_key = w.name_key, base_key = w.base_key, number = w.number, seq = $2
   from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[]) w(id, stem, name_key, base_key, number)
   where p.owner_id = $1 and p.id = w.id and p.deleted_at is not null`,
);

// The newest: that which was open when the photo went, since a deleted photo gets no new one.
const reopenProposal = statement(
  'photos.reopen_proposal',
  `with reopened as (
     update rollcall.job_items i set decision = 'open', seq = $3
     where i.owner_id = $1 and i.id = (select x.id from rollcall.job_items x
       where x.owner_id = $1 and x.photo_id = $2 and x.decision = 'skipped' and x.suggested_stem is not null
       order by x.id desc limit 1)
     returning i.job_id)
   update rollcall.jobs j set seq = $3 from reopened r where j.owner_id = $1 and j.id = r.job_id`,
);

interface DeletedRow {
  id: string;
  folder: string;
  stem: string;
  extension: string;
  state: StoredState;
}

/** Brings a deleted photo back under its name, or the next free one. False if there is none, or it is gone for good. */
export async function restorePhoto(tx: UserSql, ownerId: string, photoId: string): Promise<boolean> {
  if ((await tx.query(deletedPhotos, [ownerId, [photoId]])).length === 0) return false;
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    await restorePhotos(system, { ownerId, seq }, [photoId]);
    await notifyOwners(system, [ownerId]);
    return true;
  });
}

/** The same for many, for the system, which holds the owner's row. */
export async function restorePhotos(
  system: Sql,
  { ownerId, seq }: { ownerId: string; seq: number },
  photoIds: readonly string[],
): Promise<void> {
  const photos = await system.query<DeletedRow>(deletedPhotos, [ownerId, photoIds]);
  if (photos.length === 0) return;
  const wanted = photos.map(({ folder, stem, extension }) => ({ ownerId, folder, stem, extension }));
  const names = await freeNames(
    system,
    wanted.map((name) => ({ ...name, separator: '-' as const, maxLength: 200 })),
  );
  const restored = photos.map(({ id }, i) => {
    const name = names[i];
    if (name === null || name === undefined) throw new Error(`No free name to restore ${id} under`);
    return { id, ...name };
  });
  const ids = restored.map(({ id }) => id);
  await system.query(restore, [
    ownerId,
    seq,
    ids,
    restored.map(({ stem }) => stem),
    restored.map((name) => name.nameKey),
    restored.map((name) => name.baseKey),
    restored.map((name) => name.number),
  ]);
  // To their stacks, or to some that came about meanwhile.
  await assignStacks(system, { ownerId, seq }, ids);
  await touchStacks(system, { ownerId, seq }, ids);
  for (const { id, state } of photos)
    if (state === 'suggested' || state === 'needs_look')
      await system.query(reopenProposal, [ownerId, id, seq]);
}
