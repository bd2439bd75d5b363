import type { Clock } from '../clock.ts';
import type { Lane } from '../vision/lane.ts';
import { claim, type ClaimDependencies } from './claim.ts';
import type { HandleDependencies } from './handle.ts';
import { createHeldItems, type HeldItems } from './held-items.ts';
import { createSettler } from './settler.ts';

/** What a worker asks with. */
export interface Lanes {
  /** Null where the item's model is not set up in this process. */
  laneOf(item: { readonly provider: string; readonly model: string }): Lane | null;
  /** Lanes asked for so far, by key. */
  known(): Iterable<readonly [string, Lane]>;
}

export interface SliceDependencies
  extends ClaimDependencies, Omit<HandleDependencies, 'asker' | 'now' | 'onCall'> {
  readonly clock: Clock;
  readonly lanes: Lanes;
  /** Resolves early when there may be something new to claim or an item was taken away. */
  readonly hint: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown, what: string) => void;
}

export interface SliceOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; nothing is claimed after it. */
  readonly stopClaimingAt?: number;
  /** Asked before each claim for how many more there may be, and told of each; it may grow while the slice runs. */
  readonly budget?: { left(): number; claimed(items: number): void };
  /** `return` when there is nothing to do (a function's slice), or `wait` for more (a server's loop). */
  readonly whenIdle: 'return' | 'wait';
  /** How long calls in flight may finish after the end; then they are aborted and given back. */
  readonly graceMs: number;
  /** The process is about to be cut off: ends the slice without any grace. */
  readonly giveBackNow?: AbortSignal;
}

const pollMs = 250;
/** Held items are looked at this often, and at a hint no sooner than after the shorter time. */
const checkMs = 1000;
const soonestCheckMs = 150;
const maxHeld = 128;
const maxBatch = 64;
/** Claimed of a lane before anything is known of it. */
const firstOfLane = 8;

/** Claims, asks and settles until told to stop; gives back what it could not finish. Returns how many it settled. */
export async function runSlice(dependencies: SliceDependencies, options: SliceOptions): Promise<number> {
  const { clock, lanes, hint, onError } = dependencies;
  const { stopClaimingAt = Number.POSITIVE_INFINITY, giveBackNow = new AbortController().signal } = options;
  const signal = AbortSignal.any([options.signal, giveBackNow]);
  let wake: () => void = () => {};
  // Counted, so that what ends while a claim is under way is not slept through.
  let changes = 0;
  let othersAskedAt = Number.NEGATIVE_INFINITY;
  let settled = 0;
  const noteChange = () => {
    changes += 1;
    wake();
  };
  const settler = createSettler({
    ...dependencies,
    onError: (error) => onError(error, 'settle'),
    onSettled: (batch) => {
      settled += batch.length;
      dependencies.counters?.settled(batch);
      noteChange();
    },
  });
  const held = createHeldItems({
    ...dependencies,
    asker: (item) => lanes.laneOf(item),
    onFinished: settler.add,
    onChange: noteChange,
  });

  /** Claimed and not in the database yet. */
  const busy = () => held.size() + settler.size();

  async function claimMore(): Promise<number> {
    const { limit, full, free } = roomFor(lanes, held);
    const wanted = Math.min(limit, options.budget?.left() ?? limit);
    if (held.isAlone() || wanted < 1) return 0;
    if (free === 0 && full.length > 0) {
      // Only lanes never seen before could give something, and looking for them passes by all that is queued.
      if (clock.now() - othersAskedAt < pollMs) return 0;
      othersAskedAt = clock.now();
    }
    try {
      const items = await claim(dependencies, { limit: wanted, ignoreLanes: full });
      options.budget?.claimed(items.length);
      held.take(items);
      return items.length;
    } catch (error) {
      onError(error, 'claim');
      await clock.sleep(1000, signal).catch(() => {});
      return 0;
    }
  }

  const changed = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const watching = new AbortController();
  const watch = watchHeld({ held, clock, hint, onError }, watching.signal).catch(() => {});
  while (!signal.aborted && clock.now() < stopClaimingAt) {
    held.runAlone();
    const changesBefore = changes;
    const claimed = await claimMore();
    // What was settled while it claimed may have woken others: then it looks once more.
    const isIdle = claimed === 0 && busy() === 0 && changes === changesBefore;
    if (isIdle && options.whenIdle === 'return') break;
    if (changes === changesBefore && (claimed === 0 || roomFor(lanes, held).limit < 1)) {
      await firstOf(signal, (either) => [changed(), hint(either), clock.sleep(pollMs, either)]);
    }
  }
  await held.finish({ graceMs: options.graceMs, giveBackNow }, changed);
  watching.abort(new Error('Slice ended'));
  await watch;
  await settler.drain();
  return settled;
}

/** Leases, and items that were canceled, deleted or paused meanwhile. */
async function watchHeld(
  { held, clock, hint, onError }: Pick<SliceDependencies, 'clock' | 'hint' | 'onError'> & { held: HeldItems },
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await clock.sleep(soonestCheckMs, signal);
    await firstOf(signal, (either) => [hint(either), clock.sleep(checkMs - soonestCheckMs, either)]);
    if (signal.aborted) return;
    try {
      await held.check();
    } catch (error) {
      onError(error, 'lease');
    }
  }
}

/** Waits for the first of several things and calls the others off. */
async function firstOf(signal: AbortSignal, waits: (either: AbortSignal) => Promise<void>[]): Promise<void> {
  const over = new AbortController();
  await Promise.race(waits(AbortSignal.any([over.signal, signal])).map((wait) => wait.catch(() => {})));
  over.abort(new Error('Something else came first'));
}

/** What may be claimed: no more than the lanes known so far have room for, and a few of lanes never seen before. */
function roomFor(lanes: Lanes, held: HeldItems): { limit: number; full: string[]; free: number } {
  const perLane = held.perLane();
  const full: string[] = [];
  let free = 0;
  for (const [key, lane] of lanes.known()) {
    const more = roomIn(lane, perLane.get(key)?.length ?? 0);
    if (more > 0) free += more;
    else full.push(key);
  }
  return { limit: Math.min(maxBatch, maxHeld - held.size(), Math.max(free, firstOfLane)), full, free };
}

/**
 * How many more to hold of a lane. While nothing slows it down, as many again as are in flight wait for their turn, so
 * that no call waits for a claim, and they are claimed a few at a time: one costs nearly as much as ten. Else only what
 * can start soon, so that a photo is not shown as looked at while it waits.
 */
function roomIn(lane: Lane, held: number): number {
  const { window, waitingUntil } = lane.state();
  if (waitingUntil !== null || window < lane.concurrency) return lane.room();
  const more = window * 2 - held;
  return more < window / 4 ? 0 : more;
}
