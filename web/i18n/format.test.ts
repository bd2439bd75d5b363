import { expect, test } from 'vitest';
import { en } from './en.ts';
import { es } from './es.ts';
import { createFormat } from './format.ts';

const format = createFormat(en.locale, en.time);

test('time left is rounded so that it does not flicker', () => {
  expect([2, 31, 56, 58, 100, 118, 240, 3900].map(format.rounded)).toEqual([
    '5 s',
    '30 s',
    '55 s',
    '60 s',
    '100 s',
    '2 min',
    '4 min',
    '1 h 5 min',
  ]);
});

test('a running time is exact', () => {
  expect([0.2, 53, 74, 3720].map(format.duration)).toEqual([
    'less than 1 s',
    '53 s',
    '1 min 14 s',
    '1 h 2 min',
  ]);
});

test('a limit is said as it was set, and so it stands in its field', () => {
  expect([5, 0.5, 1.005, 0.0025].map(format.limit)).toEqual(['$5.00', '$0.50', '$1.005', '$0.0025']);
  expect([5, 0.5, 0.0025, 0].map(format.amount)).toEqual(['5.00', '0.50', '0.0025', '0.00']);
});

test('the month of spending has its name', () => {
  expect(format.month('2026-11')).toBe('November');
});

test('money says free only when it is', () => {
  expect([0, 0.0004, 0.0149, 12.5].map(format.money)).toEqual(['free', 'less than $0.01', '$0.01', '$12.50']);
});

test('a capture time is shown as the camera wrote it, whatever zone the reader is in', () => {
  expect(format.takenDay('2012-09-03T23:59:00')).toBe('3 Sep 2012');
  expect(format.takenDay('2012-09-03T23:59:00+09:00')).toBe('3 Sep 2012');
  expect(format.takenTime('2012-09-03T23:59:00')).toBe('23:59');
  expect(format.takenDay('nonsense')).toBe('');
});

test('numbers follow the language', () => {
  expect(format.count(1284)).toBe('1,284');
  expect(createFormat(es.locale, es.time).count(12_840)).toBe('12.840');
});
