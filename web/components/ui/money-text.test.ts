import { expect, test } from 'vitest';
import { readMoney } from './money-text.ts';

test('an amount is read as people write it', () => {
  expect(['5', '5.00', '1,50', '.5', '$2', ' 7.5 ', '0', '0.0004', '5.'].map(readMoney)).toEqual([
    5, 5, 1.5, 0.5, 2, 7.5, 0, 0.0004, 5,
  ]);
});

test('nothing is no limit', () => {
  expect(['', ' ', '$'].map(readMoney)).toEqual([null, null, null]);
});

test('what is no amount is none', () => {
  for (const text of ['-1', 'five', '1.2.3', '1,000.50', '.', '1e3', '1000000', '5 €'])
    expect([text, readMoney(text)]).toEqual([text, undefined]);
});
