import { createPacer, type LearntPace } from './pacer.ts';
import { createRateBudget } from './rate-budget.ts';
import { readRateHeaders } from './rate-headers.ts';

/** Starts since the gate last opened: what got through is the provider's rate, where it does not tell it. */
export interface Stretch {
  readonly since: number;
  started: number;
  refused: number;
}

export interface InFlight {
  readonly calls: number;
  readonly tokens: number;
}

export interface LearntRates {
  readonly requests: LearntPace | null;
  readonly tokens: LearntPace | null;
}

/**
 * Spreads starts over time, by what headers say and by what throttles teach. Where several processes share the limit,
 * all rates are those of all of them together, and each takes the others to do what it does itself: a call of one is
 * counted once for each.
 */
export interface RateKeeper {
  /** So many processes use this limit. */
  sharedBy(processes: number): void;
  /** What was learnt here, or here last. */
  learnt(): LearntRates;
  /** What others learnt, if it is newer. */
  adopt(rates: LearntRates): void;
  /** How long a call of this size has to wait. */
  waitMs(tokens: number, now: number): number;
  /** A call starts; the stretch it belongs to comes back with it. */
  take(tokens: number, othersInFlight: number, now: number): Stretch;
  observe(headers: Headers, others: InFlight, now: number): void;
  /** A call of this size, sent in that stretch, was throttled and told to wait. */
  refused(call: { readonly tokens: number; readonly sentIn: Stretch }, waitMs: number, now: number): void;
  /** The gate has opened again. */
  reopened(now: number): void;
  /** Requests per ms that this process may start, null while they are not paced. */
  pace(now: number): number | null;
  /** What headers and throttles have taught, of all processes together. */
  state(now: number): RateState;
}

export interface RateState {
  readonly requests: { readonly left: number | null; readonly perSecond: number | null };
  readonly tokens: { readonly left: number | null; readonly perSecond: number | null };
}

/** A rate is learnt from the last minute of steady work; older starts and pauses would blur it. */
const longestStretchMs = 60_000;
const idleMs = 10_000;
/** A time that was told by way of another clock is not exact. */
const sameMomentMs = 50;

export function createRateKeeper(startedAt: number): RateKeeper {
  const budgets = { requests: createRateBudget(), tokens: createRateBudget() };
  const pacers = { requests: createPacer(), tokens: createPacer() };
  let stretch = newStretch(startedAt);
  let pacedBy: Stretch | null = null;
  let lastStartAt = Number.NEGATIVE_INFINITY;
  let processes = 1;

  function spacing(kind: 'requests' | 'tokens', cost: number, now: number): number {
    // While pacing, the budget is not asked: calls come one by one, and each would find nothing left.
    return pacers[kind].perMs(now) === null
      ? budgets[kind].waitMs(cost * processes, now)
      : pacers[kind].waitMs(now);
  }

  function refused(call: { tokens: number; sentIn: Stretch }, waitMs: number, now: number): void {
    const { sentIn } = call;
    sentIn.refused += 1;
    // A straggler from before the gate closed tells nothing about the pace since.
    if (sentIn !== stretch) return;
    const tokensOut = budgets.tokens.isExhausted(call.tokens) && !budgets.requests.isExhausted(1);
    const kind = tokensOut ? 'tokens' : 'requests';
    const unit = tokensOut ? call.tokens : 1;
    const gotThrough = (sentIn.started - sentIn.refused) * processes;
    const observed = gotThrough < 3 ? null : (gotThrough * unit) / (now - sentIn.since + waitMs + 1);
    const told = budgets[kind].isExhausted(unit) ? budgets[kind].perMs() : null;
    // Headers that promise far more than ever got through are not believed.
    const ceiling = told !== null && (observed === null || told <= observed * 3) ? told : null;
    const current = pacers[kind].perMs(now);
    // Refused in spite of the pace: it was told wrongly, or somebody else uses the same key.
    const lower = current === null || pacedBy === sentIn ? null : current * 0.9;
    const rate = smallest(ceiling ?? observed, lower);
    if (rate === null) return;
    pacers[kind].slowTo(rate, ceiling, now);
    pacedBy = sentIn;
  }

  function stateOf(kind: 'requests' | 'tokens', now: number) {
    const perMs = pacers[kind].perMs(now);
    return { left: budgets[kind].left(now), perSecond: perMs === null ? null : perMs * 1000 };
  }

  return {
    state: (now) => ({ requests: stateOf('requests', now), tokens: stateOf('tokens', now) }),
    waitMs: (tokens, now) => Math.max(spacing('requests', 1, now), spacing('tokens', tokens, now)),
    take(tokens, othersInFlight, now) {
      const idle = othersInFlight === 0 && now - lastStartAt > idleMs;
      if (idle || now - stretch.since > longestStretchMs) stretch = newStretch(now);
      stretch.started += 1;
      lastStartAt = now;
      for (const { requests, tokens: budget } of [budgets, pacers]) {
        requests.take(processes, now);
        budget.take(tokens * processes, now);
      }
      return stretch;
    },
    observe(headers, others, now) {
      const samples = readRateHeaders(headers, now);
      if (samples.requests !== null)
        budgets.requests.observe(samples.requests, others.calls * processes, now);
      if (samples.tokens !== null) budgets.tokens.observe(samples.tokens, others.tokens * processes, now);
    },
    refused,
    reopened(now) {
      stretch = newStretch(now);
    },
    pace(now) {
      const perMs = pacers.requests.perMs(now);
      return perMs === null ? null : perMs / processes;
    },
    sharedBy(count) {
      processes = count;
    },
    learnt: () => ({ requests: pacers.requests.learnt(), tokens: pacers.tokens.learnt() }),
    adopt(rates) {
      for (const kind of ['requests', 'tokens'] as const) {
        const [told, own] = [rates[kind], pacers[kind].learnt()];
        if (told === null || (own !== null && own.since + sameMomentMs >= told.since)) continue;
        pacers[kind].slowTo(told.perMs, told.ceiling, told.since);
        // Calls of this stretch were sent before that was known: their refusals are no reason to go slower still.
        pacedBy = stretch;
      }
    },
  };
}

function newStretch(since: number): Stretch {
  return { since, started: 0, refused: 0 };
}

function smallest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
