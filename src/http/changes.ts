/** Tells waiting streams of this process that an owner has something new. A hint: streams look for themselves anyway. */
export interface Changes {
  /** Resolves at the next hint for this owner, or when aborted. */
  wait(ownerId: string, signal: AbortSignal): Promise<void>;
  /** Resolves at the next hint for anybody. */
  waitAny(signal: AbortSignal): Promise<void>;
  announce(ownerId: string): void;
  /** Hints may have been missed: everybody looks. */
  announceAll(): void;
}

export function createChanges(): Changes {
  const waiting = new Map<string, Set<() => void>>();
  const anybody = '';

  function wait(key: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const set = waiting.get(key) ?? new Set();
      waiting.set(key, set);
      const done = () => {
        signal.removeEventListener('abort', done);
        set.delete(done);
        if (set.size === 0) waiting.delete(key);
        resolve();
      };
      set.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  const wake = (key: string) => {
    for (const resolve of waiting.get(key) ?? []) resolve();
  };

  return {
    wait,
    waitAny: (signal) => wait(anybody, signal),
    announce(ownerId) {
      wake(ownerId);
      wake(anybody);
    },
    announceAll() {
      for (const key of waiting.keys()) wake(key);
    },
  };
}
