import type { Clock } from '../clock.ts';
import type { Limiter, LimiterState } from './limiter.ts';
import type { DescribeRequest, Outcome, VisionModel } from './vision-model.ts';

/** A model together with what keeps its rate: the way jobs ask. */
export interface Lane {
  readonly model: VisionModel;
  /** Most calls in flight in this process, what its window opens at. */
  readonly concurrency: number;
  /** How many calls could start soon; a worker claims no more items of this lane than that. */
  room(): number;
  /**
   * Waits for its turn, says so (`onStart`), then asks. Rejects only when aborted, with the signal's reason. Of what
   * costs nothing to break off and to do again nothing is said.
   */
  describe(request: DescribeRequest, signal: AbortSignal, onStart?: () => void): Promise<Outcome>;
  state(): LimiterState;
  /** Whether any photo has been answered at `time` (ms since the epoch) or later. */
  succeededSince(time: number): boolean;
}

/** What a first call is taken for: picture, question and the room for the answer. */
const firstEstimate = 1400;

export function createLane(options: {
  readonly model: VisionModel;
  readonly limiter: Limiter;
  readonly clock: Clock;
}): Lane {
  const { model, limiter, clock } = options;
  let estimate = firstEstimate;
  let succeededAt = Number.NEGATIVE_INFINITY;

  async function describe(
    request: DescribeRequest,
    signal: AbortSignal,
    onStart?: () => void,
  ): Promise<Outcome> {
    const permit = await limiter.acquire(Math.ceil(estimate), signal);
    let outcome: Outcome | null = null;
    try {
      onStart?.();
      // Whoever is told may find that it must not be asked any more.
      signal.throwIfAborted();
      outcome = await model.describe(request, signal);
      estimate = learnEstimate(estimate, outcome);
      if (outcome.kind === 'ok') succeededAt = clock.now();
      return outcome;
    } finally {
      permit.done(outcome);
    }
  }

  return {
    model,
    get concurrency() {
      return limiter.concurrency;
    },
    room: () => limiter.room(),
    describe,
    state: () => limiter.state(),
    succeededSince: (time) => succeededAt >= time,
  };
}

/** A moving mean of what calls really use; the room for the answer is charged before it is known to stay empty. */
function learnEstimate(estimate: number, outcome: Outcome): number {
  if (outcome.kind !== 'ok' || outcome.usage.inputTokens === 0) return estimate;
  return estimate * 0.9 + (outcome.usage.inputTokens + 400) * 0.1;
}

/**
 * For models on this machine: there is no rate to keep, and nobody who stops has to wait for what could be done again.
 */
export function createOpenLane(model: VisionModel, concurrency: number): Lane {
  let inFlight = 0;
  return {
    model,
    concurrency,
    room: () => Math.max(0, concurrency - inFlight),
    async describe(request, signal) {
      inFlight += 1;
      try {
        return await model.describe(request, signal);
      } finally {
        inFlight -= 1;
      }
    },
    state: () => ({
      window: concurrency,
      inFlight,
      waitingUntil: null,
      reason: null,
      unreachableSince: null,
      rates: null,
    }),
    succeededSince: () => true,
  };
}
