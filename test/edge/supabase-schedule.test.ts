import { describe, expect, test } from 'vitest';
import { usePeopleDatabase } from './build-people-database.ts';

const db = usePeopleDatabase();

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
