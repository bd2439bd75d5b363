import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { createFormat } from '../i18n/format.ts';
import { makeJob } from '../make-photo.test-data.ts';
import { createJobStore } from './job-store.ts';
import {
  barShares,
  isForReview,
  jobPhase,
  shortPhase,
  jobTitle,
  quarterPassed,
  renamedCount,
  tabTitle,
  timeLeft,
} from './job-view.ts';

const format = createFormat(en.locale, en.time);
const now = Date.parse('2026-01-01T00:01:00Z');

test('a provider that asks to slow down is shown as waiting, until its time is over', () => {
  const job = makeJob({ waitingUntil: '2026-01-01T00:01:40Z' });
  expect(jobPhase(job, en, format, now)).toMatchObject({ word: 'Waiting for the provider', tone: 'waiting' });
  expect(jobPhase(job, en, format, now + 41_000).word).toBe('Looking at photos');
  // One that was started while the provider waits already.
  const late = makeJob({ status: 'pending', waitingUntil: '2026-01-01T00:01:40Z' });
  expect(jobPhase(late, en, format, now).word).toBe('Waiting for the provider');
  expect(jobPhase(late, en, format, now + 41_000).word).toBe('Waiting to start');
});

test('a pause says how many calls are still finishing, and a forced pause is told apart', () => {
  expect(jobPhase(makeJob({ status: 'paused', reason: 'user' }), en, format, now).word).toBe(
    'Paused, 8 finishing',
  );
  expect(jobPhase(makeJob({ status: 'paused', reason: 'bad_key', inFlight: 0 }), en, format, now).tone).toBe(
    'attention',
  );
  expect(jobPhase(makeJob({ status: 'paused', reason: 'bad_key' }), en, format, now).word).toBe(
    'Paused: key not accepted',
  );
});

test('folded into the top bar a job says in two words how it stands', () => {
  const short = (change: Parameters<typeof makeJob>[0]) => shortPhase(makeJob(change), en, format, now).word;
  expect(short({ status: 'paused', reason: 'no_credit' })).toBe('Paused');
  expect(short({ status: 'completed', succeeded: 124 })).toBe('Named 124');
  expect(short({ status: 'completed', undone: true })).toBe('Undone');
  expect(short({ status: 'error', failed: 128 })).toBe('128 failed');
  const { options } = makeJob();
  expect(short({ status: 'completed', toReview: 100, options: { ...options, apply: 'review' } })).toBe(
    '100 suggested',
  );
});

test('the tab counts, then says the result', () => {
  expect(tabTitle(makeJob(), en, format, now)).toBe('84 of 128 · Rollcall');
  expect(tabTitle(makeJob({ status: 'completed', succeeded: 124 }), en, format, now)).toBe(
    'Named 124 · Rollcall',
  );
  expect(tabTitle(makeJob({ status: 'paused' }), en, format, now)).toBe('Paused · Rollcall');
  expect(tabTitle(undefined, en, format, now)).toBe('Rollcall');
});

test('only a job in which every photo failed is stopped', () => {
  expect(jobTitle(makeJob({ status: 'error', succeeded: 0, failed: 128 }), en, format)).toBe(
    'None of 128 photos could be named',
  );
  expect(jobTitle(makeJob({ status: 'completed', succeeded: 124, failed: 4 }), en, format)).toBe(
    'Named 124 of 128 photos',
  );
});

test('names that wait for a look are not counted as named', () => {
  expect(jobTitle(makeJob({ status: 'completed', succeeded: 124, toReview: 4 }), en, format)).toBe(
    'Named 120 of 128 photos',
  );
});

test('the bar never adds up to more than the whole', () => {
  const shares = barShares(makeJob({ total: 4, succeeded: 2, failed: 1, skipped: 0, inFlight: 1 }));
  expect(shares).toEqual({ done: 50, failed: 25, looking: 25 });
  expect(barShares(makeJob({ total: 0, succeeded: 0, failed: 0, inFlight: 0 }))).toEqual({
    done: 0,
    failed: 0,
    looking: 0,
  });
});

test('photos that were skipped are not painted as named', () => {
  expect(barShares(makeJob({ total: 4, succeeded: 1, failed: 0, skipped: 3, inFlight: 0 })).done).toBe(25);
});

test('names that stayed as they were are not counted as renamed', () => {
  expect(renamedCount(makeJob({ succeeded: 10, toReview: 2, unchanged: 3 }))).toBe(5);
});

test('a job whose names went back says so, and is not done in green', () => {
  const undone = makeJob({ status: 'completed', undone: true });
  expect(jobTitle(undone, en, format)).toBe('Renames undone');
  expect(tabTitle(undone, en, format, now)).toBe('Renames undone · Rollcall');
  expect(jobPhase(undone, en, format, now)).toMatchObject({ tone: 'waiting', word: 'Undone' });
  // A retry goes on with it.
  expect(jobTitle({ ...undone, status: 'processing' }, en, format)).not.toBe('Renames undone');
});

test('time left waits for five results', () => {
  expect(timeLeft(makeJob({ processed: 4 }))).toBeNull();
  expect(timeLeft(makeJob({ processed: 5 }))).toBe(31);
});

test('each quarter is spoken one time', () => {
  expect([
    quarterPassed(0.2, 0.26),
    quarterPassed(0.26, 0.3),
    quarterPassed(0.1, 0.8),
    quarterPassed(0.8, 1),
  ]).toEqual([25, null, 75, null]);
});

test('the end of a job is heard one time, and only by those who saw it run', () => {
  const ended: string[] = [];
  const store = createJobStore({ onEnd: (job) => ended.push(job.id) });
  store.reset([makeJob({ id: 'old', status: 'completed' }), makeJob({ id: 'a' })]);
  store.put([makeJob({ id: 'a', status: 'completed', seq: 5 })]);
  store.put([makeJob({ id: 'a', status: 'completed', seq: 5 })]);
  store.put([makeJob({ id: 'a', status: 'processing', seq: 2 })]);
  expect(ended).toEqual(['a']);
});

test('a job that only proposes ends with what was looked at, as long as names wait for a decision', () => {
  const options = { ...makeJob().options, apply: 'review' as const };
  const job = makeJob({ status: 'completed', total: 100, succeeded: 100, toReview: 100, options });
  expect(jobTitle(job, en, format)).toBe('Looked at 100 photos');
  expect(isForReview(job)).toBe(true);
  expect(isForReview({ ...job, toReview: 0 })).toBe(false);
  expect(isForReview({ ...job, status: 'processing' })).toBe(false);
  expect(isForReview(makeJob({ status: 'completed', toReview: 4 }))).toBe(false);
});
