import { describe, expect, test } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';
import { createTestDatabase } from '../integration/database.ts';
import { ana, ben, job, noRight, personsOf, refused, usePeopleDatabase } from './build-people-database.ts';

const db = usePeopleDatabase();
const as = personsOf(db);

describe('jobs in the Table Editor', () => {
  const read = (tx: Sql) => tx.query<{ id: string; remaining: number }>('select * from public.rollcall_jobs');

  test('are seen by their owner, without anything that is not for looking at', async () => {
    const [row] = await as('authenticated', ana, read);
    expect(row).toEqual({
      id: job,
      status: 'processing',
      total: 100,
      processed: 0,
      failed: 0,
      remaining: 100,
      progress: 0,
      error: null,
      created_at: expect.any(Date),
    });
  });

  test('are not there for a stranger, and closed to who is not signed in', async () => {
    expect(await as('authenticated', ben, read)).toEqual([]);
    expect(await as('authenticated', null, read)).toEqual([]);
    expect(await refused(as('anon', null, read))).toBe(noRight);
  });

  test('cannot be written through the view, nor anything else be read of the schema', async () => {
    for (const statement of [
      `update public.rollcall_jobs set status = 'completed'`,
      'delete from public.rollcall_jobs',
      'select options from rollcall.jobs',
      'select * from rollcall.photos',
      'select * from rollcall.slices',
      'select * from rollcall.broadcasts',
      'select * from rollcall.provider_keys',
      'select * from pgboss.job',
      'select rollcall.start_worker(true)',
      'select rollcall.work_is_due()',
      `select rollcall.connect_worker('http://x', repeat('x', 32))`,
      'select rollcall.schedule_worker()',
    ]) {
      expect([statement, await refused(as('authenticated', ana, (tx) => tx.query(statement)))]).toEqual([
        statement,
        noRight,
      ]);
    }
  });
});

describe('uploads straight to Storage', () => {
  const upload1 = '6f0e7c1a-3a86-4b0e-9a53-0d6b1f1e2a3b';
  const upload = (name: string) => (tx: Sql) =>
    tx.query(`insert into storage.objects (bucket_id, name) values ('rollcall', $1)`, [name]);

  test('go into the own folder of a private bucket and nowhere else', async () => {
    expect(await db.database.query('select id, public from storage.buckets')).toEqual([
      { id: 'rollcall', public: false },
    ]);
    for (const part of ['original', 'thumbnail.webp', 'preview.jpg']) {
      await as('authenticated', ana, upload(`incoming/${ana}/${upload1}/${part}`));
    }
    for (const name of [
      `incoming/${ben}/${upload1}/original`,
      `originals/${ana}/1`,
      `incoming/${ana}`,
      `incoming/${ana}x/${upload1}/original`,
      `incoming/${ana}/${upload1}`,
      `incoming/${ana}/${upload1}/index.html`,
      `incoming/${ana}/${upload1}/original/x`,
      `incoming/${ana}/${upload1}/preview_jpg`,
      `incoming/${ana}/not-an-id/original`,
      `x/incoming/${ana}/${upload1}/original`,
    ]) {
      expect([name, await refused(as('authenticated', ana, upload(name)))]).toEqual([name, noRight]);
    }
    const [own, other] = [`incoming/${ana}/${ben}/original`, `incoming/${ana}/${ben}/preview.jpg`];
    expect(await refused(as('anon', null, upload(own)))).toBe(noRight);
    expect(await refused(as('authenticated', null, upload(other)))).toBe(noRight);
  });

  test('are seen by nobody else, and cannot be replaced or removed', async () => {
    const see = (tx: Sql) => tx.query<{ name: string }>('select name from storage.objects');
    const before = await as('authenticated', ana, see);
    expect(before).toHaveLength(3);
    expect(await as('authenticated', ben, see)).toEqual([]);
    await as('authenticated', ana, (tx) => tx.query('delete from storage.objects'));
    await as('authenticated', ana, (tx) => tx.query(`update storage.objects set name = 'originals/x'`));
    expect(await as('authenticated', ana, see)).toEqual(before);
  });
});

describe('what a running job tells', () => {
  const progress = (succeeded: number) =>
    db.database.query('update rollcall.jobs set succeeded = $2, seq = seq + 1 where id = $1', [
      job,
      succeeded,
    ]);
  const messages = () =>
    db.database.query<{ topic: string; private: boolean; payload: { job: { processed: number } } }>(
      'select topic, private, payload from realtime.messages order by id',
    );

  test('goes to its owner’s private topic, twice a second at most, and at once when the status changes', async () => {
    await progress(1);
    await progress(2);
    await progress(3);
    expect((await messages()).map(({ payload }) => payload.job.processed)).toEqual([1]);
    await db.database.query(`update rollcall.broadcasts set sent_at = sent_at - interval '1 second'`);
    await progress(4);
    await db.database.query(`update rollcall.jobs set succeeded = 100, status = 'completed' where id = $1`, [
      job,
    ]);
    const told = await messages();
    expect(told.map(({ payload }) => payload.job.processed)).toEqual([1, 4, 100]);
    expect(new Set(told.map((one) => `${one.topic} ${one.private}`))).toEqual(
      new Set([`rollcall:${ana} true`]),
    );
    expect(told.at(-1)?.payload).toMatchObject({ job: { id: job, status: 'completed', remaining: 0 } });
  });

  test('may be listened to by its owner only', async () => {
    // As Realtime decides on who joins a topic: whether a row of it can be read.
    const mayJoin = (topic: string) => async (tx: Sql) => {
      await tx.query(`select set_config('realtime.topic', $1, true)`, [topic]);
      return (await tx.query('select id from realtime.messages where topic = $1', [topic])).length > 0;
    };
    expect(await as('authenticated', ana, mayJoin(`rollcall:${ana}`))).toBe(true);
    expect(await as('authenticated', ben, mayJoin(`rollcall:${ana}`))).toBe(false);
    expect(await as('authenticated', null, mayJoin(`rollcall:${ana}`))).toBe(false);
    expect(await as('anon', null, mayJoin(`rollcall:${ana}`))).toBe(false);
  });

  test('does not stop the job when Realtime is down', async () => {
    await db.database.query('alter function realtime.send rename to send_away');
    await db.database.query(`update rollcall.jobs set status = 'processing', succeeded = 99 where id = $1`, [
      job,
    ]);
    const [row] = await db.database.query('select status, succeeded from rollcall.jobs');
    expect(row).toEqual({ status: 'processing', succeeded: 99 });
    await db.database.query('alter function realtime.send_away rename to send');
  });
});

test('what each person spent is listed by address, for the project’s owner alone', async () => {
  const eva = '00000000-0000-4000-8000-00000000000e';
  await db.database.query('insert into auth.users (id, email) values ($1, $2)', [eva, 'eva@example.com']);
  await db.database.query('insert into rollcall.owners (id, subject) values ($1, $2)', [eva, eva]);
  await db.database.query(
    `insert into rollcall.spending (owner_id, month, nano_usd, calls, answered) values ($1, '2026-11-01', 1234567890, 5, 4)`,
    [eva],
  );
  const list = 'select * from rollcall.spending_by_person';
  const [row] = await db.database.query(list);
  expect(row).toMatchObject({ email: 'eva@example.com', usd: 1.234568, calls: 5, photos: 4 });
  for (const role of ['authenticated', 'anon']) {
    expect(await refused(as(role, eva, (tx) => tx.query(list)))).toBe(noRight);
    expect(await refused(as(role, eva, (tx) => tx.query('select * from rollcall.spending')))).toBe(noRight);
  }
});

test('no function of the queue depends on a search path', async () => {
  const open = await db.database.query(
    `select proname from pg_proc where pronamespace in ('pgboss'::regnamespace, 'rollcall'::regnamespace) and proconfig is null`,
  );
  expect(open).toEqual([]);
});

test('a plain PostgreSQL gets none of it', async () => {
  const plain = await createTestDatabase();
  const found = await plain.database.query(
    `select relname as name from pg_class where relname in ('slices', 'broadcasts', 'rollcall_jobs')
     union all select proname from pg_proc where proname in ('start_worker', 'tell_realtime', 'connect_worker')`,
  );
  expect(found).toEqual([]);
  await plain.close();
});
