import type { Clock } from '../clock.ts';
import { aloneInLane, mergeReports, type LimiterStore } from './limiter-store.ts';
import type { Limiter } from './limiter.ts';

export interface LaneSharing {
  /** Keeps lanes in use in step with other processes until the signal; then leaves them. */
  run(signal: AbortSignal): Promise<void>;
  /** Something happened in a lane; what others must know at once is told at once. */
  nudge(): void;
}

/** How soon everybody knows what one was told, and how often each lane in use is looked after. */
const everyMs = 250;
/** While first calls start: a refusal is to be known before the next of them. */
const openingMs = 50;

/**
 * Makes one rate limit of the limiters of many processes: they tell each other how many they are, what the provider
 * asked for and the pace it bears. A lane nobody here uses is left alone, and its share is the others'.
 */
export function createLaneSharing(options: {
  readonly store: LimiterStore;
  readonly clock: Clock;
  readonly limiters: () => Iterable<readonly [string, Limiter]>;
  readonly onError: (error: unknown, what: string) => void;
}): LaneSharing {
  const { store, clock, onError } = options;
  const failing = new Set<string>();
  const exchanging = new Map<string, Promise<void>>();
  let endRest: () => void = () => {};

  async function exchange(lane: string, limiter: Limiter): Promise<void> {
    try {
      const report = limiter.report();
      const others = await store.exchange(lane, report);
      if (limiter.isInUse()) limiter.share(mergeReports(store.process, others));
      else limiter.rest();
      failing.delete(lane);
    } catch (error) {
      // Once for each outage; meanwhile everybody keeps the share he had.
      if (!failing.has(lane)) onError(error, 'shared rate limit');
      failing.add(lane);
      if (limiter.mustHear()) limiter.share(aloneInLane);
    }
  }

  /** One at a time for each lane, so that no old answer comes after a newer one. */
  function start(lane: string, limiter: Limiter): void {
    if (exchanging.has(lane)) return;
    const done = exchange(lane, limiter).finally(() => {
      exchanging.delete(lane);
      if (limiter.hasNews()) start(lane, limiter);
    });
    exchanging.set(lane, done);
  }

  const isOpening = () =>
    [...options.limiters()].some(([, limiter]) => limiter.isInUse() && limiter.isOpening());

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Once more after the last use, to say so.
      for (const [lane, limiter] of options.limiters()) {
        if (limiter.isInUse() || !limiter.isNew()) start(lane, limiter);
      }
      const woken = new AbortController();
      endRest = () => woken.abort(new Error('A lane opens'));
      const pauseMs = isOpening() ? openingMs : everyMs;
      await clock.sleep(pauseMs, AbortSignal.any([signal, woken.signal])).catch(() => {});
    }
    await Promise.all(exchanging.values());
    await store.leave().catch((error: unknown) => onError(error, 'leaving shared rate limits'));
  }

  return {
    run,
    nudge() {
      for (const [lane, limiter] of options.limiters()) {
        if (!limiter.hasNews()) continue;
        start(lane, limiter);
        if (limiter.isOpening()) endRest();
      }
    },
  };
}
