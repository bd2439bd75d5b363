import { describe, expect, it } from 'vitest';
import { readRateHeaders } from './rate-headers.ts';

const now = 1_790_000_000_000;

describe('rate headers', () => {
  it('are read in the form of OpenAI', () => {
    const headers = new Headers({
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '198600',
      'x-ratelimit-reset-tokens': '6m0s',
    });
    expect(readRateHeaders(headers, now)).toEqual({
      requests: { limit: 500, remaining: 499, resetMs: 120 },
      tokens: { limit: 200_000, remaining: 198_600, resetMs: 360_000 },
    });
  });

  it.each([
    ['seconds', '30', 30_000],
    ['a moment in seconds', String(now / 1000 + 10), 10_000],
    ['a moment in milliseconds', String(now + 10_000), 10_000],
    ['a date', new Date(now + 10_000).toISOString(), 10_000],
    ['nothing', null, null],
  ])('take a reset given as %s', (_, reset, resetMs) => {
    const headers = new Headers({ 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0' });
    if (reset !== null) headers.set('x-ratelimit-reset', reset);
    expect(readRateHeaders(headers, now).requests).toEqual({ limit: 60, remaining: 0, resetMs });
  });

  it('are nothing where they are missing or make no sense', () => {
    expect(readRateHeaders(new Headers(), now)).toEqual({ requests: null, tokens: null });
    const nonsense = new Headers({ 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '-' });
    expect(readRateHeaders(nonsense, now).requests).toBeNull();
  });
});
