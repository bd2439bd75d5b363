import { expect, test } from 'vitest';
import { shareOf } from './share-of.ts';

test('a bar is full at the most, empty for nothing, and shows a little for a little', () => {
  expect(shareOf(0.42, 5)).toBeCloseTo(8.4);
  expect(shareOf(7, 5)).toBe(100);
  expect(shareOf(0, 5)).toBe(0);
  expect(shareOf(0, 0)).toBe(0);
  expect(shareOf(1, 0)).toBe(100);
  expect(shareOf(0.0001, 5)).toBe(0.5);
});
