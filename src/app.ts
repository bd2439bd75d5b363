import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { systemClock } from './clock.ts';
import { isLoopback, type Config } from './config.ts';
import { createIds, ownerIdFor } from './database/ids.ts';
import { migrate } from './database/migrate.ts';
import { readMigrationFiles } from './database/migration-files.ts';
import { createPostgres } from './database/postgres.ts';
import { purgeIdempotency } from './database/idempotency.ts';
import { createPostgresLimiterStore } from './database/limiter-store.ts';
import { createProviderKeys } from './database/provider-keys.ts';
import { createSeal, type Seal } from './database/seal.ts';
import type { Database } from './database/sql.ts';
import { readEmbeddedDatabase, startEmbeddedDatabase } from './embedded-database/start-embedded-database.ts';
import { createApi } from './http/api.ts';
import { loopbackHosts } from './http/boundary.ts';
import { createChanges, type Changes } from './http/changes.ts';
import { intakeRoutes } from './http/intake.ts';
import { createJwtAuthenticator, soleOwner } from './http/session.ts';
import { servePage } from './http/static-page.ts';
import { createImageWork } from './images/create-image-work.ts';
import { detectMediaType } from './images/detect-type.ts';
import { createConnectedModel } from './jobs/connect-model.ts';
import { createCallCost, createLanes } from './jobs/lanes.ts';
import { createProviderWatch } from './jobs/provider-watch.ts';
import { reconcile } from './jobs/reconcile.ts';
import type { SliceDependencies } from './jobs/slice.ts';
import { purgeDeleted } from './photos/purge-deleted.ts';
import { createIntake } from './photos/intake.ts';
import { createQueue } from './queue/queue.ts';
import { readSecretKey } from './storage/secret-key.ts';
import { createFileStore } from './storage/file-store.ts';
import { sweepLocalCopies } from './storage/local-copy.ts';
import { StoreUnavailable, type ObjectStore } from './storage/object-store.ts';
import { factsHash } from './vision/on-device.ts';
import { questionHash } from './vision/prompt.ts';
import { createLaneSharing, type LaneSharing } from './vision/lane-sharing.ts';
import { createProviders } from './vision/providers.ts';
import { runHousekeeping, type Chore } from './worker/housekeeping.ts';
import { runItemLoop } from './worker/item-loop.ts';
import { runPrepareLoop } from './worker/prepare-loop.ts';
import { renderMetrics } from './http/metrics.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Everything joined, but nothing serving or working yet. */
export async function createApp(config: Config, options: { readonly migrate: boolean }) {
  const logger = pino({ level: config.logLevel, base: null }, pino.destination(2));
  const dataFolder = resolve(config.dataFolder);
  // First: a wrong key stops the start before there is a database to stop.
  const { store, sweep } = await openStore(config, dataFolder, logger);
  const opened = await openDatabase(config, dataFolder, logger, options);
  try {
    return await joinOn(opened, { config, dataFolder, logger, store, sweep, migrate: options.migrate });
  } catch (error) {
    await opened.stopDatabase();
    throw error;
  }
}

interface Opened {
  readonly connectionString: string;
  readonly stopDatabase: () => Promise<void>;
}

interface Start {
  readonly config: Config;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly store: ObjectStore;
  readonly sweep: () => Promise<unknown>;
  readonly migrate: boolean;
}

async function joinOn({ connectionString, stopDatabase }: Opened, start: Start) {
  const { config, dataFolder, logger, store } = start;
  let closing = false;
  const onError = (error: unknown, what: string) =>
    logger.error({ ...describeError(error), what }, 'Something failed');
  // A connection that breaks while everything is being closed is no news.
  const onPoolError = (error: Error) => closing || onError(error, 'pool');
  const pool = { connectionString, onError: onPoolError };
  const database = createPostgres({ ...pool, applicationName: 'rollcall', max: 12 });
  // Plans must not depend on statistics that a new library does not have yet.
  const enableSort = '-c enable_sort=off';
  const workerDatabase = createPostgres({
    ...pool,
    applicationName: 'rollcall-worker',
    max: 8,
    options: enableSort,
  });
  if (start.migrate) {
    await migrate({ database, files: await readMigrationFiles(join(root, 'supabase/migrations')), logger });
  }
  const seal = await createSeal(await readSecretKey(dataFolder));
  const soleOwnerId = config.auth === null ? await ownerIdFor('local') : null;
  const parts = joinRooms({
    config,
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
      await parts.images.close();
      await parts.queue.stop();
      await parts.stopListening();
      await Promise.all([database.close(), workerDatabase.close()]);
      await stopDatabase();
      logger.flush();
    },
  };
}

/** Message, code and where it happened; never whole objects, which carry connection settings. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  return { error: error.message, ...code, stack: error.stack };
}

export type App = Awaited<ReturnType<typeof createApp>>;

async function openDatabase(
  config: Config,
  dataFolder: string,
  logger: Logger,
  options: { migrate: boolean },
) {
  const nothing = async () => {};
  if (config.databaseUrl !== undefined)
    return { connectionString: config.databaseUrl, stopDatabase: nothing };
  if (options.migrate) {
    const embedded = await startEmbeddedDatabase({ dataFolder, logger });
    return { connectionString: embedded.connectionString, stopDatabase: () => embedded.stop() };
  }
  const running = await readEmbeddedDatabase(dataFolder);
  if (running === null) {
    throw new Error(`No Rollcall is running on ${dataFolder}. Start one (npm start), or set DATABASE_URL.`);
  }
  return { connectionString: running.connectionString, stopDatabase: nothing };
}

/** The adapter that STORAGE names; what the other one needs is not even loaded. */
async function openStore(
  { storage }: Config,
  dataFolder: string,
  logger: Logger,
): Promise<{ store: ObjectStore; sweep: () => Promise<unknown> }> {
  if (storage === null) {
    const store = createFileStore({ root: join(dataFolder, 'objects') });
    return { store, sweep: store.sweepTemporary };
  }
  const { createS3Store } = await import('./storage/s3-store.ts');
  const store = createS3Store({
    ...storage,
    fetch: globalThis.fetch,
    clock: systemClock,
    random: Math.random,
  });
  try {
    await store.check();
  } catch (error) {
    // A wrong key or bucket stops the start; a store that is only away may come back.
    if (!(error instanceof StoreUnavailable)) throw error;
    logger.warn({ err: error }, 'The object store does not answer yet');
  }
  return { store, sweep: async () => {} };
}

interface Joining {
  readonly config: Config;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly database: Database;
  readonly workerDatabase: Database;
  readonly onError: (error: unknown, what: string) => void;
  readonly seal: Seal;
  readonly soleOwnerId: string | null;
  readonly store: ObjectStore;
}

function joinRooms(joining: Joining) {
  const { config, dataFolder, logger, database, workerDatabase, onError, seal, soleOwnerId, store } = joining;
  const clock = systemClock;
  const newId = createIds({ now: clock.now });
  const changes = createChanges();
  const listening = listen(database, changes, onError);
  const copiesFolder = join(dataFolder, 'copies');
  const queue = createQueue({
    database: workerDatabase,
    onError: (error) => onError(error, 'queue'),
    onWarning: (message) => logger.warn(message),
  });
  const images = createImageWork({ clock, logger });
  let watch: { tellWaiting(): Promise<void> } | null = null;
  let sharing: LaneSharing | null = null;
  const providers = createProviders({
    config: config.provider,
    fetch: globalThis.fetch,
    clock,
    random: Math.random,
    isShared: true,
    onLaneChange: () => {
      sharing?.nudge();
      void watch?.tellWaiting().catch((error: unknown) => onError(error, 'waiting'));
    },
  });
  const laneSharing = createLaneSharing({
    store: createPostgresLimiterStore({ database: workerDatabase, process: newId() }),
    clock,
    limiters: providers.limiters,
    onError,
  });
  sharing = laneSharing;
  const lanes = createLanes(providers);
  const control = { database: workerDatabase, queue };
  const providerWatch = createProviderWatch({ ...control, lanes, providers, now: clock.now });
  watch = providerWatch;
  const hint = (signal: AbortSignal) => changes.waitAny(signal);
  const slice: SliceDependencies = {
    database: workerDatabase,
    queue,
    newId,
    store,
    lanes,
    clock,
    hint,
    factsHash,
    random: Math.random,
    onError,
    expectedCostNano: createCallCost(providers),
  };
  const connectedModel =
    soleOwnerId === null
      ? null
      : createConnectedModel({
          database: workerDatabase,
          keys: createProviderKeys(seal),
          providers,
          environment: config.provider,
          ownerId: soleOwnerId,
        });
  const intake = createIntake({
    database: workerDatabase,
    queue,
    store,
    detectMediaType,
    newId,
    maxBytes: config.maxFileBytes,
  });
  const api = createApi({
    database,
    queue,
    store,
    uploads: [intakeRoutes({ database, intake })],
    providers,
    connectedModel,
    questionHash,
    concurrencyOf: providers.concurrencyOf,
    changes,
    clock,
    newId,
    authenticator: config.auth === null ? soleOwner : createJwtAuthenticator(config.auth),
    allowedHost: isLoopback(config.host) ? loopbackHosts : () => true,
    onError,
    readiness: () => readiness(database),
    metrics: () => renderMetrics({ database, queue, lanes }),
  });
  api.get('*', servePage(join(root, 'dist/web')));

  /** Works until the signal: prepares photos, runs jobs, keeps house. */
  async function work(signal: AbortSignal): Promise<void> {
    const chores: Chore[] = [
      { name: 'reconcile', everyMs: 60_000, atStart: true, run: () => reconcile(control) },
      { name: 'provider watch', everyMs: 60_000, run: (s) => providerWatch.check(s) },
      { name: 'local models', everyMs: 300_000, atStart: true, run: (s) => providers.list(s) },
      { name: 'tell waiting', everyMs: 1000, run: () => providerWatch.tellWaiting() },
      { name: 'purge keys', everyMs: 3_600_000, run: () => purgeIdempotency(workerDatabase) },
      {
        name: 'purge deleted',
        everyMs: 3_600_000,
        atStart: true,
        run: () => purgeDeleted({ database: workerDatabase, store }),
      },
      {
        name: 'sweep copies',
        everyMs: 3_600_000,
        atStart: true,
        run: () => sweepLocalCopies(copiesFolder, clock.now()),
      },
    ];
    const prepare = {
      database: workerDatabase,
      queue,
      store,
      copiesFolder,
      images,
      clock,
      concurrency: 2,
      hint,
      onError,
    };
    await Promise.all([
      runItemLoop(slice, signal),
      runPrepareLoop(prepare, signal),
      runHousekeeping({ clock, chores, onError }, signal),
      laneSharing.run(signal),
    ]);
  }

  return { api, work, queue, images, connectedModel, stopListening: async () => (await listening)?.() };
}

async function listen(database: Database, changes: Changes, onError: Joining['onError']) {
  try {
    return await database.listen('rollcall', changes.announce, changes.announceAll);
  } catch (error) {
    // Without it everything still works by polling.
    onError(error, 'listen');
    return null;
  }
}

async function readiness(database: Database): Promise<string | null> {
  try {
    await database.query('select 1 from rollcall.migrations limit 1');
    return null;
  } catch {
    return 'The database does not answer.';
  }
}
