import type { Clock } from '../clock.ts';
import { createPostgresLimiterStore } from '../database/limiter-store.ts';
import type { Database } from '../database/sql.ts';
import { createLanes } from '../jobs/lanes.ts';
import { createProviderWatch } from '../jobs/provider-watch.ts';
import type { Queue } from '../queue/queue.ts';
import type { ProvidersConfig } from '../vision/endpoints.ts';
import type { Recognise } from '../vision/on-device.ts';
import { createLaneSharing, type LaneSharing } from '../vision/lane-sharing.ts';
import { createProviders } from '../vision/providers.ts';

export interface ModelsJoining {
  readonly config: ProvidersConfig;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly database: Database;
  readonly queue: Queue;
  readonly newId: () => string;
  readonly onError: (error: unknown, what: string) => void;
  /** How the on-device namer sees; where nothing is recognised, it names by facts alone. */
  readonly recognise?: Recognise | null;
}

/**
 * Where analyses come from: models, the rate shared with other processes, and what jobs are told of both. Portable:
 * servers and workers use it too. What a provider told one process, the next one knows through the database.
 */
export function joinModels(joining: ModelsJoining) {
  const { config, fetch, clock, database, queue, newId, onError } = joining;
  let watch: { tellWaiting(): Promise<void> } | null = null;
  let sharing: LaneSharing | null = null;
  const providers = createProviders({
    config,
    fetch,
    clock,
    random: Math.random,
    isShared: true,
    recognise: joining.recognise ?? null,
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
  return { providers, lanes, laneSharing, providerWatch };
}
