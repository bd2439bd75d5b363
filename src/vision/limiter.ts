import type { Clock } from '../clock.ts';
import { createGate } from './gate.ts';
import { asLearnt, createLanePart } from './lane-part.ts';
import type { LaneReport, SharedLane } from './limiter-store.ts';
import { createOpening } from './opening.ts';
import { createRateKeeper, type RateState, type Stretch } from './rate-keeper.ts';
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
 *
 * Other processes may use the same lane. Then each takes its part of the window and of every rate, and a wait that one
 * was told is everybody's; `lane-sharing.ts` carries the news between them. After a wait they come back one after the
 * other, in order of their places.
 */

export interface LimiterOptions {
  readonly clock: Clock;
  /** Most calls in flight; what the window opens at. */
  readonly concurrency: number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Whether other processes may use the lane too: then nothing starts before the first `share`. */
  readonly isShared?: boolean;
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
  /** What is known of the provider's limits; null where there are none to keep. */
  readonly rates: RateState | null;
}

export interface Limiter {
  /** This process's part of the most calls in flight; 1 at least. */
  readonly concurrency: number;
  /** Resolves when a call may start; first come, first served. Rejects with the signal's reason when aborted. */
  acquire(estimatedTokens: number, signal: AbortSignal): Promise<Permit>;
  /** Rate headers of any response, as soon as they are there. */
  observe(headers: Headers): void;
  /** How many calls could start soon: 0 while the gate is closed. */
  room(): number;
  state(): LimiterState;
  /** Takes in what all processes know together. */
  share(lane: SharedLane): void;
  /** Others have the lane to themselves until the next call. */
  rest(): void;
  /** What the others should know. */
  report(): LaneReport;
  /** The others do not know yet what happened here, or a call waits to hear of them. */
  hasNews(): boolean;
  /** Nothing was shared yet, or not since the last `rest`. */
  isNew(): boolean;
  /** Nothing may begin before the others are heard. */
  mustHear(): boolean;
  isInUse(): boolean;
  /** Its first calls are starting, and nobody knows yet what the provider makes of them. */
  isOpening(): boolean;
}

/** What is held back longer than this is told as waiting. */
const worthTellingMs = 2000;
/** Who has asked for nothing for this long leaves the lane to others. */
const inUseMs = 1000;

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock } = options;
  const widest = Math.max(1, Math.floor(options.concurrency));
  const gate = createGate();
  const callWindow = createCallWindow(widest);
  const trouble = createTrouble(options.random);
  const rates = createRateKeeper(clock.now());
  const part = createLanePart(options.isShared === true);
  const opening = createOpening({ places: () => part.of(widest), sharers: part.sharers });
  const line = createWaitingLine({ clock, holdUp, start });
  let inFlight = 0;
  let tokensInFlight = 0;
  let usedAt = Number.NEGATIVE_INFINITY;

  /** How long a call of this size has to wait; null if only the end of another call can help. */
  function holdUp(tokens: number): number | null {
    const now = clock.now();
    if (part.mustHear()) return null;
    if (!gate.admits(now)) return gate.isProbing() ? null : (gate.closedUntil() ?? now) - now;
    if (inFlight >= part.of(callWindow.size())) return null;
    return Math.max(0, opening.waitMs(now), rates.waitMs(tokens, now));
  }

  function start(tokens: number): Permit {
    const startedAt = clock.now();
    const call = {
      isProbe: gate.enter(),
      startedAt,
      tokens,
      sentIn: rates.take(tokens, inFlight, startedAt),
    };
    opening.started(startedAt);
    usedAt = startedAt;
    inFlight += 1;
    tokensInFlight += tokens;
    if (part.hasNews(inFlight)) options.onChange?.();
    let ended = false;
    return {
      done(outcome, headers) {
        if (ended) return;
        ended = true;
        if (outcome !== null) opening.answered();
        if (headers !== undefined) observe(headers);
        inFlight -= 1;
        tokensInFlight -= tokens;
        settle(call, outcome);
        line.move();
        options.onChange?.();
      },
    };
  }

  function settle(call: StartedCall, outcome: Outcome | null): void {
    const now = clock.now();
    const closes = outcome === null ? null : trouble.judge(outcome, now);
    if (outcome?.kind === 'throttled') rates.refused(call, outcome.waitMs, now);
    if (outcome?.kind === 'throttled' || outcome?.kind === 'unreachable') callWindow.cut(call.startedAt, now);
    if (outcome !== null && isAnswer(outcome)) callWindow.succeeded();
    if (call.isProbe) gate.probed(outcome !== null && closes === null, now);
    if (closes !== null) {
      gate.close(closes.until + part.turnMs(rates.pace(now)), closes.reason);
      part.closed(closes.until, closes.reason);
    }
    if (call.isProbe && gate.closedUntil() === null) rates.reopened(now);
  }

  function observe(headers: Headers): void {
    rates.observe(headers, { calls: Math.max(0, inFlight - 1), tokens: tokensInFlight }, clock.now());
  }

  function room(): number {
    const now = clock.now();
    if (gate.closedUntil() !== null) return gate.admits(now) && line.length() === 0 ? 1 : 0;
    const places = part.of(callWindow.size()) - inFlight - line.length();
    const pace = rates.pace(now);
    const soon = pace === null ? widest : Math.max(1, Math.ceil(pace * worthTellingMs)) - line.length();
    return Math.max(0, Math.min(places, soon));
  }

  function state(): LimiterState {
    const now = clock.now();
    const budgetWait = line.length() === 0 ? 0 : (holdUp(line.firstTokens()) ?? 0);
    const waits = budgetWait > worthTellingMs;
    const reason = gate.reason();
    return {
      window: part.of(callWindow.size()),
      inFlight,
      waitingUntil: gate.closedUntil() ?? (waits ? now + budgetWait : null),
      reason: reason === 'stopped' ? null : (reason ?? (waits ? 'rate_limit' : null)),
      unreachableSince: trouble.unreachableSince(),
      rates: rates.state(now),
    };
  }

  function share(lane: SharedLane): void {
    const now = clock.now();
    part.take(lane);
    rates.sharedBy(lane.sharers);
    rates.adopt({ requests: asLearnt(lane.requests, now), tokens: asLearnt(lane.tokens, now) });
    const until = now + lane.closedForMs + part.turnMs(rates.pace(now));
    if (lane.reason !== null && until > (gate.closedUntil() ?? now)) {
      gate.close(until, lane.reason);
      options.onChange?.();
    }
    line.move();
  }

  function isInUse(): boolean {
    return inFlight > 0 || asksMore();
  }

  /** Who only waits for answers needs no share: others may begin as those come. */
  function asksMore(): boolean {
    return line.length() > 0 || clock.now() - usedAt < inUseMs;
  }

  return {
    get concurrency() {
      return part.of(widest);
    },
    acquire(tokens, signal) {
      usedAt = clock.now();
      const joined = line.join(tokens, signal);
      if (part.mustHear()) options.onChange?.();
      return joined;
    },
    observe,
    room,
    state,
    share,
    rest: part.rest,
    report: () => part.report({ asksMore: asksMore(), inFlight }, rates.learnt(), clock.now()),
    hasNews: () => part.hasNews(inFlight) || (part.mustHear() && line.length() > 0),
    isNew: part.isNew,
    mustHear: part.mustHear,
    isInUse,
    isOpening: opening.isUnanswered,
  };
}

interface StartedCall {
  readonly isProbe: boolean;
  readonly startedAt: number;
  readonly tokens: number;
  readonly sentIn: Stretch;
}

/** The provider did its work, whatever it said. */
function isAnswer(outcome: Outcome): boolean {
  return ['ok', 'refused', 'filtered', 'unusable'].includes(outcome.kind);
}
