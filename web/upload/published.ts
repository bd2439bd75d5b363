/** A state that is computed anew when it is published: at once, or once for all changes of a while. */
export function createPublished<T>(compute: () => T, schedule: (run: () => void) => void) {
  let state = compute();
  let isScheduled = false;
  const listeners = new Set<() => void>();

  function publish(): void {
    state = compute();
    for (const listener of listeners) listener();
  }

  return {
    get: (): T => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish,
    changed(): void {
      if (isScheduled) return;
      isScheduled = true;
      schedule(() => {
        isScheduled = false;
        publish();
      });
    },
  };
}
