import type { Clock } from '../clock.ts';
import { statement } from '../database/sql.ts';
import { runSlice } from '../jobs/slice.ts';
import type { EdgeRooms } from './join-rooms.ts';
import type { Beginning } from './next-slice.ts';
import { createSliceBeats } from './slice-beats.ts';
import type { SliceBudget } from './slice-budget.ts';

/*
 * One isolate works on jobs in slices, at most one at a time, within the budget of its life. As many isolates as the
 * project wants do so at the same time; the seats in the database count them.
 *
 *   seat      taken before anything else; without a free one there is nothing to do here
 *   beat      every two seconds: "I live", and in return how many others do and how much waits
 *   leaving   near the end of its budget a slice offers its seat and asks for another isolate, but claims on; so the
 *             next one has begun when this one stops, and their calls in flight together stay within the one limit
 *
 * Where a slice ends early, is cut off or cannot reach the next one, the others' beats and the schedule go on.
 */

export interface SlicesOptions {
  readonly rooms: EdgeRooms;
  readonly clock: Clock;
  readonly budget: SliceBudget;
  /** Slices at a time, in all isolates together. */
  readonly wanted: number;
  /** Asks for another slice, in another isolate; false if none could begin. */
  readonly startNext: () => Promise<boolean>;
  readonly onError: (error: unknown, what: string) => void;
  /** The isolate is about to end. */
  readonly giveBackNow: AbortSignal;
}

export interface Slices {
  /** Begins one, if there is none here, its seat is free and there is time; `work` is over when the slice is. */
  start(): Promise<{ readonly slice: Beginning; readonly work: Promise<void> | null }>;
}

const dueIn = statement(
  'slices.due_in',
  `select extract(epoch from min(start_after) - now())::float8 as seconds from pgboss.job
   where name = 'items' and state < 'active' and not blocked`,
);

export function createSlices(options: SlicesOptions): Slices {
  const { rooms, clock, budget, giveBackNow, onError } = options;
  const { seats, database } = rooms;
  const beats = createSliceBeats({ ...options, seats });
  let running = false;

  async function start(): ReturnType<Slices['start']> {
    budget.wasAsked();
    if (running || !budget.isTimeLeft() || budget.left() < 1) return { slice: 'busy', work: null };
    running = true;
    const id = rooms.newId();
    try {
      await rooms.ready();
      if (await seats.take(id)) return { slice: 'started', work: work(id) };
      running = false;
      return { slice: 'enough', work: null };
    } catch (error) {
      onError(error, 'slice');
      running = false;
      return { slice: 'busy', work: null };
    }
  }

  async function work(id: string): Promise<void> {
    const over = new AbortController();
    const beating = beats.run(id, AbortSignal.any([over.signal, giveBackNow]));
    const sharing = rooms.shareLanes(over.signal);
    try {
      // Both at once: what is due need not wait for what may have been left lying.
      await Promise.all([tidy(), workUntilIdle()]);
      await workUntilIdle();
    } catch (error) {
      onError(error, 'slice');
    } finally {
      over.abort(new Error('Slice ended'));
      await Promise.all([beating, sharing]);
      running = false;
      await seats.leave(id).catch(() => {});
    }
    await handOver().catch((error: unknown) => onError(error, 'slice'));
  }

  /** What is due in a moment is waited for: to come back for it would take longer. */
  async function workUntilIdle(): Promise<void> {
    while (budget.left() > 0 && !giveBackNow.aborted && clock.now() < budget.stopClaimingAt) {
      await runSlice(rooms.slice, {
        signal: giveBackNow,
        giveBackNow,
        stopClaimingAt: budget.stopClaimingAt,
        budget: { left: budget.left, claimed },
        whenIdle: 'return',
        graceMs: Math.max(0, budget.abortAt - Math.max(clock.now(), budget.stopClaimingAt)),
      });
      const waitMs = (await secondsUntilDue()) * 1000;
      if (clock.now() + waitMs >= budget.stopClaimingAt) return;
      await clock.sleep(Math.max(waitMs, 50), giveBackNow).catch(() => {});
    }
  }

  function claimed(photos: number): void {
    budget.claimed(photos);
    beats.claimed();
  }

  async function secondsUntilDue(): Promise<number> {
    const [row] = await database.query<{ seconds: number | null }>(dueIn);
    return row?.seconds ?? Number.POSITIVE_INFINITY;
  }

  const tidy = () => rooms.tidy(giveBackNow).catch((error: unknown) => onError(error, 'tidy'));

  /** What is left is somebody else's. Isolates that have no time but are not retired yet answer for a while. */
  async function handOver(): Promise<void> {
    while (!giveBackNow.aborted && (await secondsUntilDue()) <= 0 && !(await options.startNext())) {
      if (clock.now() >= budget.doneAt) return;
      await clock.sleep(budget.pauseMs, giveBackNow);
    }
  }

  return { start };
}
