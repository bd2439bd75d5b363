import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Queue } from '../queue/queue.ts';

const waitingItems = statement(
  'prepare.waiting_items',
  `select i.id from unnest($2::uuid[]) w(photo_id)
   cross join lateral (select x.id from rollcall.job_items x
     where x.owner_id = $1 and x.photo_id = w.photo_id and x.status = 'pending' limit 1) i`,
);

/** A job may hold photos that are still being prepared; their items wait in the queue until now. */
export async function wakeItems(
  tx: Sql,
  queue: Queue,
  ownerId: string,
  photoIds: readonly string[],
): Promise<void> {
  if (photoIds.length === 0) return;
  const items = await tx.query<{ id: string }>(waitingItems, [ownerId, photoIds]);
  if (items.length > 0)
    await queue.wake(
      tx,
      'items',
      items.map((item) => item.id),
    );
}
