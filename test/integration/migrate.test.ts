import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import type { MigrationFile } from '../../src/database/migrate.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import type { Database } from '../../src/database/sql.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

let files: MigrationFile[];
const opened: TestDatabase[] = [];
const logger = { info: () => {} };

beforeAll(async () => {
  files = await readMigrationFiles(join(import.meta.dirname, '../../supabase/migrations'));
});
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
});

async function create(empty: boolean): Promise<TestDatabase> {
  const db = await createTestDatabase({ empty });
  opened.push(db);
  return db;
}

const names = () => files.map(({ name }) => name);
const addition = (text: string, name = '20991231000000_addition'): MigrationFile[] => [
  ...files,
  { name, text },
];
const recorded = (name: string) => `insert into rollcall.migrations (name) values ('${name}');`;
const appliedIn = async (database: Database) =>
  await database.query<{ name: string; checksum: string | null }>(
    'select name, checksum from rollcall.migrations order by name',
  );

test('an empty database gets every file, in order, each with its checksum', async () => {
  const { database } = await create(true);
  expect(await migrate({ database, files: files.toReversed(), logger })).toEqual(names());
  const applied = await appliedIn(database);
  expect(applied.map(({ name }) => name)).toEqual(names());
  expect(applied.every(({ checksum }) => /^[0-9a-f]{64}$/.test(checksum ?? ''))).toBe(true);
});

test('applied again, nothing happens', async () => {
  const { database } = await create(false);
  expect(await migrate({ database, files, logger })).toEqual([]);
});

test('two starters at once apply each file once', async () => {
  const db = await create(true);
  const both = await Promise.all([
    migrate({ database: db.database, files, logger }),
    migrate({ database: db.open(), files, logger }),
  ]);
  expect(both.flat().toSorted()).toEqual(names());
});

test('a file changed after it was applied is refused by its name', async () => {
  const { database } = await create(false);
  const edited = files.map((file, i) => (i === 1 ? { ...file, text: `${file.text} -- edited` } : file));
  await expect(migrate({ database, files: edited, logger })).rejects.toThrow(
    `${files[1]?.name}.sql was changed`,
  );
});

test('a checkout with other line ends is not a change', async () => {
  const { database } = await create(false);
  const windows = files.map((file) => ({ ...file, text: file.text.replaceAll('\n', '\r\n') }));
  expect(await migrate({ database, files: windows, logger })).toEqual([]);
});

test('files that another tool applied are adopted', async () => {
  const { database } = await create(false);
  await database.query('update rollcall.migrations set checksum = null');
  expect(await migrate({ database, files, logger })).toEqual([]);
  expect((await appliedIn(database)).some(({ checksum }) => checksum === null)).toBe(false);
});

test('a file that does not record itself is an error, and leaves nothing', async () => {
  const { database } = await create(false);
  const forgetful = addition('create table rollcall.forgotten (id int);');
  await expect(migrate({ database, files: forgetful, logger })).rejects.toThrow(
    '20991231000000_addition.sql did not record',
  );
  expect(await database.query(`select to_regclass('rollcall.forgotten')::text as found`)).toEqual([
    { found: null },
  ]);
});

test('a file that fails is named, and leaves nothing', async () => {
  const { database } = await create(false);
  const broken = addition(
    `create table rollcall.half (id int); ${recorded('20991231000000_addition')} select 1 / 0;`,
  );
  await expect(migrate({ database, files: broken, logger })).rejects.toThrow(
    '20991231000000_addition.sql: division',
  );
  expect(await migrate({ database, files, logger })).toEqual([]);
});

test('a database made by a newer version is refused', async () => {
  const { database } = await create(false);
  await database.query(recorded('20991231000000_addition'));
  await expect(migrate({ database, files, logger })).rejects.toThrow('made by a newer one');
});

test('a login that cannot take the role for requests is told the two lines that help', async () => {
  const { database, connectionString } = await create(true);
  const login = `plain_${randomBytes(4).toString('hex')}`;
  const name = new URL(connectionString).pathname.slice(1);
  await database.query(`create role ${login} login password 'x'; grant all on database ${name} to ${login}`);
  const url = new URL(connectionString);
  url.username = login;
  url.password = 'x';
  // The embedded server lets in nobody but its own login, so this one becomes the other inside its session.
  const other = opened[0]?.open({ options: `-c role=${login}`, max: 1 });
  await database.query(`grant ${login} to current_user`);
  if (other === undefined) throw new Error('expected a database');
  await expect(migrate({ database: other, files, logger })).rejects.toThrow(
    new RegExp(`create role rollcall_user nologin;\\s+grant rollcall_user to ${login}`),
  );
  await database.query(
    `reassign owned by ${login} to current_user; drop owned by ${login}; drop role ${login}`,
  );
});
