import { assert, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { finalStatus } from './final-status.ts';

const of = (total: number, ...[succeeded, failed, skipped, canceled]: [number, number, number, number]) =>
  finalStatus({ total, succeeded, failed, skipped, canceled });

test('a job has not ended while an item has not', () => {
  expect(of(3, 1, 1, 0, 0)).toBeNull();
});

test('a job without items has ended', () => {
  expect(of(0, 0, 0, 0, 0)).toBe('completed');
});

test('some failed photos never fail a job', () => {
  expect(of(3, 1, 2, 0, 0)).toBe('completed');
  expect(of(3, 0, 2, 1, 0)).toBe('completed');
});

test('a job of which nothing but failures came is an error', () => {
  expect(of(2, 0, 2, 0, 0)).toBe('error');
});

test('one canceled photo makes it canceled, whatever else', () => {
  expect(of(4, 1, 1, 1, 1)).toBe('canceled');
});

test('there is a final status exactly when every item is counted', () => {
  const counts = record({ succeeded: nat(5), failed: nat(5), skipped: nat(5), canceled: nat(5) });
  assert(
    property(counts, nat(3), (ended, live) => {
      const total = Object.values(ended).reduce((sum, n) => sum + n, live);
      expect(finalStatus({ ...ended, total }) === null).toBe(live > 0);
    }),
  );
});
