import { once } from 'node:events';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makePhotos } from '../e2e/photos.ts';
import { startServer, type RunningServer } from '../e2e/server.ts';
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { spawnProcess, type SpawnedProcess } from './spawn-process.ts';

/*
 * Real processes on one database, in whatever order they come. What they share but the database is a data folder, since
 * they are on one machine.
 */

let folder: string;
let provider: Simulator;
let db: TestDatabase;
const servers: RunningServer[] = [];
const processes: SpawnedProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-order-'));
  provider = await createSimulator({ latencyMs: 50 });
});
afterEach(async () => {
  for (const one of processes.splice(0)) one.child.kill('SIGKILL');
  for (const one of servers.splice(0)) await one.kill();
  await db.close();
  provider.reset();
  provider.configure({ latencyMs: 50 });
});
afterAll(async () => {
  await provider.close();
  await rm(folder, { recursive: true });
});

const environment = () => ({
  DATABASE_URL: db.connectionString,
  OPENAI_BASE_URL: provider.baseUrl,
  OPENAI_API_KEY: 'test',
  ROLLCALL_MODEL: 'gpt-sim',
  ROLLCALL_CONCURRENCY: '4',
});

async function serve(dataFolder: string): Promise<RunningServer> {
  const server = await startServer({ dataFolder, baseUrl: provider.baseUrl, env: environment() });
  servers.push(server);
  return server;
}

function spawnOne(
  kind: 'server' | 'worker',
  dataFolder: string,
  env: Record<string, string> = environment(),
) {
  const one = spawnProcess(kind, { dataFolder, env });
  processes.push(one);
  return one;
}

const newFolder = () => mkdtemp(join(folder, 'data-'));

/** Uploads so many photos and begins a job on them. */
async function begin(url: string, photos: number): Promise<string> {
  const form = new FormData();
  for (const path of await makePhotos(join(folder, 'photos'), photos)) {
    form.append('file', new Blob([await readFile(path)]), path.split('/').at(-1));
  }
  await fetch(`${url}/api/v1/photos`, { method: 'POST', body: form });
  const left = () => db.database.query('select from rollcall.originals where prepared_at is null');
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  const response = await fetch(`${url}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds: 'all' }),
  });
  return ((await response.json()) as { jobId: string }).jobId;
}

const jobAt = async (url: string, jobId: string) =>
  (await (await fetch(`${url}/api/v1/jobs/${jobId}`)).json()) as { status: string; succeeded: number };

test('a worker waits for a server, two servers that start at once make the database once, and all of them work', async () => {
  db = await createTestDatabase({ empty: true });
  const dataFolder = await newFolder();
  const worker = spawnOne('worker', dataFolder);
  await worker.says('Waiting for a server');
  expect(worker.said()).not.toContain('worker is ready');
  const [one, two] = await Promise.all([serve(dataFolder), serve(dataFolder)]);
  await worker.says('worker is ready');
  for (const { url } of [one, two]) expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const jobId = await begin(one.url, 12);
  await expect
    .poll(() => jobAt(two.url, jobId), { timeout: 20_000 })
    .toMatchObject({ status: 'completed', succeeded: 12 });
  expect(provider.stats()).toMatchObject({ billed: 12, imagesBilledTwice: 0 });
  const known = await db.database.query<{ kind: string }>(
    'select kind from rollcall.processes order by kind',
  );
  expect(known.map(({ kind }) => kind)).toEqual(['server', 'server', 'worker']);
});

test('processes go on beside a newer version that has migrated, workers start too, and a server says why it does not', async () => {
  db = await createTestDatabase();
  const dataFolder = await newFolder();
  const server = await serve(dataFolder);
  // As a migration that suits the version before: something new, and nothing missing.
  await db.database.query(`
    create table rollcall.something_new (owner_id uuid not null, id uuid not null, primary key (owner_id, id));
    alter table rollcall.job_items add column something_new text;
    alter table rollcall.photos add column something_new text not null default '';
    insert into rollcall.migrations (name) values ('20991231000000_something_new');`);
  const worker = spawnOne('worker', dataFolder);
  await worker.says('worker is ready');
  const jobId = await begin(server.url, 6);
  await expect
    .poll(() => jobAt(server.url, jobId), { timeout: 20_000 })
    .toMatchObject({ status: 'completed', succeeded: 6 });
  const late = spawnOne('server', dataFolder);
  const [code] = await once(late.child, 'exit');
  expect([code, late.said()]).toEqual([1, expect.stringContaining('it was made by a newer one')]);
});

describe('SIGTERM', () => {
  test('lets a worker finish its calls and leaves the rest to others', async () => {
    db = await createTestDatabase();
    const dataFolder = await newFolder();
    provider.configure({ latencyMs: 1500 });
    const first = spawnOne('worker', dataFolder);
    await first.says('worker is ready');
    const server = await serve(dataFolder);
    const jobId = await begin(server.url, 10);
    // Of four at a time the server has two at most.
    await expect.poll(() => provider.stats().inFlight, { timeout: 20_000 }).toBeGreaterThan(2);
    const asked = performance.now();
    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    expect(performance.now() - asked).toBeLessThan(6000);
    await expect
      .poll(() => jobAt(server.url, jobId), { timeout: 20_000 })
      .toMatchObject({ status: 'completed', succeeded: 10 });
    expect(provider.stats()).toMatchObject({ billed: 10, imagesBilledTwice: 0, abortedByClient: 0 });
    const lost = await db.database.query(`select from rollcall.model_calls where outcome = 'lost'`);
    expect(lost).toEqual([]);
  });

  test('ends a worker that still waits for a server', async () => {
    db = await createTestDatabase({ empty: true });
    const worker = spawnOne('worker', await newFolder());
    await worker.says('Waiting for a server');
    worker.child.kill('SIGTERM');
    expect(await once(worker.child, 'exit')).toEqual([0, null]);
  });

  test('during the start ends a server in order: no PostgreSQL of its own is left behind', async () => {
    db = await createTestDatabase({ empty: true });
    const dataFolder = await newFolder();
    const { DATABASE_URL: _, ...env } = environment();
    const server = spawnOne('server', dataFolder, { ...env, PORT: '0' });
    const pidFile = join(dataFolder, 'postgres/postmaster.pid');
    // The moment it has begun is the worst one.
    await expect.poll(() => isThere(pidFile), { timeout: 20_000, interval: 5 }).toBe(true);
    server.child.kill('SIGTERM');
    expect(await once(server.child, 'exit')).toEqual([0, null]);
    expect(server.said()).not.toContain('ready');
    expect(await isThere(pidFile)).toBe(false);
  });
});

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
