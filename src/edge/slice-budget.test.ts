import { expect, test } from 'vitest';
import { createManualClock } from '../../test/simulator/manual-clock.ts';
import { createSliceBudget } from './slice-budget.ts';

function setUp(photos = 90) {
  const clock = createManualClock();
  const bornAt = clock.now();
  const budget = createSliceBudget({ clock, bornAt, wallClockMs: 150_000, photos });
  return { clock, budget, after: (ms: number) => bornAt + ms };
}

test('claims for 45 % of the wall clock, waits for calls until 72 %, and wants to be followed five seconds before', async () => {
  const { clock, budget, after } = setUp();
  expect([budget.stopClaimingAt, budget.abortAt]).toEqual([after(67_500), after(108_000)]);
  expect(budget.doneAt).toBeLessThan(after(120_000));
  await clock.advance(62_400);
  expect(budget.isNearEnd()).toBe(false);
  await clock.advance(200);
  expect([budget.isNearEnd(), budget.isTimeLeft()]).toEqual([true, true]);
  await clock.advance(4600);
  expect(budget.isTimeLeft()).toBe(false);
});

test('has photos enough for a second of CPU, and wants to be followed while a third of them is left', () => {
  const { budget } = setUp();
  budget.claimed(59);
  expect([budget.left(), budget.isNearEnd()]).toEqual([31, false]);
  budget.claimed(1);
  expect([budget.left(), budget.isNearEnd()]).toEqual([30, true]);
});

test('goes on a little where requests still arrive, and no further', () => {
  const { budget } = setUp();
  budget.wasAsked();
  expect(budget.left()).toBe(90);
  budget.claimed(90);
  expect(budget.left()).toBe(0);
  budget.wasAsked();
  budget.wasAsked();
  expect(budget.left()).toBe(60);
});
