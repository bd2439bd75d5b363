import { describe, expect, test } from 'vitest';
import type { Outcome } from '../vision/vision-model.ts';
import { backoffSeconds, decide, maxErrors } from './retry-policy.ts';

const usage = { inputTokens: 1, outputTokens: 1, costNano: 1 };
const fresh = { errors: 0, unusable: 0 };
const alone = { othersSucceed: false, random: 1 };
const amongOthers = { othersSucceed: true, random: 1 };

describe('after an outcome', () => {
  test.each([
    [{ kind: 'refused', detail: 'd', usage }, 'declined'],
    [{ kind: 'filtered', detail: 'd', usage }, 'filtered'],
    [{ kind: 'photo_rejected', detail: 'd' }, 'photo_rejected'],
  ] satisfies [Outcome, string][])('%o fails the photo', (outcome, code) => {
    expect(decide(outcome, fresh, amongOthers)).toEqual({ kind: 'fail', code, detail: 'd' });
  });

  test('waiting as told costs nothing', () => {
    const outcome: Outcome = { kind: 'throttled', waitMs: 1500, detail: '' };
    expect(decide(outcome, { errors: 5, unusable: 1 }, amongOthers)).toEqual({
      kind: 'later',
      seconds: 1.5,
      costs: 'nothing',
    });
  });

  test('out of reach is the photo’s fault only while others get through', () => {
    const outcome: Outcome = { kind: 'unreachable', detail: '' };
    expect(decide(outcome, { errors: maxErrors - 1, unusable: 0 }, alone)).toMatchObject({
      costs: 'nothing',
    });
    expect(decide(outcome, fresh, amongOthers)).toMatchObject({ kind: 'later', costs: 'error' });
    expect(decide(outcome, { errors: maxErrors - 1, unusable: 0 }, amongOthers)).toMatchObject({
      code: 'no_answer',
    });
  });

  test('a transient failure is tried six times', () => {
    const outcome: Outcome = { kind: 'transient', detail: 'd' };
    for (let errors = 0; errors < maxErrors - 1; errors++) {
      expect(decide(outcome, { errors, unusable: 0 }, alone)).toMatchObject({
        kind: 'later',
        costs: 'error',
      });
    }
    expect(decide(outcome, { errors: maxErrors - 1, unusable: 0 }, alone)).toMatchObject({
      code: 'no_answer',
    });
  });

  test('an answer of no use is asked for twice, and says how it failed', () => {
    const outcome = (reason: 'cut_off' | 'no_name'): Outcome => ({
      kind: 'unusable',
      reason,
      detail: '',
      usage,
    });
    expect(decide(outcome('no_name'), { errors: 5, unusable: 0 }, alone)).toEqual({
      kind: 'later',
      seconds: 0,
      costs: 'unusable',
    });
    expect(decide(outcome('no_name'), { errors: 0, unusable: 1 }, alone)).toMatchObject({
      code: 'answer_unusable',
    });
    expect(decide(outcome('cut_off'), { errors: 0, unusable: 1 }, alone)).toMatchObject({
      code: 'answer_cut_off',
    });
  });

  test('the key, the account and the model pause the job with their reason', () => {
    for (const cause of ['bad_key', 'model_unavailable', 'config'] as const) {
      const outcome: Outcome = { kind: 'config_error', cause, detail: 'd' };
      expect(decide(outcome, fresh, amongOthers)).toEqual({ kind: 'pause', reason: cause, detail: 'd' });
    }
    expect(decide({ kind: 'out_of_money', detail: 'd' }, fresh, amongOthers)).toMatchObject({
      reason: 'no_credit',
    });
  });
});

test('waits double from a second, never beyond a minute, and are spread out whole', () => {
  expect([1, 2, 3, 7, 30].map((errors) => backoffSeconds(errors, 1))).toEqual([1, 2, 4, 60, 60]);
  expect(backoffSeconds(3, 0)).toBe(0);
  expect(backoffSeconds(3, 0.5)).toBe(2);
});
