import { expect, test } from 'vitest';
import type { Job } from '../src/http/schemas/job.ts';
import { makeJob } from './make-photo.test-data.ts';
import { ApiProblem } from './problem.ts';
import { pollMs, watchJob } from './watch-job.ts';

const away = () => new ApiProblem({ status: 0, code: 'unreachable', detail: '' });

/** Follows a job through these answers; time passes as it is waited for. */
function watch(answers: (Job | Error)[], options: { hinted?: boolean; signal?: AbortSignal } = {}) {
  const seen: number[] = [];
  const waits: number[] = [];
  let wake = () => {};
  let pass = () => {};
  let listening: AbortSignal | undefined;
  const done = watchJob({
    getJob: () => {
      const next = answers.shift();
      return next instanceof Error || next === undefined ? Promise.reject(next) : Promise.resolve(next);
    },
    onJob: (job) => seen.push(job.processed),
    hints: options.hinted
      ? (ring, signal) => {
          wake = ring;
          listening = signal;
        }
      : undefined,
    wait: (ms, signal) => {
      waits.push(ms);
      if (!options.hinted) return Promise.resolve();
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        pass = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    signal: options.signal,
  });
  return { done, seen, waits, wake: () => wake(), pass: () => pass(), listening: () => listening };
}

const job = (seq: number, processed: number, status: Job['status'] = 'processing') =>
  makeJob({ seq, processed, status });

test('it tells each change once, and ends when the job is over', async () => {
  const { done, seen, waits } = watch([
    job(1, 0, 'pending'),
    job(1, 0, 'pending'),
    job(2, 1),
    job(3, 2, 'completed'),
  ]);
  expect(await done).toMatchObject({ status: 'completed' });
  expect(seen).toEqual([0, 1, 2]);
  expect(waits).toEqual([pollMs.alone, pollMs.alone, pollMs.alone]);
});

test('a look that fails is no end', async () => {
  const busy = new ApiProblem({ status: 503, code: 'busy', detail: '' });
  const { done, seen } = watch([job(1, 0), away(), busy, job(2, 2, 'error')]);
  expect(await done).toMatchObject({ status: 'error' });
  expect(seen).toEqual([0, 2]);
});

test('a refusal is one', async () => {
  const gone = new ApiProblem({ status: 404, code: 'job_not_found', detail: '' });
  await expect(watch([job(1, 0), gone]).done).rejects.toBe(gone);
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('with hints it looks when there is one, and stops to listen at the end', async () => {
  const { done, seen, waits, wake, listening } = watch([job(1, 0), job(2, 1), job(3, 2, 'canceled')], {
    hinted: true,
  });
  await turn();
  expect(seen).toEqual([0]);
  wake();
  await turn();
  wake();
  await done;
  expect(seen).toEqual([0, 1, 2]);
  // Not trusted before the first has come.
  expect(waits).toEqual([pollMs.alone, pollMs.hinted]);
  expect(listening()?.aborted).toBe(true);
});

test('when a change comes without a hint it asks more often again', async () => {
  const { done, waits, wake, pass } = watch([job(1, 0), job(2, 1), job(3, 2), job(4, 3, 'completed')], {
    hinted: true,
  });
  await turn();
  wake();
  await turn();
  pass();
  await turn();
  pass();
  await done;
  expect(waits).toEqual([pollMs.alone, pollMs.hinted, pollMs.alone]);
});

test('whoever no longer cares is let go', async () => {
  const stop = new AbortController();
  const { done } = watch([job(1, 0)], { hinted: true, signal: stop.signal });
  stop.abort();
  await expect(done).rejects.toThrow(/abort/iu);
});
