import { expect, test } from 'vitest';
import { proposeBudget, proposeRaise } from './propose-budget.ts';

test('a job may cost twice its estimate, and a dollar at the least', () => {
  expect(proposeBudget(0.02, null)).toBe(1);
  expect(proposeBudget(0.5, null)).toBe(1);
  expect(proposeBudget(1.234, null)).toBe(2.47);
  expect(proposeBudget(40, null)).toBe(80);
});

test('what the person set for every job is proposed instead', () => {
  expect(proposeBudget(40, 3)).toBe(3);
  expect(proposeBudget(0.02, 0)).toBe(0);
});

test('a raised limit is more than the old one and than what was spent', () => {
  expect(proposeRaise(1, 1.01)).toBe(2.02);
  expect(proposeRaise(1, 0.4)).toBe(2);
  expect(proposeRaise(0, 0)).toBe(0.01);
});
