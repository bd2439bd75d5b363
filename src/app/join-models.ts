import type { Clock } from '../clock.ts';
import type { ProvidersConfig } from '../vision/endpoints.ts';
import { createPostgresLimiterStore } from '../database/limiter-store.ts';
import { createProviderKeys } from '../database/provider-keys.ts';
import type { Seal } from '../database/seal.ts';
import type { Database } from '../database/sql.ts';
import { createConnectedModel } from '../jobs/connect-model.ts';
import { createLanes } from '../jobs/lanes.ts';
import { createProviderWatch } from '../jobs/provider-watch.ts';
import type { Queue } from '../queue/queue.ts';
import { createLaneSharing, type LaneSharing } from '../vision/lane-sharing.ts';
import { createProviders } from '../vision/providers.ts';

/** Where analyses come from: models, the rate shared with other processes, and what jobs are told of both. */
export function joinModels(parts: {
  readonly environment: ProvidersConfig;
  readonly database: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly seal: Seal;
  /** The one owner of a server without sign-in; null where people sign in. */
  readonly soleOwnerId: string | null;
  readonly onError: (error: unknown, what: string) => void;
}) {
  const { environment, database, queue, clock, newId, seal, soleOwnerId, onError } = parts;
  let watch: { tellWaiting(): Promise<void> } | null = null;
  let sharing: LaneSharing | null = null;
  const providers = createProviders({
    config: environment,
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
    store: createPostgresLimiterStore({ database, process: newId() }),
    clock,
    limiters: providers.limiters,
    onError,
  });
  sharing = laneSharing;
  const lanes = createLanes(providers);
  const providerWatch = createProviderWatch({ database, queue, lanes, providers, now: clock.now });
  watch = providerWatch;
  const keys = createProviderKeys(seal);
  const connectedModel =
    soleOwnerId === null
      ? null
      : createConnectedModel({ database, keys, providers, environment, ownerId: soleOwnerId });
  return { providers, laneSharing, lanes, providerWatch, connectedModel };
}

export type Models = ReturnType<typeof joinModels>;
