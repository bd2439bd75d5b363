import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';
import { DatabaseError } from '../../src/database/sql.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

const owner = '00000000-0000-8000-8000-00000000000a';
const stranger = '00000000-0000-8000-8000-00000000000b';

interface Row {
  /** Makes one row of the owner ($1); run in the order of the table below. */
  readonly seed: string;
  /** Whether a request may read its own rows. If not, it gets nothing at all. */
  readonly readable: boolean;
}

const photo = `'00000000-0000-7000-8000-0000000000c1'`;
const job = `'00000000-0000-7000-8000-0000000000d1'`;
const item = `'00000000-0000-7000-8000-0000000000e1'`;
const rename = `'00000000-0000-7000-8000-0000000000f1'`;
const other = `'00000000-0000-7000-8000-000000000001'`;
const sha = `decode(repeat('ab', 32), 'hex')`;

/** Every table of the schema: a new one fails until it stands here. */
const matrix: Readonly<Record<string, Row>> = {
  owners: { readable: true, seed: `insert into rollcall.owners (id, subject) values ($1, 'owner')` },
  originals: {
    readable: true,
    seed: `insert into rollcall.originals (owner_id, sha256, media_type, bytes, original_key)
           values ($1, ${sha}, 'image/jpeg', 1, 'k')`,
  },
  photos: {
    readable: true,
    seed: `insert into rollcall.photos (owner_id, id, sha256, stem, extension, name_key, base_key, original_name, seq)
           values ($1, ${photo}, ${sha}, 'a', 'jpg', 'a.jpg', 'a', 'a.jpg', 1)`,
  },
  analyses: {
    readable: true,
    seed: `insert into rollcall.analyses (owner_id, sha256, recipe, question, provider, model, language, answer)
           values ($1, ${sha}, 'r', 'q', 'p', 'm', 'en', '{}')`,
  },
  jobs: {
    readable: true,
    seed: `insert into rollcall.jobs (owner_id, id, kind, status, options, provider, model, lane, question, total, seq)
           values ($1, ${job}, 'rename', 'pending', '{}', 'p', 'm', 'l', 'q', 1, 1)`,
  },
  job_items: {
    readable: true,
    seed: `insert into rollcall.job_items (owner_id, id, job_id, photo_id, position, name_rev, seq)
           values ($1, ${item}, ${job}, ${photo}, 0, 0, 1)`,
  },
  model_calls: {
    readable: true,
    seed: `insert into rollcall.model_calls (owner_id, id, job_id, item_id, claim_no, provider, model, outcome)
           values ($1, ${other}, ${job}, ${item}, 1, 'p', 'm', 'ok')`,
  },
  spending: {
    readable: true,
    // The call above made it.
    seed: 'select $1::uuid',
  },
  renames: {
    readable: true,
    seed: `insert into rollcall.renames (owner_id, id, why, seq) values ($1, ${rename}, 'hand', 1)`,
  },
  rename_entries: {
    readable: true,
    seed: `insert into rollcall.rename_entries (owner_id, rename_id, photo_id, name_rev, old, new, old_source)
           values ($1, ${rename}, ${photo}, 1, 'a.jpg', 'b.jpg', 'upload')`,
  },
  companions: {
    readable: true,
    seed: `insert into rollcall.companions (owner_id, id, folder, filename, belongs_to, bytes, sha256, object_key)
           values ($1, ${other}, '', 'a.xmp', 'a', 1, ${sha}, 'k')`,
  },
  uploads: {
    readable: true,
    seed: `insert into rollcall.uploads (owner_id, id, bytes, metadata) values ($1, ${other}, 1, '')`,
  },
  disk_folders: {
    readable: true,
    seed: `insert into rollcall.disk_folders (owner_id, id, path, folder) values ($1, ${job}, '/photos', 'photos')`,
  },
  disk_files: {
    readable: true,
    seed: `insert into rollcall.disk_files (owner_id, id, folder_id, path, bytes, mtime_ms)
           values ($1, ${other}, ${job}, 'a.jpg', 1, 1)`,
  },
  settings: { readable: true, seed: 'insert into rollcall.settings (owner_id) values ($1)' },
  idempotency_keys: {
    readable: true,
    seed: `insert into rollcall.idempotency_keys (owner_id, operation, key, body_hash, result_id)
           values ($1, 'jobs', 'k', 'h', ${other})`,
  },
  provider_keys: {
    readable: false,
    seed: `insert into rollcall.provider_keys (owner_id, provider, sealed, hint) values ($1, 'openai', '\\x00', '…')`,
  },
  storage_deletions: {
    readable: false,
    seed: `insert into rollcall.storage_deletions (owner_id, id, object_key) values ($1, ${other}, 'k')`,
  },
  // Nobody's: it has no owner, and the seed names none.
  lane_processes: {
    readable: false,
    seed: `insert into rollcall.lane_processes (lane, process, report, seen_at) values ('l', $1, '{}', now())`,
  },
  processes: {
    readable: false,
    seed: `insert into rollcall.processes (id, kind, place, pid, begun) values ($1, 'worker', '', 1, '')`,
  },
  // Filled by the migrations themselves.
  migrations: { readable: false, seed: 'select $1::uuid' },
};

/** Something to write where there is no owner_id. */
const columnOf: Readonly<Record<string, string>> = {
  owners: 'id',
  migrations: 'name',
  lane_processes: 'lane',
  processes: 'id',
};

const writes = {
  insert: (table: string) => `insert into ${table} select * from ${table} where false`,
  update: (table: string, column: string) => `update ${table} set ${column} = ${column}`,
  delete: (table: string) => `delete from ${table}`,
  truncate: (table: string) => `truncate ${table} cascade`,
};

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  for (const { seed } of Object.values(matrix)) await db.database.query(seed, [owner]);
  await db.database.query(`insert into rollcall.owners (id, subject) values ($1, 'stranger')`, [stranger]);
});
afterAll(() => db.close());

type Visitor = <T>(run: (tx: Sql) => Promise<T>) => Promise<T>;

const visitors: Readonly<Record<'owner' | 'stranger' | 'nobody', Visitor>> = {
  owner: (run) => db.database.asUser(owner, run),
  stranger: (run) => db.database.asUser(stranger, run),
  nobody: (run) =>
    db.database.transaction(async (tx) => {
      await tx.query('set local role rollcall_user');
      return await run(tx);
    }),
};

const tablesOf = async (schema: string) => {
  const rows = await db.database.query<{ name: string; column: string }>(
    `select c.relname::text as name, (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = 1) as column
     from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1`,
    [schema],
  );
  return rows;
};

/** A view of everybody's, for whoever runs the database. */
const forOperators = 'spending_by_person';

test('every table stands in the matrix', async () => {
  const tables = [...Object.keys(matrix), forOperators];
  expect((await tablesOf('rollcall')).map(({ name }) => name)).toEqual(tables.toSorted());
});

test.each(Object.entries(visitors))('what each person spent is not shown to: %s', async (_who, visit) => {
  const reading = visit((tx) => tx.query(`select * from rollcall.${forOperators}`));
  await expect(reading).rejects.toMatchObject({ code: '42501' });
  expect(await db.database.query(`select person, calls from rollcall.${forOperators}`)).toEqual([
    { person: 'owner', calls: 1 },
  ]);
});

describe.each(Object.entries(matrix))('%s', (table, { readable }) => {
  const select = `select * from rollcall.${table} where ${table === 'owners' ? `id = '${owner}'` : 'true'}`;

  test('has a row to be seen', async () => {
    expect((await db.database.query(select)).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(visitors))('%s sees what it should and writes nothing', async (who, visit) => {
    const seen = await visit((tx) => tx.query(select)).then(
      (rows) => rows.length,
      (error: unknown) => (error instanceof DatabaseError ? error.code : error),
    );
    const mayRead = who === 'owner' ? 1 : 0;
    expect(seen).toBe(readable ? mayRead : '42501');
    const column = columnOf[table] ?? 'owner_id';
    for (const write of Object.values(writes)) {
      const attempt = visit((tx) => tx.query(write(`rollcall.${table}`, column)));
      await expect(attempt).rejects.toMatchObject({ code: '42501' });
    }
  });
});

test('the queue is out of reach of requests', async () => {
  const tables = await tablesOf('pgboss');
  expect(tables.length).toBeGreaterThan(3);
  for (const { name, column } of tables) {
    const all = [
      `select * from pgboss.${name}`,
      ...Object.values(writes).map((write) => write(`pgboss.${name}`, column)),
    ];
    for (const sql of all) {
      await expect(visitors.owner((tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
    }
  }
});

describe('the schema', () => {
  test('has row security on every table', async () => {
    expect(
      await db.database.query(`select relname from pg_class where relnamespace = 'rollcall'::regnamespace
                               and relkind = 'r' and not relrowsecurity`),
    ).toEqual([]);
  });

  test('names an owner in every table', async () => {
    const without = await db.database.query<{ name: string }>(
      `select c.relname::text as name from pg_class c where c.relnamespace = 'rollcall'::regnamespace and c.relkind = 'r'
       and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'owner_id' and a.attnotnull)
       order by 1`,
    );
    expect(without.map(({ name }) => name)).toEqual(['lane_processes', 'migrations', 'owners', 'processes']);
  });

  test('has the owner in every foreign key, on both sides', async () => {
    const plain = await db.database.query(
      `select conname from pg_constraint f where f.contype = 'f' and f.connamespace = 'rollcall'::regnamespace
       and not exists (
         select from unnest(f.conkey, f.confkey) as k(here, there)
         join pg_attribute h on h.attrelid = f.conrelid and h.attnum = k.here and h.attname = 'owner_id'
         join pg_attribute t on t.attrelid = f.confrelid and t.attnum = k.there and t.attname in ('owner_id', 'id')
         where t.attname = 'owner_id' or f.confrelid = 'rollcall.owners'::regclass)`,
    );
    expect(plain).toEqual([]);
  });

  test('does not index the sequence of owners, so that raising it stays cheap', async () => {
    const indexes = await db.database.query<{ indexdef: string }>(
      `select indexdef from pg_indexes where schemaname = 'rollcall' and tablename = 'owners'`,
    );
    expect(indexes.filter(({ indexdef }) => /seq|fair_tag/.test(indexdef))).toEqual([]);
  });
});
