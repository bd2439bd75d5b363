import { describe, expect, it } from 'vitest';
import { readDuration, readRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-11-24T08:00:00Z');

describe('the wait a server asks for', () => {
  it.each([
    ['whole seconds', { 'retry-after': '20' }, '', 20_000],
    ['an hour', { 'retry-after': '3600' }, '', 3_600_000],
    ['zero', { 'retry-after': '0' }, '', 0],
    ['the exact header before the rounded one', { 'retry-after': '1', 'retry-after-ms': '640' }, '', 640],
    ['a date', { 'retry-after': 'Tue, 24 Nov 2026 08:00:30 GMT' }, '', 30_000],
    ['a date that is over', { 'retry-after': 'Tue, 24 Nov 2026 07:00:00 GMT' }, '', 0],
    ['a header before the sentence', { 'retry-after': '2' }, 'Please try again in 634ms.', 2000],
    ['the sentence, in ms', {}, 'Please try again in 634ms.', 634],
    ['the sentence, in seconds', {}, 'Please try again in 5.289s.', 5289],
    ['the sentence, in minutes', {}, 'Please try again in 7m12s.', 432_000],
    ['the sentence, in words', {}, 'Retry after 20 seconds', 20_000],
    ['the sentence behind a garbage header', { 'retry-after': 'soon' }, 'try again in 2s', 2000],
    ['no more than a day', { 'retry-after': '99999999' }, '', 86_400_000],
  ])('is read from %s', (_, headers: Record<string, string>, message, wait) => {
    expect(readRetryAfter(new Headers(headers), message, now)).toBe(wait);
  });

  it.each(['', 'soon', '-5', 'NaN', '1e9', '2026'.repeat(3) + 'x'])('is unknown for %j', (value) => {
    expect(readRetryAfter(new Headers({ 'retry-after': value }), '', now)).toBeNull();
  });
});

describe('durations', () => {
  it.each([
    ['120ms', 120],
    ['1s', 1000],
    ['6m0s', 360_000],
    ['2m59.56s', 179_560],
    ['1h2m', 3_720_000],
    ['30', 30_000],
    ['20 seconds', 20_000],
  ])('%s is %i ms', (text, ms) => {
    expect(readDuration(text)).toBeCloseTo(ms);
  });

  it('are not read into anything else', () => {
    expect(readDuration('later')).toBeNull();
  });
});
