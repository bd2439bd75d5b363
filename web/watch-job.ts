import type { Job } from '../src/http/schemas/job.ts';
import { createAlarm, type Wait } from './events/wait.ts';

/** Listens until `signal` aborts, and calls `wake` whenever something may have changed. */
export type OnHint = (wake: () => void, signal: AbortSignal) => unknown;

/** How often a job is asked for: where hints come, only in case one was lost. */
export const pollMs = { alone: 2000, hinted: 15_000 };
const final: ReadonlySet<Job['status']> = new Set(['completed', 'error', 'canceled']);

/**
 * Follows one job until it is over; rejects when `signal` aborts. A look that fails is no end: the job goes on with
 * nobody watching, so the next look is awaited. Only a refusal (no such job, not signed in) ends it.
 */
export async function watchJob(options: {
  getJob: (signal: AbortSignal) => Promise<Job>;
  onJob: (job: Job) => void;
  hints: OnHint | undefined;
  wait: Wait;
  signal: AbortSignal | undefined;
}): Promise<Job> {
  const over = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, over.signal]) : over.signal;
  const alarm = createAlarm(options.wait);
  let seen = -1;
  // Hints are trusted from the first that came until a change came without one: the channel may be down.
  let hinted = false;
  let rung = true;
  try {
    // Hints that cannot be had are done without.
    void (async () => options.hints?.(alarm.ring, signal))().catch(() => {});
    for (;;) {
      signal.throwIfAborted();
      const job = await options.getJob(signal).catch(unlessRefused);
      if (job !== null && job.seq > seen) {
        seen = job.seq;
        hinted &&= rung;
        options.onJob(job);
        if (final.has(job.status)) return job;
      }
      rung = await alarm.sleep(hinted ? pollMs.hinted : pollMs.alone, signal);
      hinted ||= rung;
    }
  } finally {
    over.abort();
  }
}

function unlessRefused(problem: unknown): null {
  const status = problem instanceof Error && 'status' in problem ? problem.status : null;
  const passes = status === 0 || status === 429 || (typeof status === 'number' && status >= 500);
  if (!passes) throw problem;
  return null;
}
