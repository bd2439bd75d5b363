import type { GateReason } from './gate.ts';
import type { Outcome } from './vision-model.ts';

/** Judges ended calls: whether nothing should start for a while, and until when. */
export interface Trouble {
  judge(outcome: Outcome, now: number): { readonly until: number; readonly reason: GateReason } | null;
  unreachableSince(): number | null;
}

const inARow = 5;
const firstPauseMs = 30_000;
const longestPauseMs = 5 * 60_000;
/** Where a job has been paused for it, the provider is still tried once a minute. */
const longSinceMs = 15 * 60_000;
const longSincePauseMs = 60_000;
const backoffBaseMs = 500;
const longestBackoffMs = 60_000;
/** After a wrong key or an empty account: long enough for the job to pause, short enough to go on once it is mended. */
const stopMs = 1000;

export function createTrouble(random: () => number): Trouble {
  let throttles = 0;
  let failures = 0;
  let failingSince: number | null = null;
  let pauses = 0;
  // Calls in flight when the gate closes fail too; only what fails after it counts as once more.
  let closedUntil = Number.NEGATIVE_INFINITY;

  function throttled(waitMs: number, now: number) {
    if (now >= closedUntil) throttles += 1;
    // Full jitter, and a little on top of a wait that was named: it is a minimum, and others wait for it too.
    const backoff = random() * Math.min(longestBackoffMs, backoffBaseMs * 2 ** Math.min(throttles - 1, 10));
    const wait = Math.max(waitMs * (1 + 0.2 * random()), backoff, 1);
    return close(now + wait, 'rate_limit');
  }

  function unreachable(now: number) {
    failures += 1;
    failingSince ??= now;
    if (failures < inARow) return null;
    if (now >= closedUntil) pauses += 1;
    const longest = now - failingSince >= longSinceMs ? longSincePauseMs : longestPauseMs;
    return close(now + Math.min(longest, firstPauseMs * 2 ** Math.min(pauses - 1, 10)), 'unreachable');
  }

  function close(until: number, reason: GateReason) {
    closedUntil = Math.max(closedUntil, until);
    return { until, reason };
  }

  return {
    judge(outcome, now) {
      if (outcome.kind === 'unreachable') return unreachable(now);
      failures = 0;
      pauses = 0;
      failingSince = null;
      if (outcome.kind === 'throttled') return throttled(outcome.waitMs, now);
      if (outcome.kind === 'config_error' || outcome.kind === 'out_of_money')
        return close(now + stopMs, 'stopped');
      throttles = 0;
      return null;
    },
    unreachableSince: () => (failures >= inARow ? failingSince : null),
  };
}
