import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createPostgres } from '../../src/database/postgres.ts';
import { findPostgresBinaries } from '../../src/embedded-database/postgres-binaries.ts';
import {
  readEmbeddedDatabase,
  startEmbeddedDatabase,
} from '../../src/embedded-database/start-embedded-database.ts';
import type {
  EmbeddedDatabase,
  EmbeddedDatabaseOptions,
} from '../../src/embedded-database/start-embedded-database.ts';

let root: string;
let dataFolder: string;
const running: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  // Mode 700: as root, the user PostgreSQL runs as cannot come here by path.
  root = await mkdtemp(join(tmpdir(), 'rollcall-embedded-'));
  dataFolder = join(root, 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const database of running.splice(0).toReversed()) await database.stop();
  await rm(root, { recursive: true, force: true });
});

const said: string[] = [];
const logger = {
  info: (_fields: object, text: string) => void said.push(text),
  error: (_fields: object, text: string) => void said.push(text),
};

async function start(over: Partial<EmbeddedDatabaseOptions> = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataFolder, logger, ...over });
  running.push(database);
  return database;
}

async function stop(database: EmbeddedDatabase): Promise<void> {
  running.splice(running.indexOf(database), 1);
  await database.stop();
}

async function query<Row extends object>(
  { connectionString }: EmbeddedDatabase,
  sql: string,
): Promise<Row[]> {
  const database = createPostgres({ connectionString, onError: () => {} });
  try {
    return await database.query<Row>(sql);
  } finally {
    await database.close();
  }
}

const lockFile = (folder = dataFolder) => join(folder, 'postgres', 'postmaster.pid');
const postmaster = async () => Number.parseInt(await readFile(lockFile(), 'utf8'), 10);

/** Another Rollcall on the folder, as a process that can be killed. */
function startElsewhere(): ChildProcess {
  const module = join(import.meta.dirname, '../../src/embedded-database/start-embedded-database.ts');
  const program = `
    import { startEmbeddedDatabase } from ${JSON.stringify(module)};
    const logger = { info() {}, error() {} };
    await startEmbeddedDatabase({ dataFolder: ${JSON.stringify(dataFolder)}, logger });
    process.stdout.write('started');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the first start', () => {
  test('makes a database for a login that is no superuser', async () => {
    const database = await start();
    expect(
      await query(
        database,
        'select rolsuper as super, rolcreaterole as roles from pg_roles where rolname = current_user',
      ),
    ).toEqual([{ super: false, roles: true }]);
    expect(
      await query(
        database,
        `select datcollate as sort, datistemplate as template from pg_database
                             where datdba = (select oid from pg_roles where rolname = current_user)`,
      ),
    ).toEqual([{ sort: 'C', template: false }]);
    expect(await query(database, 'show fsync')).toEqual([{ fsync: 'on' }]);
  });

  test('lets nobody in without the password, and nobody else in at all', async () => {
    const { connectionString } = await start();
    const connect = async (user: string, password: string) => {
      const url = new URL(connectionString);
      url.username = user;
      url.password = password;
      const client = new Client({ connectionString: url.href });
      await client.connect().finally(() => client.end());
    };
    await expect(connect('rollcall', 'guess')).rejects.toMatchObject({ code: '28P01' });
    await expect(connect('postgres', '')).rejects.toMatchObject({ code: '28000' });
    for (const file of ['postgres.json', 'postgres.log', 'postgres/rollcall-login.json']) {
      expect((await stat(join(dataFolder, file))).mode & 0o077).toBe(0);
    }
  });

  test('sweeps away what a start that was cut off has left, but not what another is making', async () => {
    await mkdir(join(dataFolder, 'postgres.init-99999999-dead'), { recursive: true });
    await mkdir(join(dataFolder, `postgres.init-${process.ppid}-live`));
    await start();
    expect((await readdir(dataFolder)).filter((name) => name.startsWith('postgres.init-'))).toEqual([
      `postgres.init-${process.ppid}-live`,
    ]);
  });

  test('that is killed in the middle leaves nothing half made', async () => {
    await mkdir(dataFolder);
    const child = startElsewhere();
    for await (const { filename } of watch(dataFolder)) if (filename?.startsWith('postgres.init-')) break;
    await kill(child);
    expect(await readdir(dataFolder)).not.toContain('postgres');
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(dataFolder)).filter((name) => name.includes('init'))).toEqual([]);
  });
});

describe('a later start', () => {
  test('finds everything again', async () => {
    const first = await start();
    await query(first, 'create table kept (id int); insert into kept values (7)');
    await stop(first);
    await expect(readFile(lockFile())).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await query(await start(), 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('takes over the database of a Rollcall that was killed', async () => {
    const child = startElsewhere();
    await once(child.stdout ?? child, 'data');
    const pid = await postmaster();
    await kill(child);
    const adopted = await start();
    expect(await postmaster()).toBe(pid);
    expect(await query(adopted, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop(adopted);
    await expect(readFile(lockFile())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('comes after the death of both', async () => {
    const child = startElsewhere();
    await once(child.stdout ?? child, 'data');
    process.kill(await postmaster(), 'SIGKILL');
    await kill(child);
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('is not misled by a lock file whose process number belongs to another program now', async () => {
    const first = await start();
    const lines = (await readFile(lockFile(), 'utf8')).split('\n');
    await stop(first);
    await writeFile(lockFile(), [String(process.pid), ...lines.slice(1)].join('\n'));
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('on a copy of a folder that is in use starts a database of its own', async () => {
    const first = await start();
    await query(first, 'create table kept (id int)');
    await stop(first);
    const copy = join(root, 'copy');
    await cp(dataFolder, copy, { recursive: true, preserveTimestamps: true });
    if (process.getuid?.() === 0) await giveTo(copy, dataFolder);
    const original = await start();
    await cp(lockFile(), lockFile(copy));
    const second = await start({ dataFolder: copy });
    await query(original, 'drop table kept');
    expect(await query(second, 'select id from kept')).toEqual([]);
  });
});

describe('one Rollcall per data folder', () => {
  test('a second one is refused after ten seconds, and the first is not disturbed', async () => {
    const first = await start();
    let time = 0;
    const hasty = { now: () => (time += 1000), sleep: (ms: number) => systemClock.sleep(ms) };
    await expect(start({ clock: hasty })).rejects.toThrow('Another Rollcall is running on the data folder');
    expect(time).toBeGreaterThan(10_000);
    expect(await query(first, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a worker beside it finds the database while it runs', async () => {
    const database = await start();
    expect(await readEmbeddedDatabase(dataFolder)).toEqual({ connectionString: database.connectionString });
    await stop(database);
    expect(await readEmbeddedDatabase(dataFolder)).toBeNull();
  });
});

describe('while Rollcall runs', () => {
  test('a PostgreSQL that dies is brought back at the same address with what was committed', async () => {
    const back = Promise.withResolvers<void>();
    const noticing = {
      ...logger,
      info: (_: object, text: string) => text.includes('is back') && back.resolve(),
    };
    const database = await start({ logger: noticing });
    await query(database, 'create table kept (id int); insert into kept values (7)');
    const pid = await postmaster();
    process.kill(pid, 'SIGKILL');
    await back.promise;
    expect(await postmaster()).not.toBe(pid);
    expect(await query(database, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('and one of its processes that dies does not end anything', async () => {
    const back = Promise.withResolvers<void>();
    const noticing = {
      ...logger,
      info: (_: object, text: string) => text.includes('is back') && back.resolve(),
    };
    const database = await start({ logger: noticing });
    const pid = await postmaster();
    const [owner] = await query<{ pid: number }>(
      database,
      `select pid from pg_stat_activity where application_name = 'rollcall owner'`,
    );
    process.kill(owner?.pid ?? 0, 'SIGKILL');
    await back.promise;
    expect(await postmaster()).toBe(pid);
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

test('without binaries for this machine it says what to do', async () => {
  await expect(findPostgresBinaries('linux', 'mips')).rejects.toThrow(/npm ci.*DATABASE_URL/);
});

/** Copying as root makes root the owner of everything, which PostgreSQL refuses. */
async function giveTo(folder: string, like: string): Promise<void> {
  const { uid, gid } = await stat(join(like, 'postgres'));
  const child = spawn('chown', ['-R', `${uid}:${gid}`, join(folder, 'postgres')]);
  await once(child, 'exit');
}
