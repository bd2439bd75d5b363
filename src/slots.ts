/** A number of places that are taken in order of arrival. */
export interface Slots {
  /** Waits for a place; rejects with the signal's reason when aborted first. */
  take(signal: AbortSignal): Promise<void>;
  leave(): void;
}

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;

  const waitInLine = async (signal: AbortSignal) =>
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      const enter = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(enter);
    });

  return {
    take: async (signal) => {
      signal.throwIfAborted();
      if (taken === count) return await waitInLine(signal);
      taken += 1;
    },
    // A place is handed to the next in line, so it never looks free in between.
    leave: () => {
      const next = waiting.shift();
      if (next) next();
      else taken -= 1;
    },
  };
}
