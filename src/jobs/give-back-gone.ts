import type { Processes, Neighbour } from '../database/processes.ts';
import type { Database, Sql, Statement } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Delivery, Queue, QueueName } from '../queue/queue.ts';

const heldItems = statement(
  'gone.held_items',
  `select q.id, q.retry_count as "retryCount" from pgboss.job q
   where q.name = 'items' and q.state = 'active' and exists (select from rollcall.job_items i
     where i.owner_id = (q.data ->> 'o')::uuid and i.id = q.id and i.holder = any($1::uuid[]))
   order by q.id for update of q skip locked`,
);

const stillTheirItems = statement(
  'gone.still_their_items',
  `select q.id from pgboss.job q join rollcall.job_items i on i.owner_id = (q.data ->> 'o')::uuid and i.id = q.id
   where q.name = 'items' and q.id = any($2::uuid[]) and i.holder = any($1::uuid[])`,
);

const heldPrepares = statement(
  'gone.held_prepares',
  `select q.id, q.retry_count as "retryCount" from pgboss.job q
   where q.name = 'prepare' and q.state = 'active' and exists (select from rollcall.photos p
     join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
     where p.owner_id = (q.data ->> 'o')::uuid and p.id = q.id and o.prepare_holder = any($1::uuid[]))
   order by q.id for update of q skip locked`,
);

const stillTheirPrepares = statement(
  'gone.still_their_prepares',
  `select q.id from pgboss.job q join rollcall.photos p on p.owner_id = (q.data ->> 'o')::uuid and p.id = q.id
   join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   where q.name = 'prepare' and q.id = any($2::uuid[]) and o.prepare_holder = any($1::uuid[])`,
);

/**
 * Puts back into the queue what processes of this machine held that are certainly gone, so that nobody waits for the
 * end of their leases. Items stay `processing`: the next claim counts the crash and writes the lost call, as always.
 */
export async function giveBackGone(options: {
  readonly database: Database;
  readonly queue: Queue;
  readonly processes: Processes;
  readonly isGone: (neighbour: Neighbour) => boolean;
}): Promise<number> {
  const { database, queue, processes, isGone } = options;
  const gone = (await processes.neighbours()).filter(isGone).map(({ id }) => id);
  let given = 0;
  if (gone.length > 0) {
    given = await database.transaction(async (tx) => {
      // Queue rows only, so nothing of the order of locks is touched.
      const prepares = await release(tx, queue, {
        name: 'prepare',
        held: heldPrepares,
        still: stillTheirPrepares,
        gone,
      });
      const items = await release(tx, queue, {
        name: 'items',
        held: heldItems,
        still: stillTheirItems,
        gone,
      });
      return prepares + items;
    });
  }
  await processes.forget(gone);
  return given;
}

async function release(
  tx: Sql,
  queue: Queue,
  of: { name: QueueName; held: Statement; still: Statement; gone: readonly string[] },
): Promise<number> {
  const locked = await tx.query<Delivery>(of.held, [of.gone]);
  if (locked.length === 0) return 0;
  // Somebody may have claimed one before it was locked; a statement of its own sees that, and from now on nobody can.
  const rows = await tx.query<{ id: string }>(of.still, [of.gone, locked.map(({ id }) => id)]);
  const theirs = new Set(rows.map(({ id }) => id));
  const back = locked.filter(({ id }) => theirs.has(id)).map((message) => ({ message, seconds: 0 }));
  return (await queue.defer(tx, of.name, back)).length;
}
