import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { closeProposals } from './apply-names.ts';
import { assignStacks, touchStack } from './assign-stacks.ts';
import { freeNames } from './free-names.ts';
import type { StoredState } from './photo.ts';
import { readNames } from './read-names.ts';

/** What a room further on has to do in the same transaction when a photo goes: end its live item. */
export type EndLiveItem = (tx: Sql, ownerId: string, photoId: string, seq: number) => Promise<void>;

const softDelete = statement(
  'photos.delete',
  `update rollcall.photos set deleted_at = now(), name_key = null, seq = $3
   where owner_id = $1 and id = $2 and deleted_at is null returning id`,
);

/** Kept for 30 days; its name is free at once, its ledger stays, its proposal waits with it. False if there is no such photo. */
export async function deletePhoto(
  tx: UserSql,
  request: { ownerId: string; photoId: string; endLiveItem: EndLiveItem },
): Promise<boolean> {
  const { ownerId, photoId } = request;
  if ((await readNames(tx, ownerId, [photoId])).length === 0) return false;
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const deleted = await system.query(softDelete, [ownerId, photoId, seq]);
    if (deleted.length > 0) {
      await request.endLiveItem(system, ownerId, photoId, seq);
      await closeProposals(system, [{ ownerId, photoId, seq }]);
      await touchStack(system, { ownerId, seq }, photoId);
    }
    await notifyOwners(system, [ownerId]);
    return deleted.length > 0;
  });
}

const deletedPhoto = statement(
  'photos.deleted',
  `select folder, stem, extension, state from rollcall.photos where owner_id = $1 and id = $2 and deleted_at is not null and sha256 is not null`,
);

const restore = statement(
  'photos.restore',
  `update rollcall.photos
   set deleted_at = null, stem = $3, name_key = $4, base_key = $5, number = $6, seq = $7
   where owner_id = $1 and id = $2 and deleted_at is not null`,
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
  folder: string;
  stem: string;
  extension: string;
  state: StoredState;
}

/** Brings a deleted photo back under its name, or the next free one. False if there is none, or it is gone for good. */
export async function restorePhoto(tx: UserSql, ownerId: string, photoId: string): Promise<boolean> {
  if ((await tx.query(deletedPhoto, [ownerId, photoId])).length === 0) return false;
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const [photo] = await system.query<DeletedRow>(deletedPhoto, [ownerId, photoId]);
    if (photo === undefined) return true;
    const [name] = await freeNames(system, [{ ownerId, ...photo, separator: '-', maxLength: 200 }]);
    if (name === null || name === undefined) throw new Error(`No free name to restore ${photoId} under`);
    await system.query(restore, [ownerId, photoId, name.stem, name.nameKey, name.baseKey, name.number, seq]);
    // To its stack, or to one that came about meanwhile.
    await assignStacks(system, { ownerId, seq }, [photoId]);
    await touchStack(system, { ownerId, seq }, photoId);
    if (photo.state === 'suggested' || photo.state === 'needs_look')
      await system.query(reopenProposal, [ownerId, photoId, seq]);
    await notifyOwners(system, [ownerId]);
    return true;
  });
}
