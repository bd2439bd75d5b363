/**
 * Spaces starts evenly after a provider has said no: at most one call's worth at a time, so that a burst cannot run
 * into the same wall again. Until then it holds nobody up.
 */
export interface Pacer {
  /** From now on at most this rate; it grows back slowly, up to `ceiling` if the provider has named one. */
  slowTo(perMs: number, ceiling: number | null, since: number): void;
  waitMs(now: number): number;
  take(cost: number, now: number): void;
  /** Null while nothing is paced. */
  perMs(now: number): number | null;
  /** As it was last told by `slowTo`. */
  learnt(): LearntPace | null;
}

export interface LearntPace {
  readonly perMs: number;
  readonly ceiling: number | null;
  readonly since: number;
}

/** A pace learnt too low finds its way up: twice as fast after 50 s. */
const growthPerMs = 0.02 / 1000;

export function createPacer(): Pacer {
  let pace: LearntPace | null = null;
  let nextAt = 0;

  function perMs(now: number): number | null {
    if (pace === null) return null;
    const grown = pace.perMs * (1 + growthPerMs * (now - pace.since));
    return pace.ceiling === null ? grown : Math.min(grown, Math.max(pace.ceiling, pace.perMs));
  }

  return {
    slowTo(rate, ceiling, since) {
      pace = { perMs: rate, ceiling, since };
      nextAt = Math.max(nextAt, since);
    },
    waitMs: (now) => (pace === null ? 0 : Math.max(0, Math.ceil(nextAt - now))),
    take(cost, now) {
      const rate = perMs(now);
      if (rate !== null) nextAt = Math.max(nextAt, now) + cost / rate;
    },
    perMs,
    learnt: () => pace,
  };
}
