import { createPostgres } from '../src/database/postgres.ts';
import type { Database } from '../src/database/sql.ts';
import { createS3StandIn } from '../test/s3-stand-in/create-s3-stand-in.ts';
import { createSimulator, type Simulator } from '../test/simulator/create-simulator.ts';
import type { SimulatorOptions } from '../test/simulator/simulator-options.ts';
import { startProcess, type RunningProcess } from './many-processes.ts';
import { withFolder } from './server.ts';
import { startSystemPostgres, type SystemPostgres } from './system-postgres.ts';

/** Servers and workers, each with a data folder of its own, on one PostgreSQL, one bucket and one provider. */
export interface ManyStage {
  readonly postgres: SystemPostgres;
  readonly simulator: Simulator;
  readonly bucket: Awaited<ReturnType<typeof createS3StandIn>>;
  /** For looking, and for filling libraries quickly. */
  readonly database: Database;
  readonly servers: readonly RunningProcess[];
  readonly workers: readonly RunningProcess[];
}

export interface ManyOptions {
  readonly servers: number;
  readonly workers: number;
  readonly concurrency: number;
  readonly simulator: SimulatorOptions;
}

/** Nobody signs in, and everybody listens to this machine alone; whatever happens, nothing is left running. */
export async function withMany<T>(options: ManyOptions, run: (stage: ManyStage) => Promise<T>): Promise<T> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const postgres = await startSystemPostgres();
    closers.push(() => postgres.stop());
    const simulator = await createSimulator(options.simulator);
    closers.push(() => simulator.close());
    const bucket = await createS3StandIn();
    closers.push(() => bucket.close());
    const { connectionString } = postgres;
    const database = createPostgres({ connectionString, max: 2, onError: () => {} });
    closers.push(() => database.close());
    return await withFolder(async (folder) => {
      const start = async (kind: 'server' | 'worker', name: string) => {
        const one = await startProcess(kind, {
          name,
          folder,
          env: environment(connectionString, bucket, simulator, options),
        });
        closers.push(() => one.end('SIGKILL'));
        return one;
      };
      const servers = [];
      for (let n = 1; n <= options.servers; n += 1) servers.push(await start('server', `server-${n}`));
      const workers = [];
      for (let n = 1; n <= options.workers; n += 1) workers.push(await start('worker', `worker-${n}`));
      const result = await run({ postgres, simulator, bucket, database, servers, workers });
      await Promise.all([...servers, ...workers].map((one) => one.end('SIGKILL')));
      return result;
    });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

function environment(
  databaseUrl: string,
  bucket: ManyStage['bucket'],
  simulator: Simulator,
  options: ManyOptions,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    STORAGE: 's3',
    S3_ENDPOINT: bucket.endpoint,
    S3_REGION: bucket.region,
    S3_BUCKET: bucket.bucket,
    S3_ACCESS_KEY_ID: bucket.accessKeyId,
    S3_SECRET_ACCESS_KEY: bucket.secretAccessKey,
    OPENAI_BASE_URL: simulator.baseUrl,
    OPENAI_API_KEY: 'test',
    ROLLCALL_MODEL: 'gpt-sim',
    ROLLCALL_CONCURRENCY: String(options.concurrency),
  };
}

export function first<T>(all: readonly T[]): T {
  const [one] = all;
  if (one === undefined) throw new Error('There is none');
  return one;
}
