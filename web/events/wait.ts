/** Resolves after the time or when `signal` aborts, whichever is first; never rejects. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

export type Wait = typeof wait;

/** A wait that can be ended from outside: `ring` ends the one under way, or the next if there is none. */
export function createAlarm(waitFor: Wait) {
  let rung = false;
  let nap = new AbortController();
  return {
    ring: (): void => {
      rung = true;
      nap.abort();
    },
    /** Tells whether it was ended by a ring. */
    async sleep(ms: number, signal: AbortSignal): Promise<boolean> {
      if (!rung) {
        nap = new AbortController();
        await waitFor(ms, AbortSignal.any([signal, nap.signal]));
      }
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
  };
}
