import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts';
import type { SimulatorOptions } from '../simulator/simulator-options.ts';
import type { TestDatabase } from '../integration/database.ts';
import type { FunctionName } from './deno.ts';
import { readLedger } from './name-ledger.ts';
import { createPhotoSource } from './photo-source.ts';
import { createPlatform, type Platform } from './platform.ts';
import { startPooler, type Pooler, type ServerCertificate } from './pooler.ts';
import { createSupabaseDatabase } from './supabase-database.ts';

export const ana = '00000000-0000-8000-8000-00000000000a';
export const ben = '00000000-0000-8000-8000-00000000000b';

export interface Project {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly simulator: Simulator;
  /** Between the functions and the database. */
  readonly pooler: Pooler;
  /** Prepared photos of this owner, each another picture. */
  addPhotos(n: number, ownerId?: string): Promise<string[]>;
  /** Asks a function as this owner. */
  ask(name: FunctionName, path: string, options?: Asking): Promise<{ status: number; body: Answer }>;
  close(): Promise<void>;
}

export interface Asking {
  readonly method?: string;
  readonly as?: string | null;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What tests look at of an answer. */
export interface Answer {
  readonly jobId?: string;
  readonly status?: unknown;
  readonly code?: string;
  readonly detail?: string;
  readonly [name: string]: unknown;
}

export interface ProjectOptions {
  readonly wallClockMs: number;
  /** Where the functions lie; those of this checkout if nothing is said. */
  readonly root?: string;
  /** A database of the caller's, and how Rollcall gets into it; a migrated one if nothing is said. */
  readonly db?: TestDatabase;
  readonly install?: (platform: Platform) => Promise<void>;
  /** With one, the database is reached over encrypted connections only, and shows this. */
  readonly certificate?: ServerCertificate;
  /** Somewhere else than the project's own. */
  readonly databaseUrl?: string;
  readonly simulator?: SimulatorOptions;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A Supabase project with Rollcall on it, and the model's provider. */
export async function createProject(options: ProjectOptions): Promise<Project> {
  const db = options.db ?? (await createSupabaseDatabase());
  const simulator = await createSimulator(options.simulator ?? {});
  // Functions reach their database through one, so whatever they do has to be right behind it.
  const pooler = await startPooler(db.connectionString, options.certificate);
  const platform = await createPlatform({
    deno: inject('deno'),
    root: options.root,
    databaseUrl: options.databaseUrl ?? pooler.connectionString,
    realtimeUrl: db.connectionString,
    storageDatabase: db.database,
    wallClockMs: options.wallClockMs,
    secrets: { OPENAI_BASE_URL: simulator.baseUrl, ROLLCALL_MODEL: 'gpt-sim', ...options.secrets },
  });
  if (options.install !== undefined) await options.install(platform);
  else
    await db.database.query('select rollcall.connect_worker($1, $2)', [platform.url, platform.workerSecret]);
  const addPhotos = createPhotoSource({ database: db.database, storage: platform.storage });
  return {
    db,
    platform,
    simulator,
    pooler,
    addPhotos: (n, ownerId = ana) => addPhotos(n, ownerId),
    async ask(name, path, { method = 'GET', as = ana, json, headers = {} } = {}) {
      const auth = as === null ? {} : { authorization: `Bearer ${await platform.token(as)}` };
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const type = json === undefined ? {} : { 'content-type': 'application/json' };
      const response = await platform.call(name, path, {
        method,
        headers: { ...auth, ...type, ...headers },
        ...body,
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer) };
    },
    async close() {
      await platform.close();
      await simulator.close();
      await pooler.close();
      if (options.db === undefined) await db.close();
    },
  };
}

/** Looks until it is so; fails with what it saw last. */
export async function eventually<T>(
  look: () => Promise<T>,
  isSo: (seen: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (Date.now() > until) throw new Error(`It did not happen; last seen: ${JSON.stringify(seen)}`);
    await sleep(100);
  }
}

export interface JobRow {
  status: string;
  total: number;
  succeeded: number;
  failed: number;
}

export async function jobOf(project: Project, id: string | undefined): Promise<JobRow> {
  const [job] = await project.db.database.query<JobRow>(
    'select status, total, succeeded, failed from rollcall.jobs where id = $1',
    [id],
  );
  if (job === undefined) throw new Error(`There is no job ${id}`);
  return job;
}

export const isOver = ({ status }: JobRow): boolean => ['completed', 'error', 'canceled'].includes(status);

export const nameLedger = (project: Project, ownerId = ana) => readLedger(project.db.database, ownerId);
