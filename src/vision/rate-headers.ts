import { readDuration } from './retry-after.ts';

/** What a response says about one budget. */
export interface RateSample {
  readonly limit: number;
  readonly remaining: number;
  /** Until the budget is whole again (or its window ends), in ms; null if not said. */
  readonly resetMs: number | null;
}

export interface RateSamples {
  readonly requests: RateSample | null;
  readonly tokens: RateSample | null;
}

/** Names in use: OpenAI's and most others', Anthropic's, and the plain ones of proxies and the RFC draft. */
const families: readonly { requests: readonly string[]; tokens: readonly string[] }[] = [
  {
    requests: ['x-ratelimit-limit-requests', 'x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
    tokens: ['x-ratelimit-limit-tokens', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  },
  {
    requests: [
      'anthropic-ratelimit-requests-limit',
      'anthropic-ratelimit-requests-remaining',
      'anthropic-ratelimit-requests-reset',
    ],
    tokens: [
      'anthropic-ratelimit-tokens-limit',
      'anthropic-ratelimit-tokens-remaining',
      'anthropic-ratelimit-tokens-reset',
    ],
  },
  { requests: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'], tokens: [] },
  { requests: ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'], tokens: [] },
];

export function readRateHeaders(headers: Headers, now: number): RateSamples {
  for (const family of families) {
    const requests = readSample(headers, family.requests, now);
    const tokens = readSample(headers, family.tokens, now);
    if (requests !== null || tokens !== null) return { requests, tokens };
  }
  return { requests: null, tokens: null };
}

function readSample(headers: Headers, names: readonly string[], now: number): RateSample | null {
  const [limitName, remainingName, resetName] = names;
  if (limitName === undefined || remainingName === undefined || resetName === undefined) return null;
  const limit = amount(headers.get(limitName));
  const remaining = amount(headers.get(remainingName));
  if (limit === null || remaining === null || limit <= 0) return null;
  return { limit, remaining: Math.min(remaining, limit), resetMs: readReset(headers.get(resetName), now) };
}

function amount(text: string | null): number | null {
  const digits = /^\s*(\d+)/u.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** A duration, seconds, or a moment: epoch in seconds or milliseconds, ISO date. */
function readReset(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{4}-\d{2}-\d{2}T/u.test(text)) {
    const moment = Date.parse(text);
    return Number.isNaN(moment) ? null : Math.max(0, moment - now);
  }
  const duration = readDuration(text);
  if (duration === null) return null;
  if (duration >= 1e15) return Math.max(0, duration / 1000 - now);
  return duration >= 1e12 ? Math.max(0, duration - now) : duration;
}
