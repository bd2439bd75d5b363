import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/clock.ts';
import { createIds } from '../src/database/ids.ts';
import { readMigrationFiles } from '../src/database/migration-files.ts';
import { migrate } from '../src/database/migrate.ts';
import { createPostgres } from '../src/database/postgres.ts';
import type { Database } from '../src/database/sql.ts';
import { startEmbeddedDatabase } from '../src/embedded-database/start-embedded-database.ts';
import { jobOptionsSchema } from '../src/http/schemas/job.ts';
import { createJob } from '../src/jobs/create-job.ts';
import { runSlice, type SliceDependencies } from '../src/jobs/slice.ts';
import { createQueue, type Queue } from '../src/queue/queue.ts';
import { createFileStore } from '../src/storage/file-store.ts';
import type { Lane } from '../src/vision/lane.ts';
import { fillLibrary } from './fill-library.ts';
import { instantLane } from './instant-lane.ts';
import type { Row } from './row.ts';
import { withFolder } from './server.ts';

const items = 10_000;
const wanted = 2000;
const runs = 3;
const newId = createIds({ now: Date.now });
const silent = { info: () => {}, error: () => {} };

/** What our own part costs: a model that answers at once, everything else real, tables the planner knows nothing of. */
export async function measureThroughput(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const owners of [1, 50]) {
    const tries: number[] = [];
    for (let n = 0; n < runs; n += 1) {
      tries.push(await withFolder((folder) => measureOnce(folder, owners)));
    }
    const perSecond = Math.max(...tries);
    rows.push({
      what: `items a second, ${owners === 1 ? 'one owner' : `${owners} owners`}, provider at 0 ms (best of ${runs})`,
      ours: Math.round(perSecond).toLocaleString('en'),
      against: wanted.toLocaleString('en'),
      ratio: perSecond / wanted,
      target: '≥ 2,000/s',
      met: perSecond >= wanted,
    });
  }
  return rows;
}

async function measureOnce(dataFolder: string, owners: number): Promise<number> {
  // Statistics stay as they are in a new library; a quick batch is over before autovacuum looks.
  const embedded = await startEmbeddedDatabase({
    dataFolder,
    logger: silent,
    settings: { autovacuum: 'off' },
  });
  const database = createPostgres({
    connectionString: embedded.connectionString,
    max: 8,
    options: '-c enable_sort=off',
    onError: console.error,
  });
  const queue = createQueue({
    database,
    superviseSeconds: null,
    onError: console.error,
    onWarning: console.error,
  });
  try {
    const folder = fileURLToPath(new URL('../supabase/migrations', import.meta.url));
    await migrate({ database, files: await readMigrationFiles(folder), logger: silent });
    await queue.start();
    return await measureJobs({ database, queue, dataFolder }, owners);
  } finally {
    await queue.stop();
    await database.close();
    await embedded.stop();
  }
}

interface Ground {
  readonly database: Database;
  readonly queue: Queue;
  readonly dataFolder: string;
}

async function measureJobs({ database, queue, dataFolder }: Ground, owners: number): Promise<number> {
  const store = createFileStore({ root: join(dataFolder, 'objects') });
  const lane = instantLane(64);
  await store.put('previews/one.jpg', new Uint8Array(80_000));
  for (let n = 0; n < owners; n += 1) await createOneJob({ database, queue }, lane, items / owners);
  const dependencies: SliceDependencies = {
    database,
    queue,
    store,
    newId,
    lanes: { laneOf: () => lane, known: () => [[lane.model.lane, lane]] },
    clock: systemClock,
    random: Math.random,
    factsHash: () => '',
    expectedCostNano: () => 0,
    monthlyCapUsd: null,
    hint: (signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    onError: (error, what) => console.error(what, error),
  };
  const { signal } = new AbortController();
  const startedAt = performance.now();
  const settled = await runSlice(dependencies, { signal, whenIdle: 'return', graceMs: 10_000 });
  const ms = performance.now() - startedAt;
  const [row] = await database.query<{ done: number }>(
    `select sum(succeeded)::int as done from rollcall.jobs where status = 'completed'`,
  );
  if (row?.done !== items || settled !== items) throw new Error(`Only ${row?.done} of ${items} were named.`);
  return (items / ms) * 1000;
}

async function createOneJob(
  ground: { database: Database; queue: Queue },
  lane: Lane,
  count: number,
): Promise<void> {
  const ownerId = newId();
  const library = { ownerId, count, previewKey: 'previews/one.jpg', newId };
  const photoIds = await fillLibrary(ground.database, library);
  const { provider, model, lane: key } = lane.model;
  const options = jobOptionsSchema.parse({});
  await createJob(
    { ...ground, newId },
    { ownerId, id: newId(), photoIds, options, provider, model, lane: key, question: 'bench' },
  );
}
