import { PgBoss } from 'pg-boss';
import type { CommandResponse } from 'pg-boss';
import type { Database, Sql } from '../database/sql.ts';
import { bossDatabase, createPreparedBossDatabase } from './boss-database.ts';
import { fairTag, storeFairTags } from './fair-tag.ts';
import type { Delivery, NewMessage, QueueMessage, QueueName } from './queue-message.ts';
import { toJob, toMessage } from './queue-message.ts';
import { postpone, readDepth, removeWaiting, selectQueued, wakeWaiting } from './queue-sql.ts';
import type { QueueDepth } from './queue-sql.ts';

export type { Delivery, NewMessage, QueueMessage, QueueName } from './queue-message.ts';
export type { QueueDepth } from './queue-sql.ts';

export interface QueueOptions {
  database: Database;
  onError: (error: Error) => void;
  onWarning: (message: string) => void;
  /** How often this process looks for messages whose holder went silent; null leaves that to `supervise`. */
  superviseSeconds?: number | null;
}

/**
 * References to work, delivered at least once. Every call with a `tx` is part of that transaction, and comes before
 * the owner's row is taken: queue rows, then owners, then the rest. A fetched message is held for 45 s after the fetch
 * or the last `touch`, 15 minutes at most, then it is delivered again. The tables are the truth, this is a hint: losing
 * all of it loses no work.
 */
export interface Queue {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ids that are in the queue already are left as they are. */
  insert(tx: Sql, queue: QueueName, messages: readonly NewMessage[]): Promise<void>;
  /** The priority of this owner's next message on `items`; those after it count down. `insert` then keeps count. */
  fairTag(tx: Sql, ownerId: string): Promise<number>;
  fetch(tx: Sql, queue: QueueName, options: FetchOptions): Promise<QueueMessage[]>;
  /** Keeps the messages for another 45 s, on a connection of its own. Answers with the ids that are still ours. */
  touch(queue: QueueName, messages: readonly QueueMessage[]): Promise<string[]>;
  /** Done with: out of the queue. Answers with the ids that were still ours. */
  acknowledge(tx: Sql, queue: QueueName, messages: readonly QueueMessage[]): Promise<string[]>;
  /** Gives messages back, to be delivered after so many seconds. Answers with the ids that were still ours. */
  defer(tx: Sql, queue: QueueName, messages: readonly Deferral[]): Promise<string[]>;
  /** Makes waiting messages due now. */
  wake(tx: Sql, queue: QueueName, ids: readonly string[]): Promise<void>;
  /** Takes the waiting messages of a job away and answers with their ids; those held by a worker stay. */
  removeQueued(tx: Sql, job: { jobId: string }): Promise<string[]>;
  /** Takes waiting messages away by id; those held by a worker stay. */
  removeWaiting(tx: Sql, queue: QueueName, ids: readonly string[]): Promise<void>;
  /** Frees the messages of silent holders, at most once per interval whoever asks. */
  supervise(): Promise<void>;
  /** Tells the planner about a large enqueue; without it fetches are slow for a minute. */
  analyse(): Promise<void>;
  /** As of the last pass of `supervise`. */
  depth(): Promise<QueueDepth[]>;
}

export interface FetchOptions {
  limit: number;
  ignoreGroups?: readonly string[];
}

export interface Deferral {
  message: Delivery;
  seconds: number;
}

export function createQueue(options: QueueOptions): Queue {
  const { database, onWarning } = options;
  const boss = createBoss(options);
  const prepared = createPreparedBossDatabase();
  return {
    start: async () => void (await boss.start()),
    // Messages we hold are none of its business: the worker gives them back itself.
    stop: () => boss.stop({ graceful: false, close: false }),
    async insert(tx, queue, messages) {
      if (messages.length === 0) return;
      await boss.insert(queue, messages.map(toJob), { db: bossDatabase(tx) });
      if (queue === 'items') await storeFairTags(tx, messages);
    },
    fairTag,
    async fetch(tx, queue, { limit, ignoreGroups = [] }) {
      if (limit < 1) return [];
      const groups = ignoreGroups.length > 0 ? { ignoreGroups: [...ignoreGroups] } : {};
      const jobs = await boss.fetch<unknown>(queue, { batchSize: limit, db: prepared(tx), ...groups });
      const unreadable = jobs.filter((job) => toMessage(job) === null);
      if (unreadable.length > 0) {
        onWarning(`Dropped ${unreadable.length} messages of ${queue} that are not ours`);
        await boss.deleteJob(queue, unreadable, { db: prepared(tx) });
      }
      return jobs.map(toMessage).filter((message) => message !== null);
    },
    async touch(queue, messages) {
      if (messages.length === 0) return [];
      return settled(await boss.touch(queue, toAttempts(messages), { db: prepared(database) }));
    },
    async acknowledge(tx, queue, messages) {
      if (messages.length === 0) return [];
      return settled(await boss.deleteJob(queue, toAttempts(messages), { db: prepared(tx) }));
    },
    async defer(tx, queue, messages) {
      if (messages.length === 0) return [];
      const attempts = toAttempts(messages.map(({ message }) => message));
      const ours = new Set(settled(await boss.fail(queue, attempts, null, { db: prepared(tx) })));
      await postpone(
        tx,
        queue,
        messages.filter(({ message }) => ours.has(message.id)),
      );
      return [...ours];
    },
    wake: wakeWaiting,
    async removeQueued(tx, { jobId }) {
      const ids = await selectQueued(tx, jobId);
      // Without a fence on purpose: nobody holds these, and we hold their rows.
      if (ids.length > 0) await boss.deleteJob('items', ids, { db: bossDatabase(tx) });
      return ids;
    },
    removeWaiting,
    supervise: () => boss.supervise(),
    analyse: async () => void (await database.query('analyze pgboss.job_common')),
    depth: () => readDepth(database),
  };
}

function createBoss({ database, onError, onWarning, superviseSeconds = 5 }: QueueOptions): PgBoss {
  const interval = superviseSeconds ?? 10;
  const boss = new PgBoss({
    db: bossDatabase(database),
    schema: 'pgboss',
    // The schema and the queues are a migration of ours.
    migrate: false,
    createSchema: false,
    supervise: superviseSeconds !== null,
    superviseIntervalSeconds: interval,
    monitorIntervalSeconds: interval,
    schedule: false,
    flowIntervalSeconds: 3600,
    bamIntervalSeconds: 3600,
    queueCacheIntervalSeconds: 300,
    warningQueueSize: 1_000_000,
    registerInstance: false,
    openTelemetry: { enabled: false },
    reindex: superviseSeconds !== null,
    monitorVacuum: superviseSeconds !== null,
  });
  // Without a listener an error event would end the process.
  boss.on('error', onError);
  boss.on('warning', ({ message }) => onWarning(message));
  return boss;
}

const toAttempts = (messages: readonly Delivery[]) =>
  messages.map(({ id, retryCount }) => ({ id, retryCount }));

/** Which of the jobs a command really changed. pg-boss answers with it, but its public type does not say so. */
function settled(response: CommandResponse): string[] {
  if (!('settled' in response) || !Array.isArray(response.settled)) {
    throw new Error('This version of pg-boss no longer says which jobs it settled.');
  }
  return response.settled.filter((id) => typeof id === 'string');
}
