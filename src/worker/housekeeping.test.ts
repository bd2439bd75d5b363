import { expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { runHousekeeping } from './housekeeping.ts';

/** A clock that says what was waited for, and goes on at once until it is stopped. */
function countingClock(stopAfter: number): { clock: Clock; waits: number[]; signal: AbortSignal } {
  const stop = new AbortController();
  const waits: number[] = [];
  const clock: Clock = {
    now: () => 0,
    async sleep(ms) {
      waits.push(ms);
      if (waits.length >= stopAfter) stop.abort(new Error('Enough'));
    },
  };
  return { clock, waits, signal: stop.signal };
}

const onError = () => {
  throw new Error('No chore fails here');
};

test('runs a chore at its interval, and first after one', async () => {
  const { clock, waits, signal } = countingClock(4);
  let runs = 0;
  const chores = [{ name: 'sweep', everyMs: 60, run: async () => void (runs += 1) }];
  await runHousekeeping({ clock, chores, onError }, signal);
  expect(waits).toEqual([60, 60, 60, 60]);
  expect(runs).toBe(3);
});

test('runs a chore at once where that is asked for', async () => {
  const { clock, signal } = countingClock(1);
  let runs = 0;
  const chores = [{ name: 'sweep', everyMs: 60, atStart: true, run: async () => void (runs += 1) }];
  await runHousekeeping({ clock, chores, onError }, signal);
  expect(runs).toBe(1);
});

test('reports a chore that fails and goes on', async () => {
  const { clock, signal } = countingClock(3);
  const failed: string[] = [];
  const chores = [{ name: 'sweep', everyMs: 1, run: () => Promise.reject(new Error('No broom')) }];
  await runHousekeeping({ clock, chores, onError: (_, what) => failed.push(what) }, signal);
  expect(failed).toEqual(['sweep', 'sweep']);
});

test('says nothing of a chore that was cut off by the end', async () => {
  const stop = new AbortController();
  const { clock } = countingClock(9);
  const run = async () => {
    stop.abort(new Error('End'));
    throw new Error('Cut off');
  };
  await runHousekeeping(
    { clock, chores: [{ name: 'x', everyMs: 1, atStart: true, run }], onError },
    stop.signal,
  );
  expect(stop.signal.aborted).toBe(true);
});
