import { expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { en } from '../i18n/en.ts';
import { whenText } from './when-text.ts';

const speech = { words: en, format: createFormat('en-GB', en.time) };
const now = new Date(2026, 0, 1, 12, 0);
const said = (...parts: [number, number, number, number, number]) =>
  whenText(new Date(...parts).toISOString(), speech, now);

test('a time is told from today and yesterday, and by its day before', () => {
  expect(said(2026, 0, 1, 9, 5)).toBe('today at 09:05');
  expect(said(2025, 11, 31, 23, 59)).toBe('yesterday at 23:59');
  expect(said(2025, 11, 30, 18, 19)).toBe('30 December 2025 at 18:19');
});

test('a day of the same year needs no year', () => {
  const later = new Date(2026, 5, 20);
  expect(whenText(new Date(2026, 4, 2, 8, 0).toISOString(), speech, later)).toBe('2 May at 08:00');
});
