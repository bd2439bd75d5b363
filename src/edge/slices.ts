import type { Clock } from '../clock.ts';
import { statement } from '../database/sql.ts';
import { runSlice } from '../jobs/slice.ts';
import type { EdgeRooms } from './join-rooms.ts';
import type { Beginning } from './next-slice.ts';
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
  /** Asks for another slice, in another isolate. */
  readonly startNext: () => Promise<boolean>;
  readonly onError: (error: unknown, what: string) => void;
  /** The isolate is about to end. */
  readonly giveBackNow: AbortSignal;
}

export interface Slices {
  /** Begins one, if there is none here, its seat is free and there is time; `work` is over when the slice is. */
  start(): Promise<{ readonly slice: Beginning; readonly work: Promise<void> | null }>;
}

/** A third of what the schedule in the database takes for dead; near its end a slice looks more often. */
const beatMs = 2000;
const nearEndBeatMs = 500;
/** Where no isolate could begin, it is asked for again after so long. */
const askAgainMs = 2000;
/** A further slice is not worth its start for less. */
const worthASlice = 30;

const dueIn = statement(
  'slices.due_in',
  `select extract(epoch from min(start_after) - now())::float8 as seconds from pgboss.job
   where name = 'items' and state < 'active' and not blocked`,
);

export function createSlices(options: SlicesOptions): Slices {
  const { rooms, clock, budget, wanted, giveBackNow, onError } = options;
  const { seats, database } = rooms;
  let running = false;
  let nearEnd: () => void = () => {};
  let asking: Promise<void> | null = null;
  let askAgainAt = Number.NEGATIVE_INFINITY;

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
    const beating = keepBeating(id, over.signal);
    const sharing = rooms.shareLanes(over.signal);
    try {
      // Both at once: what is due need not wait for what may have been left lying.
      await Promise.all([rooms.tidy(giveBackNow), workUntilIdle()]);
      await workUntilIdle();
    } catch (error) {
      onError(error, 'slice');
    } finally {
      over.abort(new Error('Slice ended'));
      await Promise.all([beating, sharing, asking]);
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
    if (budget.isNearEnd()) nearEnd();
  }

  async function secondsUntilDue(): Promise<number> {
    const [row] = await database.query<{ seconds: number | null }>(dueIn);
    return row?.seconds ?? Number.POSITIVE_INFINITY;
  }

  async function keepBeating(id: string, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const isLeaving = budget.isNearEnd();
      // Missing one means a slice too many at worst, which does no harm.
      await beat(id, isLeaving).catch(() => {});
      const untilNearEnd = budget.nearEndAt - clock.now();
      const restMs = isLeaving || untilNearEnd <= 0 ? nearEndBeatMs : Math.min(beatMs, untilNearEnd);
      const noticed = new Promise<void>((resolve) => {
        if (!isLeaving) nearEnd = resolve;
      });
      await Promise.race([clock.sleep(restMs, over).catch(() => {}), noticed]);
    }
  }

  async function beat(id: string, isLeaving: boolean): Promise<void> {
    const { others, due } = await seats.beat({ id, isLeaving, countTo: worthASlice });
    const claiming = others + (isLeaving ? 0 : 1);
    const isWorthIt = claiming === 0 ? due > 0 : due >= worthASlice;
    if (claiming >= wanted || !isWorthIt || giveBackNow.aborted || clock.now() < askAgainAt) return;
    // Not waited for: meanwhile it has to say that it lives.
    asking ??= askForNext();
  }

  async function askForNext(): Promise<void> {
    const isAnswered = await options.startNext();
    if (!isAnswered) askAgainAt = clock.now() + askAgainMs;
    asking = null;
  }

  /** What is left is somebody else's, and if nobody begins it now, of the isolate that comes after this one. */
  async function handOver(): Promise<void> {
    if (giveBackNow.aborted || (await secondsUntilDue()) > 0 || (await options.startNext())) return;
    await clock.sleep(Math.max(0, budget.retiredAt - clock.now()), giveBackNow);
    await options.startNext();
  }

  return { start };
}
