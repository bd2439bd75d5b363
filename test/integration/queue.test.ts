import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createIds } from '../../src/database/ids.ts';
import { createQueue } from '../../src/queue/queue.ts';
import type { NewMessage, Queue, QueueMessage } from '../../src/queue/queue.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

const newId = createIds({ now: Date.now });
const ana = '00000000-0000-8000-8000-00000000000a';
const ben = '00000000-0000-8000-8000-00000000000b';
const job = '00000000-0000-7000-8000-0000000000f1';
const warnings: string[] = [];
const errors: unknown[] = [];

let db: TestDatabase;
let queue: Queue;

beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.query(`insert into rollcall.owners (id, subject) values ($1, 'ana'), ($2, 'ben')`, [
    ana,
    ben,
  ]);
  queue = createQueue({
    database: db.database,
    superviseSeconds: null,
    onError: (error) => errors.push(error),
    onWarning: (message) => warnings.push(message),
  });
  await queue.start();
});
afterEach(async () => {
  await db.database.query('delete from pgboss.job; update rollcall.owners set fair_tag = 0');
  if (errors.length > 0) throw new AggregateError(errors.splice(0), 'The queue reported errors');
});
afterAll(async () => {
  await queue.stop();
  await db.close();
});

const message = (over: Partial<NewMessage> = {}): NewMessage => ({
  id: newId(),
  ownerId: ana,
  jobId: job,
  priority: 0,
  ...over,
});
const insert = (...messages: NewMessage[]) =>
  db.database.transaction((tx) => queue.insert(tx, 'items', messages));
const fetch = (limit = 10, ignoreGroups: string[] = []) =>
  db.database.transaction((tx) => queue.fetch(tx, 'items', { limit, ignoreGroups }));
const acknowledge = (messages: QueueMessage[]) =>
  db.database.transaction((tx) => queue.acknowledge(tx, 'items', messages));
const defer = (messages: QueueMessage[], seconds: number) =>
  db.database.transaction((tx) =>
    queue.defer(
      tx,
      'items',
      messages.map((held) => ({ message: held, seconds })),
    ),
  );
const ids = (messages: { id: string }[]) => messages.map(({ id }) => id).toSorted();

/** As if a minute passed since the last touch, and somebody supervised. */
async function silence(messages: QueueMessage[]): Promise<void> {
  await db.database.query(
    `update pgboss.job set heartbeat_on = now() - interval '1 minute' where id = any($1)`,
    [ids(messages)],
  );
  await superviseNow();
}

async function superviseNow(): Promise<void> {
  await db.database.query('update pgboss.queue set monitor_claim_on = null, monitor_on = null');
  await queue.supervise();
}

describe('messages', () => {
  test('arrive with what they were given, the highest priority first', async () => {
    const low = message({ priority: -5 });
    const high = message({ priority: -1, data: { sha256: 'ab' }, group: 'lane' });
    await insert(low, high);
    const [first] = await fetch(1);
    expect(first).toEqual({
      id: high.id,
      ownerId: ana,
      jobId: job,
      data: { sha256: 'ab' },
      group: 'lane',
      retryCount: 0,
    });
    expect(ids(await fetch())).toEqual([low.id]);
    expect(await fetch()).toEqual([]);
  });

  test('put in twice are there once', async () => {
    const twice = message();
    await insert(twice);
    await insert(twice);
    expect(ids(await fetch())).toEqual([twice.id]);
  });

  test('belong to the transaction they are put in with', async () => {
    await db.database
      .transaction(async (tx) => {
        await queue.insert(tx, 'items', [message()]);
        throw new Error('changed my mind');
      })
      .catch(() => {});
    expect(await fetch()).toEqual([]);
  });

  test('of the two queues do not mix', async () => {
    await db.database.transaction((tx) => queue.insert(tx, 'prepare', [message()]));
    expect(await fetch()).toEqual([]);
    expect(await db.database.transaction((tx) => queue.fetch(tx, 'prepare', { limit: 1 }))).toHaveLength(1);
  });

  test('of a lane that is closed stay where they are', async () => {
    const open = message({ group: 'open' });
    await insert(message({ group: 'closed' }), open);
    expect(ids(await fetch(10, ['closed']))).toEqual([open.id]);
    expect(await fetch()).toHaveLength(1);
  });

  test('that nobody of us wrote are dropped with a warning', async () => {
    await db.database.query(`insert into pgboss.job (id, name, data) values ($1, 'items', '{"x": 1}')`, [
      newId(),
    ]);
    expect(await fetch()).toEqual([]);
    expect(warnings.splice(0)).toEqual(['Dropped 1 messages of items that are not ours']);
    expect(await db.database.query('select from pgboss.job')).toHaveLength(0);
  });

  test('empty batches are no calls at all', async () => {
    await insert();
    expect(await fetch(0)).toEqual([]);
    expect(await acknowledge([])).toEqual([]);
    expect(await queue.touch('items', [])).toEqual([]);
    expect(await defer([], 1)).toEqual([]);
  });
});

describe('a stale worker', () => {
  test('changes nothing once its messages went to another', async () => {
    await insert(message(), message());
    const stale = await fetch();
    await silence(stale);
    const fresh = await fetch();
    expect(ids(fresh)).toEqual(ids(stale));
    expect(fresh.map(({ retryCount }) => retryCount)).toEqual([1, 1]);

    expect(await queue.touch('items', stale)).toEqual([]);
    expect(await defer(stale, 0)).toEqual([]);
    expect(await acknowledge(stale)).toEqual([]);

    expect((await queue.touch('items', fresh)).toSorted()).toEqual(ids(fresh));
    expect((await acknowledge(fresh)).toSorted()).toEqual(ids(fresh));
    expect(await db.database.query('select from pgboss.job')).toHaveLength(0);
  });

  test('settles only what is still its own in a mixed batch', async () => {
    await insert(message(), message());
    const [lost, kept] = await fetch();
    if (lost === undefined || kept === undefined) throw new Error('expected two');
    await silence([lost]);
    expect(await fetch()).toHaveLength(1);
    expect(await acknowledge([lost, kept])).toEqual([kept.id]);
  });

  test('keeps its messages as long as it touches them', async () => {
    await insert(message());
    const held = await fetch();
    await db.database.query(`update pgboss.job set heartbeat_on = now() - interval '1 minute'`);
    expect(await queue.touch('items', held)).toEqual(ids(held));
    await superviseNow();
    expect(await fetch()).toEqual([]);
    expect(await acknowledge(held)).toEqual(ids(held));
  });

  test('never makes the queue give up, however often workers die', async () => {
    await insert(message());
    await db.database.query('update pgboss.job set retry_count = 500');
    await silence(await fetch());
    expect(await fetch()).toHaveLength(1);
  });
});

describe('deferring', () => {
  test('gives a message back for later', async () => {
    await insert(message(), message());
    const held = await fetch();
    expect((await defer(held, 60)).toSorted()).toEqual(ids(held));
    expect(await fetch()).toEqual([]);
    const [due] = await db.database.query<{ seconds: number }>(
      'select extract(epoch from min(start_after) - now())::float8 as seconds from pgboss.job',
    );
    expect(due?.seconds).toBeGreaterThan(50);
    expect(due?.seconds).toBeLessThanOrEqual(60);
  });

  test('for no time at all makes it due at once, at its old place', async () => {
    await insert(message({ priority: -1 }), message({ priority: -2 }));
    const held = await fetch(1);
    await defer(held, 0);
    expect(ids(await fetch(1))).toEqual(ids(held));
  });

  test('ends early for those that are woken', async () => {
    await insert(message(), message());
    const held = await fetch();
    await defer(held, 3600);
    const woken = held.slice(0, 1);
    await db.database.transaction((tx) => queue.wake(tx, 'items', ids(woken)));
    expect(ids(await fetch())).toEqual(ids(woken));
  });
});

describe('taking the waiting messages of a job away', () => {
  test('leaves those a worker holds and those of other jobs', async () => {
    const other = message({ jobId: newId() });
    await insert(message(), message(), message(), other);
    const held = await fetch(1);
    const removed = await db.database.transaction((tx) => queue.removeQueued(tx, { jobId: job }));
    expect(removed).toHaveLength(2);
    expect(removed).not.toContain(held[0]?.id);
    expect(ids(await fetch())).toEqual([other.id]);
    expect(await acknowledge(held)).toEqual(ids(held));
  });

  test('takes deferred ones as well', async () => {
    await insert(message());
    await defer(await fetch(), 3600);
    expect(await db.database.transaction((tx) => queue.removeQueued(tx, { jobId: job }))).toHaveLength(1);
  });

  test('by their ids leaves those a worker holds', async () => {
    await insert(message(), message());
    const held = await fetch(1);
    const all = await db.database.query<{ id: string }>('select id from pgboss.job');
    await db.database.transaction((tx) => queue.removeWaiting(tx, 'items', ids(all)));
    expect(await acknowledge(held)).toEqual(ids(held));
    expect(await db.database.query('select from pgboss.job')).toHaveLength(0);
  });

  test('does not wait for a worker that is fetching this moment', async () => {
    await insert(message(), message());
    const [removed, fetched] = await db.database.transaction(async (claiming) => {
      const taken = await queue.fetch(claiming, 'items', { limit: 1 });
      const rest = await db.database.transaction((tx) => queue.removeQueued(tx, { jobId: job }));
      return [rest, ids(taken)];
    });
    expect(removed).toHaveLength(1);
    expect(removed).not.toEqual(fetched);
  });
});

describe('the queue', () => {
  test('tells its depth as of the last supervision', async () => {
    await insert(message(), message(), message());
    await defer(await fetch(1), 3600);
    await fetch(1);
    await db.database.query(
      `update pgboss.job set start_after = now() - interval '90 s'
       where state = 'created'`,
    );
    await superviseNow();
    const [items, prepare] = await queue.depth();
    expect(items).toMatchObject({ name: 'items', ready: 1, deferred: 1, held: 1, failed: 0 });
    expect(items?.oldestReadySeconds).toBeGreaterThanOrEqual(90);
    expect(items?.oldestReadySeconds).toBeLessThan(100);
    expect(prepare).toEqual({
      name: 'prepare',
      ready: 0,
      deferred: 0,
      held: 0,
      failed: 0,
      oldestReadySeconds: 0,
    });
  });

  test('prepares the statements of the hot path, and only them', async () => {
    await db.database.transaction(async (tx) => {
      await queue.insert(tx, 'items', [message()]);
      const held = await queue.fetch(tx, 'items', { limit: 7 });
      await queue.acknowledge(tx, 'items', held);
      const names = await tx.query<{ statement: string }>(
        `select statement from pg_prepared_statements where name like 'pgboss.%'`,
      );
      expect(names.length).toBeGreaterThanOrEqual(2);
      expect(names.filter((row) => /json_to_recordset/i.test(row.statement))).toEqual([]);
    });
  });

  test('says clearly that its schema is missing', async () => {
    const empty = await createTestDatabase({ empty: true });
    const bare = createQueue({
      database: empty.database,
      superviseSeconds: null,
      onError: () => {},
      onWarning: () => {},
    });
    await expect(bare.start()).rejects.toThrow('not installed');
    await empty.close();
  });
});
