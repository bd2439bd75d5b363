import type { Analysis, Outcome } from '../vision/vision-model.ts';

/** What has been tried for an item so far. */
export interface Tried {
  /** Transient failures counted against it. */
  readonly errors: number;
  /** Unusable answers so far; they have a budget of their own. */
  readonly unusable: number;
}

/** What the lane looked like when the answer came. */
export interface LaneHealth {
  /** True where the provider answers other photos; only then is an unreachable provider this photo's fault. */
  readonly othersSucceed: boolean;
  /** 0 to 1, for jitter. */
  readonly random: number;
}

export type PauseReason =
  | 'user'
  | 'bad_key'
  | 'no_credit'
  | 'budget_reached'
  | 'model_unavailable'
  | 'provider_unreachable'
  | 'config';

export type Decision =
  | { readonly kind: 'answer'; readonly analysis: Analysis }
  | { readonly kind: 'fail'; readonly code: string; readonly detail: string }
  /** Try again later; `costs` says which budget this used up. */
  | { readonly kind: 'later'; readonly seconds: number; readonly costs: 'nothing' | 'error' | 'unusable' }
  | { readonly kind: 'pause'; readonly reason: PauseReason; readonly detail: string };

export const maxErrors = 6;
const maxUnusable = 2;

/** Wait before the next try, in seconds: full jitter on 0.5 s doubling to 60 s (AWS, "Exponential Backoff And Jitter"). */
export function backoffSeconds(errors: number, random: number): number {
  return random * Math.min(60, 0.5 * 2 ** errors);
}

/** Pure: an outcome and what was tried before → what happens to the item. */
export function decide(outcome: Outcome, tried: Tried, health: LaneHealth): Decision {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'answer', analysis: outcome.analysis };
    case 'refused':
      return { kind: 'fail', code: 'declined', detail: outcome.detail };
    case 'filtered':
      return { kind: 'fail', code: 'filtered', detail: outcome.detail };
    case 'photo_rejected':
      return { kind: 'fail', code: 'photo_rejected', detail: outcome.detail };
    case 'unusable':
      return unusable(outcome.reason, outcome.detail, tried);
    case 'throttled':
      return { kind: 'later', seconds: outcome.waitMs / 1000, costs: 'nothing' };
    case 'unreachable':
      return health.othersSucceed
        ? failedTry(outcome.detail, tried, health)
        : { kind: 'later', seconds: 1, costs: 'nothing' };
    case 'transient':
      return failedTry(outcome.detail, tried, health);
    case 'config_error':
      return { kind: 'pause', reason: outcome.cause, detail: outcome.detail };
    case 'out_of_money':
      return { kind: 'pause', reason: 'no_credit', detail: outcome.detail };
  }
}

function unusable(
  reason: 'cut_off' | 'no_answer' | 'not_json' | 'no_name',
  detail: string,
  tried: Tried,
): Decision {
  if (tried.unusable + 1 < maxUnusable) return { kind: 'later', seconds: 0, costs: 'unusable' };
  return { kind: 'fail', code: reason === 'cut_off' ? 'answer_cut_off' : 'answer_unusable', detail };
}

function failedTry(detail: string, tried: Tried, health: LaneHealth): Decision {
  if (tried.errors + 1 >= maxErrors) return { kind: 'fail', code: 'no_answer', detail };
  return { kind: 'later', seconds: backoffSeconds(tried.errors + 1, health.random), costs: 'error' };
}
