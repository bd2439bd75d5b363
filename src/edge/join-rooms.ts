import type { Clock } from '../clock.ts';
import { purgeIdempotency } from '../database/idempotency.ts';
import { createIds } from '../database/ids.ts';
import { createPostgres } from '../database/postgres.ts';
import type { Database } from '../database/sql.ts';
import { createChanges } from '../http/changes.ts';
import { createCallCost } from '../jobs/lanes.ts';
import { reconcile } from '../jobs/reconcile.ts';
import type { SliceDependencies } from '../jobs/slice.ts';
import { purgeDeleted } from '../photos/purge-deleted.ts';
import { stackOlderPhotos } from '../photos/stack-older-photos.ts';
import { sweepUploads } from '../photos/sweep-uploads.ts';
import { createQueue, type Queue } from '../queue/queue.ts';
import { createSupabaseStore } from '../storage/supabase-store.ts';
import { factsHash } from '../vision/on-device.ts';
import type { EdgeConfig } from './edge-config.ts';
import { joinModels } from './join-models.ts';
import { createSliceSeats } from './slice-seats.ts';

/** Behind a transaction pooler, and many isolates may run at a time: more would use up its clients. */
const connections = 2;

export const notReadyDetail = 'The database does not answer, or its migrations are not applied.';

export interface EdgeJoining {
  readonly config: EdgeConfig;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly onError: (error: unknown, what: string) => void;
}

/** The rooms as one isolate has them: no listening, no decoding, no loops; nothing is connected yet. */
export function joinRooms({ config, fetch, clock, onError }: EdgeJoining) {
  const newId = createIds({ now: clock.now });
  const changes = createChanges();
  const database = openDatabase(config, onError);
  const { supabaseUrl: url, publicUrl, serviceKey: key, bucket } = config;
  const store = createSupabaseStore({ url, publicUrl, key, bucket, fetch, clock, random: Math.random });
  const queue = openQueue(database, onError);
  const { providers, lanes, laneSharing, providerWatch } = joinModels({
    config: config.provider,
    fetch,
    clock,
    database,
    queue,
    newId,
    onError,
  });
  const control = { database, queue };
  const seats = createSliceSeats({ database, wanted: config.slices });
  const slice: SliceDependencies = {
    database,
    queue,
    newId,
    store,
    lanes,
    clock,
    // Nobody tells an isolate of anything: the slice looks for itself.
    hint: (signal) => changes.waitAny(signal),
    factsHash,
    random: Math.random,
    onError,
    expectedCostNano: createCallCost(providers),
    monthlyCapUsd: config.monthlyCapUsd,
  };
  /** Loaded with the first request: it is a good part of all there is to load, and an isolate of slices answers none. */
  const loadApi = async () => {
    const { joinApi } = await import('./join-api.ts');
    const shared = { config, database, queue, store, providers, changes, clock, newId, onError };
    return joinApi({ ...shared, readiness: () => readiness(database) });
  };

  return {
    api: once(loadApi),
    database,
    slice,
    seats,
    newId,
    ready: once(() => queue.start()),
    /** While a slice runs: one rate limit for all that ask the same provider. */
    shareLanes: laneSharing.run,
    /** Before a slice: what a loop does all the time on a server. */
    async tidy(signal: AbortSignal): Promise<void> {
      await queue.supervise();
      await reconcile(control);
      await providerWatch.check(signal);
    },
    async housekeeping(): Promise<void> {
      await purgeIdempotency(database);
      await purgeDeleted({ database, store });
      await sweepUploads({ database, store, bucket });
      await seats.forgetDead();
      await stackOlderPhotos(database);
    },
  };
}

function openDatabase(config: EdgeConfig, onError: EdgeJoining['onError']): Database {
  return createPostgres({
    connectionString: config.databaseUrl,
    ...(config.databaseCa === undefined ? {} : { ca: config.databaseCa }),
    applicationName: 'rollcall-edge',
    max: connections,
    prepare: false,
    onError: (error) => onError(error, 'pool'),
  });
}

function openQueue(database: Database, onError: EdgeJoining['onError']): Queue {
  return createQueue({
    database,
    superviseSeconds: null,
    onError: (error) => onError(error, 'queue'),
    onWarning: (message) => onError(new Error(message), 'queue'),
  });
}

/** The queue reads its settings once; an isolate that could not try again after a failure would be of no use. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | null = null;
  return () =>
    (started ??= start().catch((error: unknown) => {
      started = null;
      throw error;
    }));
}

async function readiness(database: Database): Promise<string | null> {
  try {
    await database.query('select wanted from rollcall.slices limit 1');
    return null;
  } catch {
    return notReadyDetail;
  }
}

export type EdgeRooms = ReturnType<typeof joinRooms>;
