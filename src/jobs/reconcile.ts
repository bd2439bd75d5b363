import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { NewMessage, Queue } from '../queue/queue.ts';
import { toItemMessage } from './create-job.ts';

const missingItems = statement(
  'reconcile.missing_items',
  `select i.owner_id, i.job_id, i.id, j.lane from rollcall.jobs j
   join rollcall.job_items i on i.owner_id = j.owner_id and i.job_id = j.id
   where j.status in ('pending', 'processing') and i.status in ('pending', 'processing')
     and not exists (select 1 from pgboss.job q where q.name = 'items' and q.id = i.id and q.state < 'completed')
   order by i.owner_id, i.job_id, i.position limit 20000`,
);

const missingPrepares = statement(
  'reconcile.missing_prepares',
  `select distinct on (p.owner_id, p.sha256) p.owner_id, p.id, encode(p.sha256, 'hex') as sha256 from rollcall.photos p
   join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   where p.state = 'preparing' and p.deleted_at is null and o.prepared_at is null
     and not exists (select 1 from pgboss.job q join rollcall.photos s on s.id = q.id
                     where q.name = 'prepare' and q.state < 'completed' and s.owner_id = p.owner_id and s.sha256 = p.sha256)
   order by p.owner_id, p.sha256 limit 20000`,
);

const leftOver = statement(
  'reconcile.left_over',
  `select q.id from pgboss.job q
   where q.name = 'items' and q.state < 'active'
     and not exists (select 1 from rollcall.job_items i join rollcall.jobs j on j.owner_id = i.owner_id and j.id = i.job_id
                     where i.id = q.id and i.owner_id = (q.data ->> 'o')::uuid
                       and i.status in ('pending', 'processing') and j.status in ('pending', 'processing'))
   limit 20000`,
);

export interface Reconciled {
  readonly enqueued: number;
  readonly prepares: number;
  readonly removed: number;
}

/**
 * The tables are the truth, the queue carries references only: puts back what it lacks and takes out what it should
 * not have. Losing the whole queue loses no work. Harmless at any time, beside any number of workers.
 */
export async function reconcile({
  database,
  queue,
}: {
  database: Database;
  queue: Queue;
}): Promise<Reconciled> {
  return database.transaction(async (tx) => {
    const prepares = await tx.query<{ owner_id: string; id: string; sha256: string }>(missingPrepares);
    if (prepares.length > 0) {
      await queue.insert(
        tx,
        'prepare',
        prepares.map((row) => ({
          id: row.id,
          ownerId: row.owner_id,
          data: { sha256: row.sha256 },
          priority: 0,
        })),
      );
    }
    const enqueued = await putBackItems(tx, queue);
    const removed = await tx.query<{ id: string }>(leftOver);
    if (removed.length > 0)
      await queue.removeWaiting(
        tx,
        'items',
        removed.map((row) => row.id),
      );
    return { enqueued, prepares: prepares.length, removed: removed.length };
  });
}

/** All in one insert: it ends by taking the owners' rows, and no message may be waited for after that. */
async function putBackItems(tx: Sql, queue: Queue): Promise<number> {
  const rows = await tx.query<{ owner_id: string; job_id: string; id: string; lane: string }>(missingItems);
  const messages: NewMessage[] = [];
  for (const [ownerId, items] of Map.groupBy(rows, (row) => row.owner_id)) {
    const first = await queue.fairTag(tx, ownerId);
    messages.push(
      ...items.map((item, i) =>
        toItemMessage({ id: item.id, ownerId, jobId: item.job_id, lane: item.lane, priority: first - i }),
      ),
    );
  }
  await queue.insert(tx, 'items', messages);
  return rows.length;
}
