import type { LaneReport, Pace, SharedLane } from './limiter-store.ts';
import type { LearntPace } from './pacer.ts';
import type { LearntRates } from './rate-keeper.ts';

/** What this process has of a lane that others may use too. */
export interface LanePart {
  /**
   * This process's part of so many places, less while others still fill more than theirs; 1 at least. All parts together
   * are the whole, if it has enough for each.
   */
  of(whole: number): number;
  sharers(): number;
  /** How long after a wait this process begins again, so that they come one after the other; `perMs` is its own pace. */
  turnMs(perMs: number | null): number;
  /** The provider told this process to wait. */
  closed(until: number, reason: LaneReport['reason']): void;
  take(lane: SharedLane): void;
  /** Leaves its part to the others; before the next call they have to be heard anew. */
  rest(): void;
  report(use: { asksMore: boolean; inFlight: number }, rates: LearntRates, now: number): LaneReport;
  /** The others do not know yet what happened here: a wait, or several calls more than they were told of. */
  hasNews(inFlight: number): boolean;
  /** What others do is not known, not yet or not any more. */
  isNew(): boolean;
  /** The same, or others may have taken its part meanwhile: nothing may begin before they are heard. */
  mustHear(): boolean;
}

/** After a wait processes come back this far apart, where no rate is known. */
const apartMs = 100;
const longestApartMs = 1000;
/** Somebody who joins meanwhile would begin as many calls too much. */
const worthTelling = 4;

export function createLanePart(isShared: boolean): LanePart {
  let isNew = isShared;
  // It told the others that it asks for nothing, so they may have taken its part.
  let isOut = false;
  let isComing = false;
  let hasNews = false;
  let sharers = 1;
  let place = 0;
  let othersInFlight = 0;
  let toldInFlight = 0;
  let told: { readonly until: number; readonly reason: LaneReport['reason'] } = { until: 0, reason: null };
  return {
    of: (whole) =>
      Math.max(1, Math.min(Math.floor((whole + sharers - 1 - place) / sharers), whole - othersInFlight)),
    sharers: () => sharers,
    turnMs: (perMs) => place * (perMs === null ? apartMs : Math.min(longestApartMs, 1 / (perMs * sharers))),
    closed(until, reason) {
      if (until <= told.until) return;
      told = { until, reason };
      hasNews = isShared;
    },
    take(lane) {
      isNew = false;
      if (isComing) isOut = false;
      ({ sharers, place, othersInFlight } = lane);
    },
    rest() {
      isNew = isShared;
      [sharers, place, othersInFlight] = [1, 0, 0];
    },
    report({ asksMore, inFlight }, rates, now) {
      hasNews = false;
      isComing = asksMore;
      isOut ||= isShared && !asksMore;
      toldInFlight = inFlight;
      const closedForMs = Math.max(0, told.until - now);
      return {
        isUsing: asksMore,
        inFlight,
        closedForMs,
        reason: closedForMs === 0 ? null : told.reason,
        requests: asPace(rates.requests, now),
        tokens: asPace(rates.tokens, now),
      };
    },
    hasNews: (inFlight) => hasNews || (isShared && inFlight - toldInFlight >= worthTelling),
    isNew: () => isNew,
    mustHear: () => isNew || isOut,
  };
}

const asPace = (learnt: LearntPace | null, now: number): Pace | null =>
  learnt === null ? null : { perMs: learnt.perMs, ceiling: learnt.ceiling, learntMsAgo: now - learnt.since };

/** The same by this process's clock. */
export function asLearnt(pace: Pace | null, now: number): LearntPace | null {
  return pace === null ? null : { perMs: pace.perMs, ceiling: pace.ceiling, since: now - pace.learntMsAgo };
}
