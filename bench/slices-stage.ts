import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { fetchTool } from '../scripts/fetch-tools.ts';
import { migrate } from '../src/database/migrate.ts';
import { readMigrationFiles } from '../src/database/migration-files.ts';
import { createPostgres } from '../src/database/postgres.ts';
import type { Database } from '../src/database/sql.ts';
import { denoEnvironment, functionFolder, projectRoot } from '../test/edge/deno.ts';
import { createPhotoSource } from '../test/edge/photo-source.ts';
import { createPlatform, type Platform } from '../test/edge/platform.ts';
import { startPooler } from '../test/edge/pooler.ts';
import { startSchedule } from '../test/edge/schedule.ts';
import { createSimulator, type Simulator } from '../test/simulator/create-simulator.ts';
import { startSystemPostgres, type SystemPostgres } from './system-postgres.ts';

export const owner = '00000000-0000-8000-8000-00000000000a';
/** As `rollcall.connect_worker` sets it up. */
const scheduleEveryMs = 10_000;

export interface SlicesStage {
  readonly postgres: SystemPostgres;
  readonly database: Database;
  readonly platform: Platform;
  readonly simulator: Simulator;
  /** Begins a job of so many new photos; answers with its id. */
  startJob(photos: number): Promise<string>;
}

export interface SlicesOptions {
  readonly wallClockMs: number;
  readonly latencyMs: number;
  readonly concurrency: number;
}

/** The functions in Deno as on Supabase, behind a pooler of transactions, with the schedule at its real pace. */
export async function withSlices<T>(
  { wallClockMs, latencyMs, concurrency }: SlicesOptions,
  run: (stage: SlicesStage) => Promise<T>,
): Promise<T> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const deno = await prepareDeno();
    const postgres = await startSystemPostgres();
    closers.push(() => postgres.stop());
    const { connectionString } = postgres;
    const database = createPostgres({ connectionString, max: 3, onError: () => {} });
    closers.push(() => database.close());
    await makeProject(database);
    const simulator = await createSimulator({ latencyMs });
    closers.push(() => simulator.close());
    const pooler = await startPooler(connectionString);
    closers.push(() => pooler.close());
    const platform = await createPlatform({
      deno,
      databaseUrl: pooler.connectionString,
      realtimeUrl: connectionString,
      storageDatabase: database,
      wallClockMs,
      secrets: {
        OPENAI_BASE_URL: simulator.baseUrl,
        OPENAI_API_KEY: 'sk-bench',
        ROLLCALL_MODEL: 'gpt-sim',
        ROLLCALL_CONCURRENCY: String(concurrency),
      },
    });
    closers.push(() => platform.close());
    await database.query('select rollcall.connect_worker($1, $2)', [platform.url, platform.workerSecret]);
    const schedule = startSchedule(database, { everyMs: scheduleEveryMs });
    closers.push(() => schedule.stop());
    const addPhotos = createPhotoSource({ database, storage: platform.storage });
    const startJob = async (photos: number) => begin(platform, await addPhotos(photos, owner));
    return await run({ postgres, database, platform, simulator, startJob });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

async function prepareDeno(): Promise<string> {
  const deno = fetchTool('deno');
  const folder = functionFolder('rollcall-worker');
  const args = ['cache', '--no-lock', '--config', join(folder, 'deno.json'), join(folder, 'index.ts')];
  await promisify(execFile)(deno, args, { env: { ...process.env, ...denoEnvironment } });
  return deno;
}

async function makeProject(database: Database): Promise<void> {
  await database.query(await readFile(join(projectRoot, 'test/edge/supabase-shim.sql'), 'utf8'));
  const files = await readMigrationFiles(join(projectRoot, 'supabase/migrations'));
  await migrate({ database, files, logger: { info: () => {} } });
}

const startedSchema = z.object({ jobId: z.string() });

async function begin(platform: Platform, photoIds: readonly string[]): Promise<string> {
  const response = await platform.call('batch-ai-analysis', '', {
    method: 'POST',
    headers: { authorization: `Bearer ${await platform.token(owner)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds }),
  });
  return startedSchema.parse(await response.json()).jobId;
}
