import { bumpOwners, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { closeProposals } from './apply-names.ts';
import { freeNames } from './free-names.ts';
import { readNames } from './read-names.ts';

/** What a room further on has to do in the same transaction when a photo goes: end its live item. */
export type EndLiveItem = (tx: Sql, ownerId: string, photoId: string, seq: number) => Promise<void>;

const softDelete = statement(
  'photos.delete',
  `update rollcall.photos set deleted_at = now(), name_key = null, seq = $3,
     state = case when state not in ('suggested', 'needs_look') then state
                  when name_source = 'upload' then 'ready' else 'named' end
   where owner_id = $1 and id = $2 and deleted_at is null returning id`,
);

/** Kept for 30 days; its name is free at once, its ledger stays. False if there is no such photo. */
export async function deletePhoto(
  tx: UserSql,
  request: { ownerId: string; photoId: string; endLiveItem: EndLiveItem },
): Promise<boolean> {
  const { ownerId, photoId } = request;
  if ((await readNames(tx, ownerId, [photoId])).length === 0) return false;
  return tx.asSystem(async (system) => {
    const seq = (await bumpOwners(system, [ownerId])).get(ownerId) ?? 0;
    const deleted = await system.query(softDelete, [ownerId, photoId, seq]);
    if (deleted.length > 0) {
      await request.endLiveItem(system, ownerId, photoId, seq);
      await closeProposals(system, [{ ownerId, photoId, seq }]);
    }
    await notifyOwners(system, [ownerId]);
    return deleted.length > 0;
  });
}

const deletedPhoto = statement(
  'photos.deleted',
  `select folder, stem, extension from rollcall.photos where owner_id = $1 and id = $2 and deleted_at is not null and sha256 is not null`,
);

const restore = statement(
  'photos.restore',
  `update rollcall.photos
   set deleted_at = null, stem = $3, name_key = $4, base_key = $5, number = $6, seq = $7
   where owner_id = $1 and id = $2 and deleted_at is not null`,
);

/** Brings a deleted photo back under its name, or the next free one. False if there is none, or it is gone for good. */
export async function restorePhoto(tx: UserSql, ownerId: string, photoId: string): Promise<boolean> {
  if ((await tx.query(deletedPhoto, [ownerId, photoId])).length === 0) return false;
  return tx.asSystem(async (system) => {
    const seq = (await bumpOwners(system, [ownerId])).get(ownerId) ?? 0;
    const [photo] = await system.query<{ folder: string; stem: string; extension: string }>(deletedPhoto, [
      ownerId,
      photoId,
    ]);
    if (photo === undefined) return true;
    const [name] = await freeNames(system, [{ ownerId, ...photo, separator: '-', maxLength: 200 }]);
    if (name === null || name === undefined) throw new Error(`No free name to restore ${photoId} under`);
    await system.query(restore, [ownerId, photoId, name.stem, name.nameKey, name.baseKey, name.number, seq]);
    await notifyOwners(system, [ownerId]);
    return true;
  });
}
