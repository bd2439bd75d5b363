import type { Template } from '../names/template.ts';
import type { Limit } from './limits.ts';
import type { PauseReason } from './retry-policy.ts';

export type JobStatus = 'pending' | 'processing' | 'paused' | 'completed' | 'error' | 'canceled';
export type ItemStatus = 'pending' | 'processing' | 'completed' | 'error' | 'skipped' | 'canceled';

/** What a person asked for; stored with the job as it was understood (defaults filled in). */
export interface JobOptions {
  readonly language: string;
  readonly apply: 'automatic' | 'review' | 'nothing';
  readonly template: Template;
  readonly context: string;
  readonly alreadyNamed: 'skip' | 'again';
  readonly includeHandNamed: boolean;
  /** Asked anew though there is a stored analysis, which the answer replaces. */
  readonly lookAgain?: boolean | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly budgetUsd?: number | undefined;
}

export interface JobView {
  readonly id: string;
  readonly kind: 'rename' | 'look';
  readonly status: JobStatus;
  readonly reason: PauseReason | null;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly canceled: number;
  readonly processed: number;
  readonly remaining: number;
  readonly inFlight: number;
  readonly toReview: number;
  readonly unchanged: number;
  readonly undone: boolean;
  readonly progress: number;
  readonly ratePerMinute: number | null;
  readonly etaSeconds: number | null;
  readonly waitingUntil: string | null;
  readonly runningSeconds: number;
  readonly error: string | null;
  readonly provider: string;
  readonly model: string;
  readonly renameId: string | null;
  readonly options: JobOptions;
  readonly budgetUsd: number | null;
  readonly limitReached: { readonly of: Limit['of']; readonly usd: number } | null;
  readonly cost: {
    readonly usd: number;
    readonly priceKnown: boolean;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly calls: number;
    readonly reused: number;
  };
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly seq: number;
}

export interface ItemView {
  readonly photoId: string;
  readonly position: number;
  readonly status: ItemStatus;
  readonly suggestedName: string | null;
  readonly flags: readonly string[];
  readonly code: string | null;
  readonly detail: string | null;
  readonly canRetry: boolean;
  readonly tries: number;
}
