import type { Clock } from '../clock.ts';
import { statement } from '../database/sql.ts';
import { runSlice } from '../jobs/slice.ts';
import type { EdgeRooms } from './join-rooms.ts';
import { whileBeating } from './slice-beats.ts';

/** Parts of the wall clock, which runs from the birth of the isolate: whatever it began with is part of it. */
const stopClaimingPart = 0.45;
/** From half of it on the platform sends requests to a new isolate. */
const retiredPart = 0.51;
/** Calls in flight are called off here, so that giving them back is done by 80 %. */
const abortPart = 0.72;
/** With less time than this to claim, a slice is not worth its start. */
const leastMs = 500;

export interface SlicesOptions {
  readonly rooms: EdgeRooms;
  readonly clock: Clock;
  /** When the isolate began. */
  readonly bornAt: number;
  readonly wallClockMs: number;
  readonly maxItems: number;
  /** Asks for another slice, in another isolate. */
  readonly startNext: () => Promise<void>;
  readonly onError: (error: unknown, what: string) => void;
  /** The isolate is about to end. */
  readonly giveBackNow: AbortSignal;
}

export interface Slices {
  /** Works in the background until there is nothing to do or no time left; null if a slice runs or it is too late. */
  start(options?: { housekeeping?: boolean }): Promise<void> | null;
}

const dueIn = statement(
  'slices.due_in',
  `select extract(epoch from min(start_after) - now())::float8 as seconds from pgboss.job
   where name = 'items' and state < 'active' and not blocked`,
);

/** At most one slice at a time in an isolate. Where it ends early or is cut off, the schedule in the database goes on. */
export function createSlices(options: SlicesOptions): Slices {
  const { rooms, clock, bornAt, wallClockMs, giveBackNow, onError } = options;
  const at = (part: number) => bornAt + part * wallClockMs;
  let running = false;

  async function work({ housekeeping = false }: { housekeeping?: boolean }): Promise<void> {
    try {
      await rooms.ready();
      const id = rooms.newId();
      await whileBeating({ database: rooms.database, clock, id }, async () => {
        await rooms.tidy(giveBackNow);
        if (housekeeping) await rooms.housekeeping();
        await sharingLanes(workUntilIdle);
        if (!giveBackNow.aborted && (await secondsUntilDue()) <= 0) await handOver();
      });
    } catch (error) {
      onError(error, 'slice');
    }
  }

  async function sharingLanes(run: () => Promise<void>): Promise<void> {
    const over = new AbortController();
    const sharing = rooms.shareLanes(over.signal);
    try {
      await run();
    } finally {
      over.abort(new Error('Slice ended'));
      await sharing;
    }
  }

  /** What is due in a moment is waited for: to come back for it would take longer. */
  async function workUntilIdle(): Promise<void> {
    let left = options.maxItems;
    while (left > 0 && !giveBackNow.aborted && clock.now() < at(stopClaimingPart)) {
      left -= await runSlice(rooms.slice, {
        signal: giveBackNow,
        giveBackNow,
        stopClaimingAt: at(stopClaimingPart),
        maxItems: left,
        whenIdle: 'return',
        graceMs: Math.max(0, at(abortPart) - Math.max(clock.now(), at(stopClaimingPart))),
      });
      const waitMs = (await secondsUntilDue()) * 1000;
      if (clock.now() + waitMs >= at(stopClaimingPart)) return;
      await clock.sleep(Math.max(waitMs, 50), giveBackNow).catch(() => {});
    }
  }

  async function secondsUntilDue(): Promise<number> {
    const [row] = await rooms.database.query<{ seconds: number | null }>(dueIn);
    return row?.seconds ?? Number.POSITIVE_INFINITY;
  }

  async function handOver(): Promise<void> {
    // Sooner it would come back to this isolate, which has no time for it.
    const tooLate = clock.now() > at(stopClaimingPart) - leastMs;
    if (tooLate) await clock.sleep(Math.max(0, at(retiredPart) - clock.now()), giveBackNow);
    await options.startNext();
  }

  return {
    start(wish = {}) {
      if (running || clock.now() > at(stopClaimingPart) - leastMs) return null;
      running = true;
      return work(wish).finally(() => {
        running = false;
      });
    },
  };
}
