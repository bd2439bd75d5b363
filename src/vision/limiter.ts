import type { Clock } from '../clock.ts';
import { createGate } from './gate.ts';
import { createPacer } from './pacer.ts';
import { createRateBudget } from './rate-budget.ts';
import { readRateHeaders } from './rate-headers.ts';
import { createTrouble } from './trouble.ts';
import type { Outcome } from './vision-model.ts';
import { createWaitingLine } from './waiting-line.ts';
import { createCallWindow } from './window.ts';

/*
 * Keeps one lane (endpoint, key and model) as fast as its provider allows, for all jobs together. Four things hold a
 * call back, each for its own reason:
 *
 *   gate     the provider said "wait" or cannot be reached: nothing starts, then one call tries, then the rest
 *   window   calls in flight; cut at each throttle, the safety net where no headers say anything
 *   budgets  what the headers say is left of requests and tokens; keeps a content provider content
 *   pacers   after a throttle, evenly spaced starts at the rate learnt from headers or from what got through
 */

export interface LimiterOptions {
  readonly clock: Clock;
  /** Most calls in flight; what the window opens at. */
  readonly concurrency: number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Something that `state` or `room` tells has changed. */
  readonly onChange?: () => void;
}

export interface Permit {
  /** To be called once, when the call has ended; null for one that was called off. Later calls change nothing. */
  done(outcome: Outcome | null, headers?: Headers): void;
}

export interface LimiterState {
  readonly window: number;
  readonly inFlight: number;
  /** When the next call may start, in ms since the epoch; null while nothing is being waited for. */
  readonly waitingUntil: number | null;
  readonly reason: null | 'rate_limit' | 'unreachable';
  /** Since when every call has failed to reach the provider; null while it is reached. */
  readonly unreachableSince: number | null;
}

export interface Limiter {
  readonly concurrency: number;
  /** Resolves when a call may start; first come, first served. Rejects with the signal's reason when aborted. */
  acquire(estimatedTokens: number, signal: AbortSignal): Promise<Permit>;
  /** Rate headers of any response, as soon as they are there. */
  observe(headers: Headers): void;
  /** How many calls could start soon: 0 while the gate is closed. */
  room(): number;
  state(): LimiterState;
}

/** The first calls start this far apart: a provider that takes five a second refuses one call, not eleven. */
const openingGapMs = 10;
/** What is held back longer than this is told as waiting. */
const worthTellingMs = 2000;
/** A rate is learnt from the last minute of steady work; older starts and pauses would blur it. */
const longestStretchMs = 60_000;
const idleMs = 10_000;

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock } = options;
  const concurrency = Math.max(1, Math.floor(options.concurrency));
  const gate = createGate();
  const callWindow = createCallWindow(concurrency);
  const trouble = createTrouble(options.random);
  const budgets = { requests: createRateBudget(), tokens: createRateBudget() };
  const pacers = { requests: createPacer(), tokens: createPacer() };
  const line = createWaitingLine({ clock, holdUp, start });
  let inFlight = 0;
  let tokensInFlight = 0;
  let starts = 0;
  let lastStartAt = Number.NEGATIVE_INFINITY;
  // What got through since the gate last opened: the provider's rate, where it does not tell it.
  let stretch: Stretch = { since: clock.now(), started: 0, refused: 0 };
  let pacedBy: Stretch | null = null;

  /** How long a call of this size has to wait; null if only the end of another call can help. */
  function holdUp(tokens: number): number | null {
    const now = clock.now();
    if (!gate.admits(now)) return gate.isProbing() ? null : (gate.closedUntil() ?? now) - now;
    if (inFlight >= Math.max(1, Math.floor(callWindow.size()))) return null;
    const opening = starts < concurrency ? lastStartAt + openingGapMs - now : 0;
    return Math.max(0, opening, spacing('requests', 1, now), spacing('tokens', tokens, now));
  }

  function spacing(kind: 'requests' | 'tokens', cost: number, now: number): number {
    // While pacing, the budget is not asked: calls come one by one, and each would find nothing left.
    return pacers[kind].perMs(now) === null
      ? budgets[kind].waitMs(cost, now)
      : pacers[kind].waitMs(now);
  }

  function start(tokens: number): Permit {
    const startedAt = clock.now();
    const isProbe = gate.enter();
    const idle = inFlight === 0 && startedAt - lastStartAt > idleMs;
    if (idle || startedAt - stretch.since > longestStretchMs) stretch = newStretch(startedAt);
    const sentIn = stretch;
    stretch.started += 1;
    starts += 1;
    lastStartAt = startedAt;
    inFlight += 1;
    tokensInFlight += tokens;
    budgets.requests.take(1, startedAt);
    budgets.tokens.take(tokens, startedAt);
    pacers.requests.take(1, startedAt);
    pacers.tokens.take(tokens, startedAt);
    let ended = false;
    return {
      done(outcome, headers) {
        if (ended) return;
        ended = true;
        if (headers !== undefined) observe(headers);
        inFlight -= 1;
        tokensInFlight -= tokens;
        settle({ outcome, isProbe, startedAt, tokens, sentIn });
        line.move();
        options.onChange?.();
      },
    };
  }

  function settle(call: EndedCall): void {
    const { outcome, isProbe } = call;
    const now = clock.now();
    const closes = outcome === null ? null : trouble.judge(outcome, now);
    if (outcome?.kind === 'throttled') refused(call, outcome.waitMs, now);
    if (outcome?.kind === 'unreachable') callWindow.cut(call.startedAt, now);
    if (outcome !== null && isAnswer(outcome)) callWindow.succeeded();
    if (isProbe) gate.probed(outcome !== null && closes === null, now);
    if (closes !== null) gate.close(closes.until, closes.reason);
    if (isProbe && gate.closedUntil() === null) stretch = newStretch(now);
  }

  /** Learns a rate from a throttled call. */
  function refused(call: EndedCall, waitMs: number, now: number): void {
    callWindow.cut(call.startedAt, now);
    const { sentIn } = call;
    sentIn.refused += 1;
    // A straggler from before the gate closed tells nothing about the pace since.
    if (sentIn !== stretch) return;
    const tokensOut = budgets.tokens.isExhausted(call.tokens) && !budgets.requests.isExhausted(1);
    const kind = tokensOut ? 'tokens' : 'requests';
    const unit = tokensOut ? call.tokens : 1;
    const gotThrough = sentIn.started - sentIn.refused;
    const observed = gotThrough < 3 ? null : (gotThrough * unit) / (now - sentIn.since + waitMs + 1);
    const told = budgets[kind].isExhausted(unit) ? budgets[kind].perMs() : null;
    const ceiling = told !== null && (observed === null || told <= observed * 3) ? told : null;
    const current = pacers[kind].perMs(now);
    // Refused in spite of the pace: it was told wrongly, or somebody else uses the same key.
    const lower = current === null || pacedBy === sentIn ? null : current * 0.9;
    const rate = smallest(ceiling ?? observed, lower);
    if (rate === null) return;
    pacers[kind].slowTo(rate, ceiling, now);
    pacedBy = sentIn;
  }

  function observe(headers: Headers): void {
    const now = clock.now();
    const samples = readRateHeaders(headers, now);
    if (samples.requests !== null) budgets.requests.observe(samples.requests, Math.max(0, inFlight - 1), now);
    if (samples.tokens !== null) budgets.tokens.observe(samples.tokens, tokensInFlight, now);
  }

  function room(): number {
    const now = clock.now();
    if (gate.closedUntil() !== null) return gate.admits(now) && line.length() === 0 ? 1 : 0;
    const places = Math.max(1, Math.floor(callWindow.size())) - inFlight - line.length();
    const pace = pacers.requests.perMs(now);
    const soon = pace === null ? concurrency : Math.max(1, Math.ceil(pace * worthTellingMs)) - line.length();
    return Math.max(0, Math.min(places, soon));
  }

  function state(): LimiterState {
    const now = clock.now();
    const closedUntil = gate.closedUntil();
    const budgetWait = line.length() === 0 ? 0 : (holdUp(line.firstTokens()) ?? 0);
    const waits = budgetWait > worthTellingMs;
    const reason = gate.reason();
    return {
      window: Math.max(1, Math.floor(callWindow.size())),
      inFlight,
      waitingUntil: closedUntil ?? (waits ? now + budgetWait : null),
      reason: reason === 'stopped' ? null : (reason ?? (waits ? 'rate_limit' : null)),
      unreachableSince: trouble.unreachableSince(),
    };
  }

  return { concurrency, acquire: line.join, observe, room, state };
}

interface Stretch {
  readonly since: number;
  started: number;
  refused: number;
}

interface EndedCall {
  readonly outcome: Outcome | null;
  readonly isProbe: boolean;
  readonly startedAt: number;
  readonly tokens: number;
  readonly sentIn: Stretch;
}

function newStretch(since: number): Stretch {
  return { since, started: 0, refused: 0 };
}

/** The provider did its work, whatever it said. */
function isAnswer(outcome: Outcome): boolean {
  return ['ok', 'refused', 'filtered', 'unusable'].includes(outcome.kind);
}

function smallest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
