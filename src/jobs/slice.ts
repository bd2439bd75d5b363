import type { Clock } from '../clock.ts';
import type { Lane } from '../vision/lane.ts';
import { claim, type ClaimDependencies, type ClaimedItem } from './claim.ts';
import { handle, type HandleDependencies, type Result } from './handle.ts';
import { liveHeld } from './live-held.ts';
import { createSettler } from './settler.ts';

/** What a worker asks with. */
export interface Lanes {
  /** Null where the item's model is not set up in this process. */
  laneOf(item: { readonly provider: string; readonly model: string }): Lane | null;
  /** Lanes asked for so far, by key. */
  known(): Iterable<readonly [string, Lane]>;
}

export interface SliceDependencies extends ClaimDependencies, Omit<HandleDependencies, 'asker' | 'now'> {
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
  readonly maxItems?: number;
  /** `return` when there is nothing to do (a function's slice), or `wait` for more (a server's loop). */
  readonly whenIdle: 'return' | 'wait';
  /** How long calls in flight may finish after the end; then they are aborted and given back. */
  readonly graceMs: number;
}

interface Held {
  readonly item: ClaimedItem;
  readonly abort: AbortController;
}

const pollMs = 250;
const touchMs = 15_000;
const checkMs = 1000;
const maxHeld = 128;
const maxBatch = 64;
/** Claimed of a lane before anything is known of it. */
const firstOfLane = 8;
/** From this many crashes on an item runs alone, so that healthy neighbours are never blamed. */
const suspectCrashes = 3;

/** Claims, asks and settles until told to stop; gives back what it could not finish. Returns how many it settled. */
export async function runSlice(dependencies: SliceDependencies, options: SliceOptions): Promise<number> {
  const { clock, lanes } = dependencies;
  const held = new Map<string, Held>();
  const stop = new AbortController();
  const onStop = () => stop.abort(options.signal.reason);
  options.signal.addEventListener('abort', onStop, { once: true });
  let wake: () => void = () => {};
  let suspect: ClaimedItem | null = null;
  let settled = 0;
  const settler = createSettler({
    ...dependencies,
    onError: (error) => dependencies.onError(error, 'settle'),
    onSettled: (batch) => {
      settled += batch.length;
      wake();
    },
  });

  function start(item: ClaimedItem): void {
    const entry: Held = { item, abort: new AbortController() };
    held.set(item.id, entry);
    void work(entry).finally(() => {
      held.delete(item.id);
      wake();
    });
  }

  async function work({ item, abort }: Held): Promise<void> {
    const asker = () => lanes.laneOf(item);
    let result: Result;
    try {
      result = await handle({ ...dependencies, asker, now: clock.now }, item, abort.signal);
    } catch (error) {
      // A mistake of ours must not hold the item for ever: it is tried again, and counts as a try.
      dependencies.onError(error, 'handle');
      result = item.errors + 1 >= 3 ? failedByUs() : { kind: 'later', seconds: 5, costs: 'error', call: null };
    }
    settler.add({ item, result });
  }

  function takeIn(items: readonly ClaimedItem[]): void {
    for (const item of items) {
      if (item.crashes < suspectCrashes) start(item);
      else if (suspect === null) suspect = item;
      else settler.add({ item, result: { kind: 'later', seconds: 10, costs: 'nothing', call: null } });
    }
  }

  /** What may be claimed: no more than the lanes known so far have room for, and a few of lanes never seen before. */
  function room(): { limit: number; full: string[] } {
    const perLane = new Map<string, number>();
    for (const { item } of held.values()) perLane.set(item.lane, (perLane.get(item.lane) ?? 0) + 1);
    const full: string[] = [];
    let free = 0;
    for (const [key, lane] of lanes.known()) {
      const count = perLane.get(key) ?? 0;
      const more = holdLimit(lane, count) - count;
      if (more > 0) free += more;
      else full.push(key);
    }
    return { limit: Math.min(maxBatch, maxHeld - held.size, Math.max(free, firstOfLane)), full };
  }

  async function claimMore(): Promise<number> {
    const { limit, full } = room();
    const left = (options.maxItems ?? Number.POSITIVE_INFINITY) - settled - held.size;
    const wanted = Math.min(limit, left);
    if (suspect !== null || wanted < 1) return 0;
    try {
      const items = await claim(dependencies, { limit: wanted, ignoreLanes: full });
      takeIn(items);
      return items.length;
    } catch (error) {
      dependencies.onError(error, 'claim');
      await clock.sleep(1000, stop.signal).catch(() => {});
      return 0;
    }
  }

  /** One statement for all held items; those that are no longer ours are let go. */
  async function keepLeases(signal: AbortSignal): Promise<void> {
    for (let lastTouch = clock.now(); ; ) {
      await clock.sleep(checkMs, signal);
      if (held.size === 0) continue;
      try {
        const entries = [...held.values(), ...(suspect === null ? [] : [{ item: suspect, abort: new AbortController() }])];
        if (clock.now() - lastTouch >= touchMs) {
          await dependencies.queue.touch('items', entries.map(({ item }) => item.message));
          lastTouch = clock.now();
        }
        const ours = await liveHeld(dependencies.database, entries.map(({ item }) => item));
        for (const { item, abort } of entries) if (!ours.has(item.id)) abort.abort(new Error('Canceled'));
      } catch (error) {
        dependencies.onError(error, 'lease');
      }
    }
  }

  const leases = new AbortController();
  const leaseLoop = keepLeases(leases.signal).catch(() => {});
  try {
    while (!stop.signal.aborted && !(options.stopClaimingAt !== undefined && clock.now() >= options.stopClaimingAt)) {
      if (suspect !== null && held.size === 0) {
        start(suspect);
        suspect = null;
      }
      const claimed = await claimMore();
      const nothingLeft = claimed === 0 && held.size === 0 && suspect === null;
      if (nothingLeft && (options.whenIdle === 'return' || settled >= (options.maxItems ?? Number.POSITIVE_INFINITY))) break;
      if (claimed === 0 || room().limit < 1) await pause();
    }
    await finish();
  } finally {
    leases.abort(new Error('Slice ended'));
    await leaseLoop;
    options.signal.removeEventListener('abort', onStop);
  }
  return settled;

  /** Until something ends, a hint comes, or a short while has passed. */
  async function pause(): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const signal = AbortSignal.any([over.signal, stop.signal]);
    await Promise.race([woken, dependencies.hint(signal), clock.sleep(pollMs, signal)].map((p) => p.catch(() => {})));
    over.abort(new Error('Woken'));
  }

  async function finish(): Promise<void> {
    if (suspect !== null) settler.add({ item: suspect, result: { kind: 'give_back' } });
    const deadline = new AbortController();
    const allDone = (async () => {
      while (held.size > 0) await new Promise<void>((resolve) => (wake = resolve));
    })();
    await Promise.race([allDone, clock.sleep(options.graceMs, deadline.signal).catch(() => {})]);
    deadline.abort(new Error('Done'));
    for (const { abort } of held.values()) abort.abort(new Error('Shutting down'));
    await allDone;
    await settler.drain();
  }
}

/**
 * Items held per lane. While nothing slows it down, as many again as are in flight wait for their turn, so that no
 * call waits for a claim; else only what can start soon, so that a photo is not shown as looked at while it waits.
 */
function holdLimit(lane: Lane, held: number): number {
  const { window, waitingUntil } = lane.state();
  if (waitingUntil !== null || window < lane.concurrency) return held + lane.room();
  return window * 2;
}

const failedByUs = (): Result => ({ kind: 'fail', code: 'unstorable', detail: '', call: null });
