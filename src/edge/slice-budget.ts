import type { Clock } from '../clock.ts';

/** Parts of the wall clock, which runs from the birth of the isolate: whatever it began with is part of it. */
const stopClaimingPart = 0.45;
/** Calls in flight are called off here, so that giving them back is done by 80 %. */
const abortPart = 0.72;
const donePart = 0.78;
/** From half of the wall clock on the platform sends requests to a new isolate. */
const pausePart = 0.02;
/** How long before its end a slice wants to be followed: another isolate has to start, connect and claim meanwhile. */
const leadPart = 0.05;
const longestLeadMs = 5000;
/** With less time than this to claim, a slice is not worth its start. */
const leastMs = 500;
/** A request that still comes here tells that the platform counts less than a second of CPU: so it may do some more. */
const furtherPart = 2 / 3;
const nearEndPart = 1 / 3;

/** What one isolate may do in its life, in time and in photos, each of which costs a little of its CPU. */
export interface SliceBudget {
  /** Until when photos may be claimed, and calls be waited for; in ms since the epoch. */
  readonly stopClaimingAt: number;
  readonly abortAt: number;
  /** When somebody else should go on, if photos do not say so before. */
  readonly nearEndAt: number;
  /** Whatever is not done by now is left to the schedule. */
  readonly doneAt: number;
  /** Between two requests for another isolate. */
  readonly pauseMs: number;
  claimed(photos: number): void;
  /** Photos that may still be claimed. */
  left(): number;
  isTimeLeft(): boolean;
  /** From here on somebody else should go on. */
  isNearEnd(): boolean;
  /** The platform sent a request here, so it has not given up this isolate. */
  wasAsked(): void;
}

export function createSliceBudget(options: {
  readonly clock: Clock;
  /** When the isolate began. */
  readonly bornAt: number;
  readonly wallClockMs: number;
  readonly photos: number;
}): SliceBudget {
  const { clock, bornAt, wallClockMs, photos } = options;
  const stopClaimingAt = bornAt + stopClaimingPart * wallClockMs;
  const leadMs = Math.min(longestLeadMs, leadPart * wallClockMs);
  const further = Math.ceil(photos * furtherPart);
  let used = 0;
  let allowed = photos;
  return {
    stopClaimingAt,
    abortAt: bornAt + abortPart * wallClockMs,
    nearEndAt: stopClaimingAt - leadMs,
    doneAt: bornAt + donePart * wallClockMs,
    pauseMs: pausePart * wallClockMs,
    claimed: (more) => void (used += more),
    left: () => allowed - used,
    isTimeLeft: () => clock.now() < stopClaimingAt - Math.min(leastMs, leadMs),
    isNearEnd: () => allowed - used <= photos * nearEndPart || clock.now() >= stopClaimingAt - leadMs,
    wasAsked() {
      allowed = Math.max(allowed, used + further);
    },
  };
}
