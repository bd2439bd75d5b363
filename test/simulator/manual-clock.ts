import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is moved; sleepers wake in order of time. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, waking everybody due on the way, each with time to act. */
  advance(ms: number): Promise<void>;
  /** Moves from one sleeper to the next until nobody sleeps, or `until` (ms since the start) is reached. */
  runUntil(done: () => boolean, until: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function createManualClock(startAt = 1_800_000_000_000): ManualClock {
  let time = startAt;
  let sleepers: Sleeper[] = [];

  async function wakeNext(limit: number): Promise<boolean> {
    await settled();
    const next = sleepers.reduce<Sleeper | null>(
      (first, one) => (first && first.at <= one.at ? first : one),
      null,
    );
    if (next === null || next.at > limit) return false;
    time = Math.max(time, next.at);
    sleepers = sleepers.filter((one) => one !== next);
    next.wake();
    await settled();
    return true;
  }

  return {
    now: () => time,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        const sleeper = { at: time + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          reject(signal.reason);
        });
      });
    },
    async advance(ms) {
      const limit = time + ms;
      while (await wakeNext(limit));
      time = limit;
    },
    async runUntil(done, until) {
      while (!done() && (await wakeNext(startAt + until)));
    },
  };
}

/** Lets everything that is ready run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
