import type { Job } from '../../src/http/schemas/job.ts';

export function isOver(job: Job): boolean {
  return job.status === 'completed' || job.status === 'error' || job.status === 'canceled';
}

/** The jobs that the feed tells of, newest first. `onEnd` hears of each that ends while the page looks on. */
export function createJobStore({ onEnd }: { onEnd: (job: Job) => void }) {
  let jobs: readonly Job[] = [];
  const listeners = new Set<() => void>();

  function replace(next: readonly Job[]): void {
    const before = new Map(jobs.map((job) => [job.id, job]));
    jobs = next.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
    for (const listener of listeners) listener();
    for (const job of next) {
      const known = before.get(job.id);
      if (known && !isOver(known) && isOver(job)) onEnd(job);
    }
  }

  return {
    all: () => jobs,
    get: (id: string) => jobs.find((job) => job.id === id),
    /** A job that a photo's outcome still belongs to; look jobs change no photo. */
    anyRunning: () => jobs.some((job) => job.kind === 'rename' && !isOver(job)),
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** A snapshot names every job worth showing; ended ones that it no longer names stay until closed. */
    reset: (incoming: readonly Job[]): void => {
      const named = new Set(incoming.map((job) => job.id));
      replace([...incoming, ...jobs.filter((job) => !named.has(job.id) && isOver(job))]);
    },
    put: (incoming: readonly Job[]): void => {
      const next = new Map(jobs.map((job) => [job.id, job]));
      for (const job of incoming) {
        const known = next.get(job.id);
        if (!known || job.seq >= known.seq) next.set(job.id, job);
      }
      replace([...next.values()]);
    },
  };
}
