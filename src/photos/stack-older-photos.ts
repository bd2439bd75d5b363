import { bumpOwners, notifyOwners } from '../database/bump.ts';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { shotKeyOf } from '../names/number-shots.ts';
import { assignStacks } from './assign-stacks.ts';

/** As many as one transaction does in a moment; the next run goes on. */
const mostPhotos = 200;

const findOlder = statement(
  'stacks.older',
  `select owner_id, id, original_name from rollcall.photos
   where shot_key is null and deleted_at is null order by id limit ${mostPhotos}`,
);

const writeKeys = statement(
  'stacks.write_keys',
  `update rollcall.photos p set shot_key = w.shot_key
   from unnest($1::uuid[], $2::uuid[], $3::text[]) w(owner_id, id, shot_key)
   where p.owner_id = w.owner_id and p.id = w.id and p.shot_key is null and p.deleted_at is null
   returning p.owner_id, p.id`,
);

interface OlderPhoto {
  owner_id: string;
  id: string;
  original_name: string;
}

/** Photos that came before there were stacks are put into theirs, some at each run. */
export async function stackOlderPhotos(database: Database): Promise<void> {
  const older = await database.query<OlderPhoto>(findOlder, []);
  if (older.length === 0) return;
  await database.transaction(async (tx) => {
    const seqs = await bumpOwners(
      tx,
      older.map((photo) => photo.owner_id),
    );
    // What somebody else has done meanwhile is not done again.
    const written = await tx.query<{ owner_id: string; id: string }>(writeKeys, [
      older.map((photo) => photo.owner_id),
      older.map((photo) => photo.id),
      older.map((photo) => shotKeyOf(photo.original_name)),
    ]);
    for (const [ownerId, photos] of Map.groupBy(written, (photo) => photo.owner_id)) {
      const seq = seqs.get(ownerId) ?? 0;
      await assignStacks(
        tx,
        { ownerId, seq },
        photos.map(({ id }) => id),
      );
    }
    await notifyOwners(tx, seqs.keys());
  });
}
