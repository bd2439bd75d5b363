import type { LaneReport } from './limiter-store.ts';
import type { Outcome } from './vision-model.ts';

export const never = new AbortController().signal;

export const ok: Outcome = {
  kind: 'ok',
  usage: { inputTokens: 1000, outputTokens: 80, costNano: 0 },
  requestId: null,
  analysis: {
    subject: 'a',
    title: 'a',
    short: 'a',
    alt: 'a',
    keywords: [],
    text: '',
    confidence: 'high',
    problem: 'none',
  },
};

export const throttled = (waitMs: number): Outcome => ({ kind: 'throttled', waitMs, detail: '' });

/** What a process tells of a lane where nothing was learnt. */
export const nothing: LaneReport = {
  isUsing: true,
  inFlight: 0,
  closedForMs: 0,
  reason: null,
  requests: null,
  tokens: null,
};
