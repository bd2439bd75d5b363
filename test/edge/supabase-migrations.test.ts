import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseError, type Sql } from '../../src/database/sql.ts';
import { createTestDatabase, type TestDatabase } from '../integration/database.ts';
import { createSupabaseDatabase } from './supabase-database.ts';

const ana = '00000000-0000-8000-8000-00000000000a';
const ben = '00000000-0000-8000-8000-00000000000b';
const job = '00000000-0000-7000-8000-0000000000d1';

let db: TestDatabase;

beforeAll(async () => {
  db = await createSupabaseDatabase();
  await db.database.query(`insert into rollcall.owners (id, subject) values ($1, 'ana'), ($2, 'ben')`, [
    ana,
    ben,
  ]);
  await db.database.query(
    `insert into rollcall.jobs (owner_id, id, kind, status, options, provider, model, lane, question, total, seq)
     values ($1, $2, 'rename', 'processing', '{}', 'p', 'm', 'l', 'q', 100, 1)`,
    [ana, job],
  );
});

afterAll(async () => {
  await db?.close();
});

/** A transaction as PostgREST, Storage and Realtime begin them. */
async function as<T>(role: string, sub: string | null, run: (tx: Sql) => Promise<T>): Promise<T> {
  return await db.database.transaction(async (tx) => {
    const claims = sub === null ? '' : JSON.stringify({ sub, role });
    await tx.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
    await tx.query(`set local role ${role}`);
    return await run(tx);
  });
}

const refused = async (run: Promise<unknown>): Promise<string | null> => {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof DatabaseError ? error.code : String(error);
};

const noRight = '42501';

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

describe('the schedule', () => {
  const calls = () =>
    db.database.query<{ url: string; headers: Record<string, string>; body: object }>(
      'select url, headers, body from net.requests order by id',
    );
  const look = () => db.database.query('select rollcall.start_worker()');
  const secret = 'a secret of at least 32 characters';

  test('stands from the migration on, and calls nobody before it knows whom', async () => {
    const entries = await db.database.query<{ jobname: string; schedule: string }>(
      'select jobname, schedule from cron.job order by jobname',
    );
    expect(entries).toEqual([
      { jobname: 'rollcall-cron-history', schedule: '41 3 * * *' },
      { jobname: 'rollcall-housekeeping', schedule: '17 * * * *' },
      { jobname: 'rollcall-worker', schedule: '10 seconds' },
    ]);
    await look();
    expect(await calls()).toEqual([]);
  });

  test('refuses an address or a secret that cannot be right, and takes new ones for old', async () => {
    const connect = (url: string, its: string) =>
      db.database.query('select rollcall.connect_worker($1, $2)', [url, its]);
    await expect(connect('https://x.supabase.co/', secret)).rejects.toThrow(/looks like/u);
    await expect(connect('https://x.supabase.co', 'short')).rejects.toThrow(/32 characters/u);
    await connect('https://old.supabase.co', secret.toUpperCase());
    await connect('https://x.supabase.co', secret);
    expect(await db.database.query('select name from vault.secrets order by name')).toEqual([
      { name: 'rollcall_project_url' },
      { name: 'rollcall_worker_secret' },
    ]);
  });

  test('calls the worker when something is due and no slice lives, and not else', async () => {
    await look();
    expect(await calls()).toEqual([
      {
        url: expect.stringMatching(/^https:\/\/x\.supabase\.co\/functions\/v1\/rollcall-worker(?:-[23])?$/u),
        headers: { 'content-type': 'application/json', 'x-rollcall-worker': secret },
        body: { housekeeping: false },
      },
    ]);
    const slice = '00000000-0000-7000-8000-000000000001';
    await db.database.query('insert into rollcall.slices (id) values ($1)', [slice]);
    await look();
    expect(await calls()).toHaveLength(1);
    // That slice was cut off.
    await db.database.query(`update rollcall.slices set beat_at = now() - interval '7 seconds'`);
    await look();
    expect(await calls()).toHaveLength(2);
    await db.database.query(`update rollcall.jobs set succeeded = 100, status = 'completed'`);
    await look();
    expect(await calls()).toHaveLength(2);
  });

  test('calls as many workers as the slices that live want, under different names, if enough waits', async () => {
    const { database } = db;
    await database.query(`update rollcall.jobs set succeeded = 0, status = 'processing'`);
    await database.query('delete from rollcall.slices; delete from net.requests');
    await database.query(`insert into pgboss.job (name) select 'items' from generate_series(1, 40)`);
    const slice = '00000000-0000-7000-8000-000000000002';
    await database.query('insert into rollcall.slices (id, wanted) values ($1, 3)', [slice]);
    await look();
    expect((await calls()).length).toBe(2);
    expect(new Set((await calls()).map(({ url }) => url)).size).toBe(2);
    // One that nears its end may be replaced before it has.
    await database.query('update rollcall.slices set leaving = true; delete from net.requests');
    await look();
    expect((await calls()).length).toBe(3);
    await database.query('delete from net.requests');
    await database.query(`update rollcall.slices set leaving = false`);
    await database.query(`delete from pgboss.job where id not in (select id from pgboss.job limit 5)`);
    await look();
    expect(await calls()).toEqual([]);
    await database.query('delete from pgboss.job');
    await database.query(`update rollcall.jobs set succeeded = 100, status = 'completed'`);
  });

  test('says which extensions are missing instead of failing in the dark', async () => {
    await db.database.query('alter schema net rename to net_away');
    await expect(
      db.database.query('select rollcall.connect_worker($1, $2)', ['https://x.supabase.co', secret]),
    ).rejects.toThrow(/Enable these extensions first .*pg_net/u);
    await db.database.query('alter schema net_away rename to net');
  });
});

describe('beside an app that lets its people do everything', () => {
  const photo = `incoming/${ana}/0d0e7c1a-3a86-4b0e-9a53-0d6b1f1e2a3b/original`;
  const names = (bucket: string) => async (tx: Sql) => {
    const rows = await tx.query<{ name: string }>(
      'select name from storage.objects where bucket_id = $1 order by name',
      [bucket],
    );
    return rows.map(({ name }) => name);
  };
  const put = (bucket: string, name: string) => (tx: Sql) =>
    tx.query('insert into storage.objects (bucket_id, name) values ($1, $2)', [bucket, name]);
  const onTopic = (topic: string, statement: string) => async (tx: Sql) => {
    await tx.query(`select set_config('realtime.topic', $1, true)`, [topic]);
    return (await tx.query(statement)).length > 0;
  };
  const listen = 'select id from realtime.messages';
  const send = `insert into realtime.messages (topic, extension) values ('x', 'broadcast') returning id`;

  beforeAll(async () => {
    await db.database.query(`
      insert into storage.buckets (id, name) values ('photos', 'photos');
      create policy everything on storage.objects for all to anon, authenticated using (true) with check (true);
      create policy everything on realtime.messages for all to anon, authenticated using (true) with check (true);
      grant insert on realtime.messages to anon, authenticated;
      delete from storage.objects;
      insert into storage.objects (bucket_id, name) values ('photos', 'of the app'), ('rollcall', '${photo}');
      insert into realtime.messages (topic, extension) values ('app:1', 'broadcast')`);
  });

  test('nobody sees, changes or removes a photo of another, or hears of a job', async () => {
    for (const [role, who] of [
      ['authenticated', ben],
      ['authenticated', 'user_2abc'],
      ['anon', null],
    ] as const) {
      expect(await as(role, who, names('rollcall'))).toEqual([]);
      await as(role, who, (tx) => tx.query(`delete from storage.objects where bucket_id = 'rollcall'`));
      await as(role, who, (tx) =>
        tx.query(`update storage.objects set name = 'x' where bucket_id = 'rollcall'`),
      );
      expect(await refused(as(role, who, put('rollcall', `incoming/${ana}/x`)))).toBe(noRight);
      expect(await as(role, who, onTopic(`rollcall:${ana}`, listen))).toBe(false);
      expect(await refused(as(role, who, onTopic(`rollcall:${ana}`, send)))).toBe(noRight);
    }
    expect(await db.database.query(`select name from storage.objects where bucket_id = 'rollcall'`)).toEqual([
      { name: photo },
    ]);
    await as('authenticated', ana, (tx) =>
      tx.query(`delete from storage.objects where bucket_id = 'rollcall'`),
    );
    expect(await as('authenticated', ana, names('rollcall'))).toEqual([photo]);
  });

  test('the app goes on as before, also for people who sign in elsewhere', async () => {
    for (const [role, who] of [
      ['authenticated', ana],
      ['authenticated', 'user_2abc'],
      ['anon', null],
    ] as const) {
      await as(role, who, put('photos', `by ${who}`));
      expect(await as(role, who, names('photos'))).toContain('of the app');
      expect(await as(role, who, onTopic('app:1', listen))).toBe(true);
      expect(await as(role, who, onTopic('app:1', send))).toBe(true);
    }
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
