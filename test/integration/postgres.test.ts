import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';
import { DatabaseError, statement } from '../../src/database/sql.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

let db: TestDatabase;
const ana = '00000000-0000-8000-8000-00000000000a';
const ben = '00000000-0000-8000-8000-00000000000b';

beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.query(`insert into rollcall.owners (id, subject) values ($1, 'ana'), ($2, 'ben')`, [
    ana,
    ben,
  ]);
});
afterAll(() => db.close());

const role = async (sql: Sql) =>
  (await sql.query<{ role: string }>('select current_user::text as role'))[0]?.role;
const prepared = (sql: Sql) => sql.query(`select from pg_prepared_statements where name = 'test.one'`);
const countOwners = async (sql: Sql) => (await sql.query('select from rollcall.owners')).length;

describe('values', () => {
  test('come back as the port promises, without touching the parsers of other users of the driver', async () => {
    const [row] = await db.database.query<Record<string, unknown>>(
      `select 9007199254740991::bigint as big, 1.5::numeric as exact, array[1, null, 3]::bigint[] as bigs,
              timestamp '2026-07-01 12:00:00' as taken, timestamptz '2026-07-01 12:00:00+00' as made,
              '\\x00ff'::bytea as bytes, '{"a": 1}'::jsonb as data, date '2026-07-01' as day`,
    );
    expect(row).toEqual({
      big: 9_007_199_254_740_991,
      exact: 1.5,
      bigs: [1, null, 3],
      taken: '2026-07-01 12:00:00',
      made: new Date('2026-07-01T12:00:00Z'),
      bytes: expect.any(Uint8Array),
      data: { a: 1 },
      day: '2026-07-01',
    });
    const client = new Client({ connectionString: db.connectionString });
    await client.connect();
    expect((await client.query('select 1::bigint as big')).rows).toEqual([{ big: '1' }]);
    await client.end();
  });

  test('several commands in one string answer with all their rows', async () => {
    expect(await db.database.query('select 1 as n; select 2 as n')).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

describe('errors', () => {
  test('carry the SQLSTATE and the constraint', async () => {
    const twice = db.database.query(`insert into rollcall.owners (id, subject) values ($1, 'x')`, [ana]);
    await expect(twice).rejects.toMatchObject({
      name: 'DatabaseError',
      code: '23505',
      constraint: 'owners_pkey',
    });
  });

  test('have no code when there was no answer from a server', async () => {
    const nowhere = db.open({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(nowhere.query('select 1')).rejects.toMatchObject({ name: 'DatabaseError', code: null });
  });

  test('of a connection that was cut leave the pool usable', async () => {
    const pool = db.open({ max: 1 });
    await expect(pool.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toBeInstanceOf(
      DatabaseError,
    );
    await expect(
      pool.transaction((tx) => tx.query('select pg_terminate_backend(pg_backend_pid())')),
    ).rejects.toBeInstanceOf(DatabaseError);
    expect(await pool.query('select 1 as n')).toEqual([{ n: 1 }]);
  });
});

describe('statements', () => {
  const one = statement('test.one', 'select $1::int as n');

  test('are prepared under their name', async () => {
    await db.database.transaction(async (tx) => {
      await tx.query(one, [1]);
      expect(await prepared(tx)).toHaveLength(1);
    });
  });

  test('are not prepared behind a transaction pooler, and there is no listening', async () => {
    const pooled = db.open({ prepare: false });
    await pooled.transaction(async (tx) => {
      expect(await tx.query(one, [1])).toEqual([{ n: 1 }]);
      expect(await prepared(tx)).toHaveLength(0);
    });
    expect(
      await pooled.listen(
        'rollcall',
        () => {},
        () => {},
      ),
    ).toBeNull();
  });

  test('run with the options of the connection', async () => {
    const worker = db.open({ options: '-c enable_sort=off', applicationName: 'worker' });
    expect(
      await worker.query(
        `select current_setting('enable_sort') as sort, current_setting('application_name') as name`,
      ),
    ).toEqual([{ sort: 'off', name: 'worker' }]);
  });
});

describe('a transaction', () => {
  test('that fails leaves nothing behind and gives its connection back clean', async () => {
    const pool = db.open({ max: 1 });
    const failing = pool.transaction(async (tx) => {
      await tx.query(`insert into rollcall.owners (id, subject) values (gen_random_uuid(), 'gone')`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await countOwners(pool)).toBe(2);
    const [first] = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    await expect(pool.transaction((tx) => tx.query('select 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    expect(await pool.query('select pg_backend_pid() as pid')).toEqual([first]);
  });

  test('with a swallowed error does not claim to have committed', async () => {
    const swallowing = db.database.transaction(async (tx) => {
      await tx.query('select 1 / 0').catch(() => {});
      return 'fine';
    });
    await expect(swallowing).rejects.toMatchObject({ code: '25P02' });
  });

  test('cannot be used after its end', async () => {
    const escaped = await db.database.transaction(async (tx) => ({ tx }));
    await expect(escaped.tx.query('select 1')).rejects.toThrow('has ended');
  });
});

describe('asUser', () => {
  test('reads as rollcall_user, its own rows only, and waits 5 seconds for a lock at most', async () => {
    await db.database.asUser(ana, async (tx) => {
      expect(await role(tx)).toBe('rollcall_user');
      expect(await tx.query('select id from rollcall.owners')).toEqual([{ id: ana }]);
      expect(await tx.query('show lock_timeout')).toEqual([{ lock_timeout: '5s' }]);
    });
  });

  test('leaves nothing on the connection', async () => {
    const pool = db.open({ max: 1 });
    await pool.asUser(ana, (tx) => tx.query('select 1'));
    await pool.asUser(ana, (tx) => tx.query('select 1 / 0')).catch(() => {});
    expect(
      await pool.query(`select nullif(current_setting('request.jwt.claims', true), '') as claims`),
    ).toEqual([{ claims: null }]);
    expect(await role(pool)).not.toBe('rollcall_user');
  });

  test('takes nothing but a UUID for an owner', async () => {
    await expect(db.database.asUser(`x'; reset role --`, async () => {})).rejects.toThrow('UUID');
  });
});

describe('asSystem', () => {
  const rename = `update rollcall.owners set subject = subject where id = $1`;

  test('writes as the schema owner, and the user is the user again afterwards', async () => {
    const login = await role(db.database);
    const after = db.database.asUser(ana, async (tx) => {
      const seen = await tx.asSystem(async (system) => [await role(system), await countOwners(system)]);
      expect(seen).toEqual([login, 2]);
      expect([await role(tx), await countOwners(tx)]).toEqual(['rollcall_user', 1]);
      await tx.query(rename, [ana]);
    });
    await expect(after).rejects.toMatchObject({ code: '42501' });
  });

  test('leaks nothing after a failed statement: what it wrote is undone, the rest of the transaction goes on', async () => {
    await db.database.asUser(ana, async (tx) => {
      const failing = tx.asSystem(async (system) => {
        await system.query(`update rollcall.owners set subject = 'changed' where id = $1`, [ana]);
        await system.query('select 1 / 0');
      });
      await expect(failing).rejects.toMatchObject({ code: '22012' });
      expect(await role(tx)).toBe('rollcall_user');
      expect(await tx.query('select subject from rollcall.owners')).toEqual([{ subject: 'ana' }]);
    });
  });

  test('leaks nothing after an error of the code inside', async () => {
    await db.database.asUser(ana, async (tx) => {
      await expect(
        tx.asSystem(async () => {
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await role(tx)).toBe('rollcall_user');
      expect(await countOwners(tx)).toBe(1);
    });
  });

  test('has the connection to itself: a query of the user sent meanwhile is refused', async () => {
    await db.database.asUser(ana, async (tx) => {
      await tx.asSystem(async (system) => {
        await expect(countOwners(tx)).rejects.toThrow('to itself');
        await expect(tx.asSystem(async () => {})).rejects.toThrow('to itself');
        expect(await countOwners(system)).toBe(2);
      });
    });
  });

  test('cannot be used after its end', async () => {
    await db.database.asUser(ana, async (tx) => {
      const escaped = await tx.asSystem(async (system) => ({ system }));
      await expect(escaped.system.query('select 1')).rejects.toThrow('to itself');
    });
  });

  test('sees nothing of a query the user sent just before and did not wait for', async () => {
    await db.database.asUser(ana, async (tx) => {
      const before = countOwners(tx);
      await tx.asSystem((system) => system.query(rename, [ben]));
      expect(await before).toBe(1);
    });
  });
});

describe('listen', () => {
  test('hears notifications, and of the gap after its connection was cut', async () => {
    const heard: string[] = [];
    const gap = Promise.withResolvers<void>();
    const got = Promise.withResolvers<void>();
    const stop = await db.open({ applicationName: 'listener' }).listen(
      'rollcall',
      (payload) => (heard.push(payload), got.resolve()),
      () => gap.resolve(),
    );
    await db.database.query(`select pg_terminate_backend(pid) from pg_stat_activity
                             where application_name = 'listener' and datname = current_database()`);
    await gap.promise;
    await db.database.query(`select pg_notify('rollcall', 'ana')`);
    await got.promise;
    expect(heard).toEqual(['ana']);
    await stop?.();
  });
});
