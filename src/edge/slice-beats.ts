import type { Clock } from '../clock.ts';
import type { SliceBudget } from './slice-budget.ts';
import type { SliceSeats } from './slice-seats.ts';

export interface SliceBeatsOptions {
  readonly seats: SliceSeats;
  readonly clock: Clock;
  readonly budget: SliceBudget;
  /** Slices at a time, in all isolates together. */
  readonly wanted: number;
  /** Asks for another slice, in another isolate; false if none could begin. */
  readonly startNext: () => Promise<boolean>;
}

export interface SliceBeats {
  /** Says that this slice lives, and sees to it that enough do, until it is over. */
  run(id: string, over: AbortSignal): Promise<void>;
  /** Something was claimed: perhaps the end is near. */
  claimed(): void;
}

/** A third of what the schedule in the database takes for dead; near its end a slice looks more often. */
const beatMs = 2000;
const nearEndBeatMs = 500;
/** Where no isolate could begin, it is asked for again after so long. */
const askAgainMs = 2000;
/** A further slice is not worth its start for less. */
const worthASlice = 30;

export function createSliceBeats({ seats, clock, budget, wanted, startNext }: SliceBeatsOptions): SliceBeats {
  let nearEnd: () => void = () => {};
  let asking: Promise<void> | null = null;
  let askAgainAt = Number.NEGATIVE_INFINITY;

  async function beat(id: string, isLeaving: boolean, over: AbortSignal): Promise<void> {
    const { others, due } = await seats.beat({ id, isLeaving, countTo: worthASlice });
    const claiming = others + (isLeaving ? 0 : 1);
    const isWorthIt = claiming === 0 ? due > 0 : due >= worthASlice;
    if (claiming >= wanted || !isWorthIt || over.aborted || clock.now() < askAgainAt) return;
    // Not waited for: meanwhile it has to say that it lives.
    asking ??= askForNext();
  }

  async function askForNext(): Promise<void> {
    if (!(await startNext())) askAgainAt = clock.now() + askAgainMs;
    asking = null;
  }

  async function rest(isLeaving: boolean, over: AbortSignal): Promise<void> {
    const untilNearEnd = budget.nearEndAt - clock.now();
    const restMs = isLeaving || untilNearEnd <= 0 ? nearEndBeatMs : Math.min(beatMs, untilNearEnd);
    const noticed = new Promise<void>((resolve) => {
      nearEnd = isLeaving ? () => {} : resolve;
    });
    await Promise.race([clock.sleep(restMs, over).catch(() => {}), noticed]);
  }

  return {
    async run(id, over) {
      while (!over.aborted) {
        const isLeaving = budget.isNearEnd();
        // Missing one means a slice too many at worst, which does no harm.
        await beat(id, isLeaving, over).catch(() => {});
        await rest(isLeaving, over);
      }
      await asking;
    },
    claimed() {
      if (budget.isNearEnd()) nearEnd();
    },
  };
}
