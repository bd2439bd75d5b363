import type { Clock } from '../clock.ts';
import { purgeIdempotency } from '../database/idempotency.ts';
import { createIds } from '../database/ids.ts';
import { createPostgres } from '../database/postgres.ts';
import { createApi } from '../http/api.ts';
import { createChanges } from '../http/changes.ts';
import { createJwtAuthenticator } from '../http/session.ts';
import { createCallCost, createLanes } from '../jobs/lanes.ts';
import { createProviderWatch } from '../jobs/provider-watch.ts';
import { reconcile } from '../jobs/reconcile.ts';
import type { SliceDependencies } from '../jobs/slice.ts';
import { purgeDeleted } from '../photos/purge-deleted.ts';
import { createQueue } from '../queue/queue.ts';
import { createSupabaseStore } from '../storage/supabase-store.ts';
import { factsHash } from '../vision/on-device.ts';
import { questionHash } from '../vision/prompt.ts';
import { createProviders } from '../vision/providers.ts';
import type { EdgeConfig } from './edge-config.ts';
import { forgetDeadSlices } from './slice-beats.ts';

/** Behind a transaction pooler, and many isolates may run at a time: more would use up its clients. */
const connections = 2;

export interface EdgeJoining {
  readonly config: EdgeConfig;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly onError: (error: unknown, what: string) => void;
}

/** The rooms as one isolate has them: no listening, no images, no loops; nothing is connected yet. */
export function joinRooms({ config, fetch, clock, onError }: EdgeJoining) {
  const newId = createIds({ now: clock.now });
  const changes = createChanges();
  const database = createPostgres({
    connectionString: config.databaseUrl,
    applicationName: 'rollcall-edge',
    max: connections,
    prepare: false,
    onError: (error) => onError(error, 'pool'),
  });
  const store = createSupabaseStore({
    url: config.supabaseUrl,
    key: config.serviceKey,
    bucket: config.bucket,
    fetch,
    clock,
    random: Math.random,
  });
  const queue = createQueue({
    database,
    superviseSeconds: null,
    onError: (error) => onError(error, 'queue'),
    onWarning: (message) => onError(new Error(message), 'queue'),
  });
  let watch: { tellWaiting(): Promise<void> } | null = null;
  const providers = createProviders({
    config: config.provider,
    fetch,
    clock,
    random: Math.random,
    onLaneChange: () => void watch?.tellWaiting().catch((error: unknown) => onError(error, 'waiting')),
  });
  const lanes = createLanes(providers);
  const control = { database, queue };
  const providerWatch = createProviderWatch({ ...control, lanes, providers, now: clock.now });
  watch = providerWatch;
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
  };
  const api = createApi({
    database,
    queue,
    store,
    uploads: [],
    providers,
    connectedModel: null,
    questionHash,
    concurrencyOf: (model) => providers.lane(model).concurrency,
    changes,
    clock,
    newId,
    authenticator: createJwtAuthenticator(config.auth),
    allowedHost: () => true,
    onError,
    readiness: async () => {
      try {
        await database.query('select 1 from rollcall.slices limit 1');
        return null;
      } catch {
        return 'The database does not answer, or its migrations are not applied.';
      }
    },
    // For whoever runs the project there is the database itself; nobody else is to see them.
    metrics: async () => '',
  });

  let started: Promise<void> | null = null;
  /** The queue reads its settings once; an isolate that could not try again would be of no use. */
  const ready = (): Promise<void> =>
    (started ??= queue.start().catch((error: unknown) => {
      started = null;
      throw error;
    }));

  return {
    api,
    database,
    slice,
    newId,
    ready,
    /** Before a slice: what a loop does all the time on a server. */
    async tidy(signal: AbortSignal): Promise<void> {
      await queue.supervise();
      await reconcile(control);
      await providerWatch.check(signal);
    },
    async housekeeping(): Promise<void> {
      await purgeIdempotency(database);
      await purgeDeleted({ database, store });
      await forgetDeadSlices(database);
    },
  };
}

export type EdgeRooms = ReturnType<typeof joinRooms>;
