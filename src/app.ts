import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { requestOptions, workerOptions } from './app/connection-options.ts';
import { joinRooms } from './app/join-rooms.ts';
import { openDatabase, type OpenedDatabase } from './app/open-database.ts';
import { openStore } from './app/open-store.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { awaitMigrations } from './database/await-migrations.ts';
import { ownerIdFor } from './database/ids.ts';
import { migrate } from './database/migrate.ts';
import { readMigrationFiles } from './database/migration-files.ts';
import { createPostgres } from './database/postgres.ts';
import { createSeal } from './database/seal.ts';
import type { Database } from './database/sql.ts';
import { createLocateOriginals } from './on-disk/locate-originals.ts';
import { createInPlaceStore } from './storage/in-place-store.ts';
import type { ObjectStore } from './storage/object-store.ts';
import { readSecretKey } from './storage/secret-key.ts';

const migrations = fileURLToPath(new URL('../supabase/migrations', import.meta.url));

/** Everything joined, but nothing serving or working yet. */
export async function createApp(
  config: Config,
  options: {
    /** Servers apply the migrations; workers wait until one has. */
    readonly migrate: boolean;
    readonly signal: AbortSignal;
  },
) {
  const logger = pino({ level: config.logLevel, base: null }, pino.destination(2));
  const dataFolder = resolve(config.dataFolder);
  // First: a wrong key stops the start before there is a database to stop.
  const { store, sweep } = await openStore(config, dataFolder, logger);
  const opened = await openDatabase(config, dataFolder, logger, options);
  try {
    return await joinOn(opened, { config, dataFolder, logger, store, sweep, ...options });
  } catch (error) {
    await opened.stopDatabase();
    throw error;
  }
}

interface Start {
  readonly config: Config;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly store: ObjectStore;
  readonly sweep: () => Promise<unknown>;
  readonly migrate: boolean;
  readonly signal: AbortSignal;
}

async function joinOn({ connectionString, stopDatabase }: OpenedDatabase, start: Start) {
  const { config, dataFolder, logger } = start;
  let closing = false;
  const onError = (error: unknown, what: string) =>
    logger.error({ ...describeError(error), what }, 'Something failed');
  // A connection that breaks while everything is being closed is no news.
  const onPoolError = (error: Error) => closing || onError(error, 'pool');
  const pool = { connectionString, onError: onPoolError };
  const database = createPostgres({ ...pool, applicationName: 'rollcall', max: 12, options: requestOptions });
  const onWait = (missing: readonly string[]) =>
    logger.warn({ missing }, 'Waiting for a server of this version to apply migrations');
  const workerDatabase = createPostgres({
    ...pool,
    applicationName: 'rollcall-worker',
    max: 8,
    options: workerOptions,
  });
  const files = await readMigrationFiles(migrations);
  if (start.migrate) await migrate({ database, files, logger });
  else await awaitMigrations({ ...start, database, files, clock: systemClock, onWait });
  const seal = await createSeal(await readSecretKey(dataFolder));
  const soleOwnerId = config.auth === null ? await ownerIdFor('local') : null;
  // A worker beside the server reads the same files.
  const store = config.storage === null ? withFilesInPlace(start.store, database) : start.store;
  const parts = joinRooms({
    config,
    kind: start.migrate ? 'server' : 'worker',
    dataFolder,
    logger,
    database,
    workerDatabase,
    onError,
    seal,
    soleOwnerId,
    store,
  });
  await parts.connectedModel?.restore();
  // Only the server, before it takes anything in: a worker beside it would sweep away what the server is writing.
  if (start.migrate) await start.sweep();
  await parts.queue.start();
  return {
    ...parts,
    logger,
    async close() {
      closing = true;
      await parts.closeImages();
      await parts.queue.stop();
      await parts.stopListening();
      await Promise.all([database.close(), workerDatabase.close()]);
      await stopDatabase();
      logger.flush();
    },
  };
}

const withFilesInPlace = (store: ObjectStore, database: Database) =>
  createInPlaceStore({ store, locate: createLocateOriginals(database) });

/** Message, code and where it happened; never whole objects, which carry connection settings. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  return { error: error.message, ...code, stack: error.stack };
}

export type App = Awaited<ReturnType<typeof createApp>>;
