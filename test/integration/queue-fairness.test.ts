import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createIds } from '../../src/database/ids.ts';
import { createQueue } from '../../src/queue/queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

const newId = createIds({ now: Date.now });
const ana = '00000000-0000-8000-8000-00000000000a';
const ben = '00000000-0000-8000-8000-00000000000b';

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
    onError: () => {},
    onWarning: () => {},
  });
  await queue.start();
});
afterEach(async () => {
  await db.database.query('delete from pgboss.job; update rollcall.owners set fair_tag = 0');
});
afterAll(async () => {
  await queue.stop();
  await db.close();
});

const fetch = (limit: number) => db.database.transaction((tx) => queue.fetch(tx, 'items', { limit }));

/** Puts so many messages in, as a job of this owner would. */
async function enqueue(ownerId: string, count: number): Promise<void> {
  const first = await queue.fairTag(db.database, ownerId);
  const messages = Array.from({ length: count }, (_, i) => ({ id: newId(), ownerId, priority: first - i }));
  await db.database.transaction((tx) => queue.insert(tx, 'items', messages));
}

/** Works through so many messages and tells whose they were, in order. */
async function work(count: number): Promise<string[]> {
  const owners: string[] = [];
  while (owners.length < count) {
    const held = await fetch(Math.min(40, count - owners.length));
    if (held.length === 0) break;
    owners.push(...held.map(({ ownerId }) => ownerId));
    await db.database.transaction((tx) => queue.acknowledge(tx, 'items', held));
  }
  return owners;
}

test('10 photos behind 10,000 of somebody else are done before the next 40 of those', async () => {
  await enqueue(ana, 10_000);
  await queue.analyse();
  await work(1_000);
  await enqueue(ben, 10);
  const next = await work(30);
  expect(next.filter((owner) => owner === ben)).toHaveLength(10);
});

test('two large batches take turns', async () => {
  await enqueue(ana, 400);
  await enqueue(ben, 400);
  const bens = (await work(200)).filter((owner) => owner === ben).length;
  expect(bens).toBeGreaterThanOrEqual(95);
  expect(bens).toBeLessThanOrEqual(105);
});

test('a second batch of one person queues behind their first, not in front of the other', async () => {
  await enqueue(ana, 100);
  await enqueue(ben, 100);
  await enqueue(ana, 100);
  expect((await work(200)).filter((owner) => owner === ana)).toHaveLength(100);
});

test('who had much done in the past is not made to wait for it, and whose turn was quiet saved nothing up', async () => {
  await enqueue(ana, 300);
  await work(300);
  await enqueue(ben, 100);
  await enqueue(ana, 100);
  const bens = (await work(100)).filter((owner) => owner === ben).length;
  expect(bens).toBeGreaterThanOrEqual(45);
  expect(bens).toBeLessThanOrEqual(55);
});

test('a message that was put back does not let a newcomer pass everybody', async () => {
  await enqueue(ana, 200);
  const held = (await fetch(1)).map((message) => ({ message, seconds: 3600 }));
  await db.database.transaction((tx) => queue.defer(tx, 'items', held));
  await work(100);
  await enqueue(ben, 100);
  expect((await work(100)).filter((owner) => owner === ana).length).toBeGreaterThanOrEqual(45);
});

test('the tag is asked for without taking the row of the owner', async () => {
  await db.database.transaction(async (holding) => {
    await holding.query('select from rollcall.owners where id = $1 for update', [ana]);
    expect(await queue.fairTag(db.database, ana)).toBe(-1);
  });
});
