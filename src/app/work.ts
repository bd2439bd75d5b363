import type { Clock } from '../clock.ts';
import { purgeIdempotency } from '../database/idempotency.ts';
import type { Database } from '../database/sql.ts';
import type { ImageWork } from '../images/image-work.ts';
import { createCallCost } from '../jobs/lanes.ts';
import { reconcile } from '../jobs/reconcile.ts';
import { purgeDeleted } from '../photos/purge-deleted.ts';
import type { Queue } from '../queue/queue.ts';
import { sweepLocalCopies } from '../storage/local-copy.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { factsHash } from '../vision/on-device.ts';
import { runHousekeeping, type Chore } from '../worker/housekeeping.ts';
import { runItemLoop } from '../worker/item-loop.ts';
import { runPrepareLoop } from '../worker/prepare-loop.ts';
import type { Models } from './join-models.ts';

interface WorkParts {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly images: ImageWork;
  readonly models: Models;
  readonly copiesFolder: string;
  readonly hint: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown, what: string) => void;
}

const minute = 60_000;

/** Works until the signal: prepares photos, runs jobs, keeps house. */
export function createWork(parts: WorkParts): (signal: AbortSignal) => Promise<void> {
  const { providers, lanes, laneSharing } = parts.models;
  const slice = {
    ...parts,
    lanes,
    factsHash,
    random: Math.random,
    expectedCostNano: createCallCost(providers),
  };
  const chores = choresOf(parts);
  return async (signal) => {
    await Promise.all([
      runItemLoop(slice, signal),
      runPrepareLoop({ ...parts, concurrency: 2 }, signal),
      runHousekeeping({ ...parts, chores }, signal),
      laneSharing.run(signal),
    ]);
  };
}

function choresOf({ database, queue, store, clock, models, copiesFolder }: WorkParts): Chore[] {
  const { providers, providerWatch } = models;
  return [
    { name: 'reconcile', everyMs: minute, atStart: true, run: () => reconcile({ database, queue }) },
    { name: 'provider watch', everyMs: minute, run: (signal) => providerWatch.check(signal) },
    { name: 'local models', everyMs: 5 * minute, atStart: true, run: (signal) => providers.list(signal) },
    { name: 'tell waiting', everyMs: 1000, run: () => providerWatch.tellWaiting() },
    { name: 'purge keys', everyMs: 60 * minute, run: () => purgeIdempotency(database) },
    {
      name: 'purge deleted',
      everyMs: 60 * minute,
      atStart: true,
      run: () => purgeDeleted({ database, store }),
    },
    {
      name: 'sweep copies',
      everyMs: 60 * minute,
      atStart: true,
      run: () => sweepLocalCopies(copiesFolder, clock.now()),
    },
  ];
}
