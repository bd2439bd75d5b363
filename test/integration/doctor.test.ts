import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { doctorCommand, type Patient } from '../../src/cli/doctor-command.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import { createJobs, startJob, type Jobs } from './build-jobs.ts';
import { addPhotos } from './build-library.ts';
import { createTestDatabase } from './database.ts';

const migrationsFolder = join(import.meta.dirname, '../../supabase/migrations');

async function openJobs(): Promise<Jobs> {
  const jobs = await createJobs();
  onTestFinished(async () => await jobs.close());
  return jobs;
}

/** What a doctor says of this library, and the exit code. */
async function examine(jobs: Jobs, more: Partial<Patient> = {}): Promise<{ code: number; said: string[] }> {
  const said: string[] = [];
  const patient: Patient = {
    database: jobs.worker,
    // The library's own is started already.
    queue: { ...jobs.queue, start: async () => {}, stop: async () => {} },
    store: jobs.store,
    storePlace: 'the store',
    migrations: await readMigrationFiles(migrationsFolder),
    dataFolder: '/data',
    freeBytes: async () => await Promise.resolve(50e9),
    close: async () => {},
    ...more,
  };
  const terminal = { print: (line: string) => void said.push(line), complain: () => {}, ask: async () => '' };
  return { code: await doctorCommand(async () => await Promise.resolve(patient), terminal), said };
}

const linesOf = ({ said }: { said: readonly string[] }, kind: string) =>
  said.filter((line) => line.startsWith(kind));

test('where all is well it says what was looked at and ends with 0', async () => {
  const jobs = await openJobs();
  await addPhotos(jobs, ['a', 'b']);
  const found = await examine(jobs);
  expect(found.said).toEqual([
    'fine       50.0 GB are free for /data.',
    expect.stringMatching(/^fine {7}The database answers and has all \d+ migrations\.$/u),
    'fine       People reach their own photos only.',
    'fine       The queue has what the jobs need.',
    'fine       2 originals: nothing is missing.',
    'fine       2 thumbnails: nothing is missing.',
    'fine       2 previews: nothing is missing.',
    'All is well.',
  ]);
  expect(found.code).toBe(0);
});

test('what the queue lacks is put back, and what nobody waits for taken out', async () => {
  const jobs = await openJobs();
  const ids = await addPhotos(jobs, ['a', 'b', 'c']);
  const [first = ''] = ids;
  await startJob(jobs, [first]);
  const id = await startJob(jobs, ids.slice(1));
  await jobs.database.query('delete from pgboss.job');
  expect(linesOf(await examine(jobs), 'put right')).toEqual([
    'put right  3 photos of running jobs put back into the queue.',
  ]);
  await jobs.database.query(`update rollcall.jobs set status = 'paused', reason = 'user' where id = $1`, [
    id,
  ]);
  const found = await examine(jobs);
  expect(linesOf(found, 'put right')).toEqual([
    'put right  2 messages taken out of the queue that nobody waits for.',
  ]);
  expect(found.code).toBe(0);
});

test('objects that are gone are named with what helps, and it ends with 1', async () => {
  const jobs = await openJobs();
  await addPhotos(jobs, ['a', 'b']);
  const { keys } = jobs.store;
  const gone = ['originals/', 'previews/'].map((kind) => keys().find((key) => key.startsWith(kind)) ?? '');
  await jobs.store.delete(gone);
  const found = await examine(jobs);
  expect(linesOf(found, 'wrong')).toEqual([
    'wrong      2 originals: 1 not in the store.',
    'wrong      2 previews: 1 not in the store.',
  ]);
  for (const key of gone) expect(found.said).toContain(`           ${key}`);
  expect(found.said).toContain(
    '           Bring them back from a backup; with all of the store it is as before.',
  );
  expect(found.said.at(-1)).toBe('2 things are wrong.');
  expect(found.code).toBe(1);
});

test('an original that stands in a folder of the computer is no object that could be missing', async () => {
  const jobs = await openJobs();
  await addPhotos(jobs, ['a', 'b']);
  await jobs.database.query(
    `update rollcall.originals set original_key = 'in-place/' || owner_id || '/' || encode(sha256, 'hex')
     where sha256 = (select min(sha256) from rollcall.originals)`,
  );
  expect(linesOf(await examine(jobs), 'fine')).toContain('fine       1 original: nothing is missing.');
});

test('a disk that is nearly full, a store that does not answer, and one that cannot be listed are told', async () => {
  const jobs = await openJobs();
  await addPhotos(jobs, ['a']);
  const full = await examine(jobs, { freeBytes: async () => await Promise.resolve(200e6) });
  expect(linesOf(full, 'wrong')).toEqual(['wrong      0.2 GB are free for /data.']);
  const list = () => {
    throw new Error('The store does not answer.');
  };
  const away = await examine(jobs, { store: { ...jobs.store, list } });
  expect(linesOf(away, 'wrong')).toEqual(['wrong      The store does not answer.']);
  const { list: _, ...store } = jobs.store;
  expect((await examine(jobs, { store })).code).toBe(0);
});

test('a database that lacks migrations, or has those of a newer Rollcall, is told, and nothing in it is read', async () => {
  const jobs = await openJobs();
  const known = await readMigrationFiles(migrationsFolder);
  const lacking = await examine(jobs, { migrations: [...known, { name: '29990101000000_later', text: '' }] });
  expect(linesOf(lacking, 'wrong')).toEqual(['wrong      The database lacks 1 migration.']);
  expect(lacking.said).toContain('           29990101000000_later');
  const newer = await examine(jobs, { migrations: known.slice(0, -1) });
  expect(linesOf(newer, 'wrong')).toHaveLength(1);
  expect(newer.said).toContain(`           ${known.at(-1)?.name}`);
  expect([lacking, newer].flatMap((found) => linesOf(found, 'fine'))).toHaveLength(2);
});

test('by command line, on DATABASE_URL and the files of a data folder', async () => {
  const jobs = await openJobs();
  const ids = await addPhotos(jobs, ['a', 'b']);
  await startJob(jobs, ids);
  await jobs.database.query('delete from pgboss.job');
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'));
  onTestFinished(async () => await rm(dataFolder, { recursive: true }));
  for (const key of jobs.store.keys()) {
    const path = join(dataFolder, 'objects', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await jobs.store.read(key));
  }
  const well = await doctor(dataFolder, jobs.db.connectionString);
  expect(well.said).toContain('put right  2 photos of running jobs put back into the queue.\n');
  expect(well.said).toContain('fine       2 thumbnails: nothing is missing.\n');
  expect(well.code).toBe(0);
  await rm(join(dataFolder, 'objects', 'thumbnails'), { recursive: true });
  const ill = await doctor(dataFolder, jobs.db.connectionString);
  expect(ill.said).toContain(`wrong      2 thumbnails: 2 not in ${dataFolder}/objects.\n`);
  expect(ill.code).toBe(1);
});

test('an empty database, and one that does not answer, are wrong and say so in a sentence', async () => {
  const empty = await createTestDatabase({ empty: true });
  onTestFinished(async () => await empty.close());
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'));
  onTestFinished(async () => await rm(dataFolder, { recursive: true }));
  const lacking = await doctor(dataFolder, empty.connectionString);
  expect(lacking.said).toMatch(/^wrong {6}The database lacks \d+ migrations\.$/mu);
  expect(lacking.said).toContain('Start a server of this version once (npm start): it applies them.');
  const away = await doctor(dataFolder, 'postgres://nobody@127.0.0.1:1/none');
  expect(away.said).toMatch(/^wrong .*(?:refused|answer)/imu);
  expect([lacking.code, away.code]).toEqual([1, 1]);
  expect(lacking.said + away.said).not.toMatch(/^\s+at /mu);
});

async function doctor(
  dataFolder: string,
  databaseUrl: string,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/cli.ts'), 'doctor'], {
    cwd: dataFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ROLLCALL_DATA: dataFolder, DATABASE_URL: databaseUrl },
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { said: await text(child.stdout), code: await code };
}
