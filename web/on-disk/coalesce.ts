/**
 * Does something once for many wishes: a moment after the first of them, one at a time, and resting three times as
 * long as it took, so that a long list is not asked for all the time.
 */
export function createCoalesced(options: {
  run: () => Promise<void>;
  shortestMs: number;
  now: () => number;
  later: (run: () => void, ms: number) => () => void;
}) {
  let pauseMs = options.shortestMs;
  let wanted = false;
  let running = false;
  let cancel: (() => void) | null = null;

  function start(): void {
    if (!wanted || running || cancel !== null) return;
    cancel = options.later(() => void go(), pauseMs);
  }

  async function go(): Promise<void> {
    cancel = null;
    wanted = false;
    running = true;
    const began = options.now();
    await options.run().catch(() => undefined);
    pauseMs = Math.max(options.shortestMs, 3 * (options.now() - began));
    running = false;
    start();
  }

  return {
    want: (): void => {
      wanted = true;
      start();
    },
    stop: (): void => {
      wanted = false;
      cancel?.();
      cancel = null;
    },
  };
}
