/** Listeners by key; notifying one key wakes nobody else, which is what keeps one changed photo to one card. */
export function createSubscriptions<Key>() {
  const listeners = new Map<Key, Set<() => void>>();
  return {
    subscribe: (key: Key, listener: () => void): (() => void) => {
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
      };
    },
    notify: (key: Key): void => {
      for (const listener of listeners.get(key) ?? []) listener();
    },
  };
}
