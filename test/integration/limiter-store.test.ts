import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresLimiterStore } from '../../src/database/limiter-store.ts';
import { describeLimiterStore } from '../contracts/limiter-store.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const pass = async (ms: number) => {
  await db.database.query(`update rollcall.lane_processes set seen_at = seen_at - $1 * interval '1 ms'`, [
    ms,
  ]);
};
const clear = async () => void (await db.database.query('delete from rollcall.lane_processes'));
const storeOf = (process: string) => createPostgresLimiterStore({ database: db.database, process });

describeLimiterStore('PostgreSQL', async () => ({ of: storeOf, pass, cleanUp: clear }));

test('rows of processes long gone are removed', async () => {
  const report = { isUsing: true, closedForMs: 0, reason: null, requests: null, tokens: null };
  const [gone, leaving] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
  await storeOf(gone).exchange('lane', report);
  await pass(3_700_000);
  await storeOf(leaving).exchange('lane', report);
  await storeOf(leaving).leave();
  expect(await db.database.query('select process from rollcall.lane_processes')).toEqual([
    { process: leaving },
  ]);
  await clear();
});
