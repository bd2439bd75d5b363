import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Delivery, QueueName } from './queue-message.ts';

// What pg-boss cannot do for many messages at once, or not without waiting for locks. Always `name = …` first: the
// table is partitioned by it, and its indexes begin with it.

const postponeAll = statement(
  'queue.postpone',
  `update pgboss.job j set start_after = now() + make_interval(secs => w.seconds)
   from unnest($2::uuid[], $3::float8[]) as w(id, seconds)
   where j.name = $1 and j.id = w.id and j.state < 'active'`,
);
const wake = statement(
  'queue.wake',
  `with l as materialized (
     select id from pgboss.job where name = $1 and id = any($2::uuid[]) and state < 'active' and start_after > now()
     order by id for update skip locked)
   update pgboss.job j set start_after = now() from l where j.name = $1 and j.id = l.id`,
);
// Skip locked: a message that a worker is fetching this moment is dropped by its claim; waiting for it can deadlock.
const queued = statement(
  'queue.queued',
  `select id from pgboss.job where name = 'items' and singleton_key = $1 and state < 'active'
   order by id for update skip locked`,
);
const remove = statement(
  'queue.remove_waiting',
  `with l as materialized (
     select id from pgboss.job where name = $1 and id = any($2::uuid[]) and state < 'active' order by id for update skip locked)
   delete from pgboss.job j using l where j.name = $1 and j.id = l.id`,
);
// The counts are pg-boss's, which counts at each supervision. The oldest is looked up: first of its state in an index.
const depth = statement(
  'queue.depth',
  `select q.name, q.ready_count as ready, q.deferred_count as deferred, q.active_count as held,
     q.failed_count as failed,
     coalesce(greatest(0, extract(epoch from now() - least(
       (select j.start_after from pgboss.job j where j.name = q.name and j.state = 'created' and not j.blocked
        order by j.start_after limit 1),
       (select j.start_after from pgboss.job j where j.name = q.name and j.state = 'retry' and not j.blocked
        order by j.start_after limit 1)))), 0)::float8 as "oldestReadySeconds"
   from pgboss.queue q order by q.name`,
);

/** Sets when messages just given back are due again. */
export async function postpone(
  tx: Sql,
  queue: QueueName,
  deferrals: readonly { message: Delivery; seconds: number }[],
): Promise<void> {
  const ids = deferrals.map(({ message }) => message.id);
  await tx.query(postponeAll, [queue, ids, deferrals.map(({ seconds }) => seconds)]);
}

export async function wakeWaiting(tx: Sql, queue: QueueName, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(wake, [queue, ids]);
}

export async function removeWaiting(tx: Sql, queue: QueueName, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(remove, [queue, ids]);
}

/** Ids of a job's waiting messages, their rows locked. */
export async function selectQueued(tx: Sql, jobId: string): Promise<string[]> {
  return (await tx.query<{ id: string }>(queued, [jobId])).map(({ id }) => id);
}

export interface QueueDepth {
  readonly name: QueueName;
  readonly ready: number;
  /** Waiting for a time to come. */
  readonly deferred: number;
  readonly held: number;
  /** Always 0, or something is wrong: the queue never gives up by itself. */
  readonly failed: number;
  /** How long the oldest message that is ready has waited. */
  readonly oldestReadySeconds: number;
}

export const readDepth = (sql: Sql): Promise<QueueDepth[]> => sql.query<QueueDepth>(depth);
