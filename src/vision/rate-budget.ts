import type { RateSample } from './rate-headers.ts';

/** One budget of a provider (requests or tokens) as its headers describe it: what is left, and when it is whole again. */
export interface RateBudget {
  /** `inFlightCost` may not have been counted by the provider yet, and is taken off. */
  observe(sample: RateSample, inFlightCost: number, now: number): void;
  /** How long until `cost` can be taken; 0 where nothing forbids it. */
  waitMs(cost: number, now: number): number;
  take(cost: number, now: number): void;
  /** The provider's last word was that `cost` is not left. */
  isExhausted(cost: number): boolean;
  /** What may be left, null where the headers do not tell. */
  left(now: number): number | null;
  /** Units per ms that can be kept up, null where the headers do not tell. */
  perMs(): number | null;
}

/** Budgets that last longer than this are counted, never spread: a thousand a day are not one in 86 s. */
const longestSpreadMs = 10 * 60_000;
const unstatedResetMs = 60_000;

export function createRateBudget(): RateBudget {
  let last: RateSample | null = null;
  let level = 0;
  let levelAt = 0;
  let wholeAt = 0;
  let rate = createRateEstimate();

  function fill(sample: RateSample, now: number): void {
    if (now >= wholeAt) level = sample.limit;
    else level = Math.min(sample.limit, level + (rate.perMs() ?? 0) * (now - levelAt));
    levelAt = now;
  }

  return {
    observe(sample, inFlightCost, now) {
      if (last?.limit !== sample.limit) rate = createRateEstimate();
      last = sample;
      rate.add(sample);
      level = Math.max(0, sample.remaining - inFlightCost);
      levelAt = now;
      wholeAt = now + (sample.resetMs ?? unstatedResetMs);
    },
    waitMs(cost, now) {
      if (last === null) return 0;
      fill(last, now);
      // A call larger than the whole budget has to be let through; the provider will say what it thinks of it.
      const missing = Math.min(cost, last.limit) - level;
      if (missing <= 1e-6) return 0;
      const perMs = rate.perMs();
      const untilWhole = Math.max(1, wholeAt - now);
      return perMs === null ? untilWhole : Math.max(1, Math.min(untilWhole, Math.ceil(missing / perMs)));
    },
    take(cost, now) {
      if (last === null) return;
      fill(last, now);
      level = Math.max(0, level - cost);
    },
    left(now) {
      if (last === null) return null;
      fill(last, now);
      return level;
    },
    isExhausted: (cost) => last !== null && last.remaining < cost,
    perMs() {
      const perMs = rate.perMs();
      return last === null || perMs === null || last.limit / perMs > longestSpreadMs ? null : perMs;
    },
  };
}

/** A little under what is allowed: clocks differ, and the provider counts calls when they arrive. */
const share = 0.95;

/**
 * The rate behind `limit`, `remaining` and `reset`, without believing that a limit is per minute. Two kinds of servers
 * send these headers. One refills all the time and says when it will be full: (limit − remaining) ÷ reset. One starts
 * anew at the end of a window and says when that is: limit ÷ the longest reset seen. The smaller one is right for both.
 */
function createRateEstimate() {
  let mostUsed = 0;
  let refilling: number | null = null;
  let longestReset = 0;
  let limit = 0;
  return {
    add(sample: RateSample): void {
      limit = sample.limit;
      const used = sample.limit - sample.remaining;
      if (sample.resetMs === null || sample.resetMs <= 0 || used <= 0) return;
      longestReset = Math.max(longestReset, sample.resetMs);
      // Resets are rounded; the more is used the less that matters.
      if (used < mostUsed) return;
      mostUsed = used;
      refilling = used / sample.resetMs;
    },
    perMs: () => (refilling === null ? null : Math.min(refilling, limit / longestReset) * share),
  };
}
