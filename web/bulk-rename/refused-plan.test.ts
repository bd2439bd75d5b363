import { expect, test } from 'vitest';
import { ApiProblem } from '../problem.ts';
import { refusedPlan } from './refused-plan.ts';

const problem = (code: string, body: Record<string, unknown> = {}) =>
  new ApiProblem({ status: 409, code, detail: '', body });

test('a changed plan brings the rows of the new one, without what is no row', () => {
  const row = { photoId: 'a', from: 'A.jpg', to: 'b.jpg', status: 'ok' };
  expect(refusedPlan(problem('plan_changed', { rows: [row, { photoId: 1 }, null] }))).toEqual({
    rows: [row],
    gone: [],
  });
});

test('photos that are gone are named', () => {
  expect(refusedPlan(problem('unknown_photos', { photoIds: ['a', 7] }))).toEqual({ rows: [], gone: ['a'] });
});

test('any other failure is no refusal', () => {
  expect(refusedPlan(problem('unreachable'))).toBeNull();
  expect(refusedPlan(new Error('x'))).toBeNull();
});
