import type { Clock } from '../clock.ts';
import { purgeIdempotency } from '../database/idempotency.ts';
import type { Database } from '../database/sql.ts';
import type { ImageWork } from '../images/image-work.ts';
import { giveBackGone } from '../jobs/give-back-gone.ts';
import { createCallCost } from '../jobs/lanes.ts';
import { reconcile } from '../jobs/reconcile.ts';
import { expireUploads } from '../photos/upload-records.ts';
import { purgeDeleted } from '../photos/purge-deleted.ts';
import { stackOlderPhotos } from '../photos/stack-older-photos.ts';
import { createObjectSweep } from '../photos/sweep-objects.ts';
import type { Queue } from '../queue/queue.ts';
import { sweepLocalCopies } from '../storage/local-copy.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { factsHash } from '../vision/on-device.ts';
import { runHousekeeping, type Chore } from '../worker/housekeeping.ts';
import { runItemLoop } from '../worker/item-loop.ts';
import { runPrepareLoop } from '../worker/prepare-loop.ts';
import type { Models } from './join-models.ts';
import type { Presence } from './join-presence.ts';
import { isGone } from './this-process.ts';

interface WorkParts {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly images: ImageWork;
  readonly models: Models;
  readonly presence: Presence;
  readonly copiesFolder: string;
  readonly monthlyCapUsd: number | null;
  readonly hint: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown, what: string) => void;
}

const minute = 60_000;
/** How often a process says that it lives, and looks for those of this machine that do not. */
const beatMs = 5000;

/** Works until the signal: prepares photos, runs jobs, keeps house. */
export function createWork(parts: WorkParts): (signal: AbortSignal) => Promise<void> {
  const { presence, onError } = parts;
  const { processes, counters, stats } = presence;
  const { providers, lanes, laneSharing } = parts.models;
  const holder = processes.self.id;
  const slice = {
    ...parts,
    holder,
    counters,
    lanes,
    factsHash,
    random: Math.random,
    expectedCostNano: createCallCost(providers),
  };
  const chores = choresOf(parts);
  const beat = () => processes.beat(stats());
  return async (signal) => {
    // Before anything is held, so that others can tell whose it is.
    await beat().catch((error: unknown) => onError(error, 'processes'));
    await Promise.all([
      runItemLoop(slice, signal),
      runPrepareLoop({ ...parts, holder, onPrepared: counters.pictureDone, concurrency: 2 }, signal),
      runHousekeeping(
        { ...parts, chores: [{ name: 'processes', everyMs: beatMs, run: beat }, ...chores] },
        signal,
      ),
      laneSharing.run(signal),
    ]);
    await processes.leave().catch((error: unknown) => onError(error, 'processes'));
  };
}

function choresOf({ database, queue, store, clock, models, presence, copiesFolder }: WorkParts): Chore[] {
  const { providers, providerWatch } = models;
  return [
    {
      name: 'give back',
      everyMs: beatMs,
      atStart: true,
      run: () => giveBackGone({ database, queue, isGone, ...presence }),
    },
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
    { name: 'stack older', everyMs: minute, atStart: true, run: () => stackOlderPhotos(database) },
    { name: 'expire uploads', everyMs: 60 * minute, atStart: true, run: () => expireUploads(database) },
    { name: 'sweep objects', everyMs: 60 * minute, run: createObjectSweep({ database, store, clock }) },
    {
      name: 'sweep copies',
      everyMs: 60 * minute,
      atStart: true,
      run: () => sweepLocalCopies(copiesFolder, clock.now()),
    },
  ];
}
