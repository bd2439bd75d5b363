import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../integration/database.ts';
import { startPooler, type Pooler } from './pooler.ts';

let db: TestDatabase;
let pooler: Pooler;

beforeAll(async () => {
  db = await createTestDatabase();
  pooler = await startPooler(db.connectionString);
});

afterAll(async () => {
  await pooler?.close();
  await db?.close();
});

test('the stand-in forgets what a session was told, as a pooler in transaction mode does', async () => {
  const client = new Client({ connectionString: pooler.connectionString });
  await client.connect();
  await client.query({ name: 'one', text: 'select 1' });
  await expect(client.query({ name: 'one', text: 'select 1' })).rejects.toThrow(/prepared statement/u);
  await client.query(`set application_name = 'kept'`);
  const { rows } = await client.query('show application_name');
  expect(rows).not.toEqual([{ application_name: 'kept' }]);
  await client.query('begin');
  await client.query(`set local application_name = 'in here'`);
  expect((await client.query('show application_name')).rows).toEqual([{ application_name: 'in here' }]);
  await client.query('commit');
  await client.end();
});

test('our connection works behind it, requests as their user included, and does not listen', async () => {
  const database = db.open({ connectionString: pooler.connectionString, prepare: false, max: 2 });
  const owner = '00000000-0000-8000-8000-00000000000a';
  await database.query('insert into rollcall.owners (id, subject) values ($1, $2)', [owner, 'ana']);
  const see = () => database.asUser(owner, (tx) => tx.query('select id from rollcall.owners'));
  expect(await Promise.all([see(), see(), see()])).toEqual(Array.from({ length: 3 }, () => [{ id: owner }]));
  expect(
    await database.listen(
      'rollcall',
      () => {},
      () => {},
    ),
  ).toBeNull();
});
