import { ERRORS, type Locker, type RequestRelease } from '@tus/server';

interface Holder {
  readonly askToEnd: RequestRelease;
  readonly over: Promise<void>;
  readonly end: () => void;
}

/** How long a request waits for the one before it, which is asked to end: its line may be dead without knowing. */
const longestWaitMs = 30_000;

/**
 * One request at a time writes to an upload, within this process; between processes the database decides. The
 * library's own locker asks again and again without a pause, which takes a whole processor while it waits.
 */
export function createUploadLocks(): Locker {
  const holders = new Map<string, Holder>();

  async function lock(id: string, signal: AbortSignal, askToEnd: RequestRelease): Promise<void> {
    const late = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]);
    const tooLate = new Promise<void>((resolve) => {
      late.addEventListener('abort', () => resolve(), { once: true });
    });
    for (let holder = holders.get(id); holder !== undefined; holder = holders.get(id)) {
      await holder.askToEnd();
      await Promise.race([holder.over, tooLate]);
      if (late.aborted) throw ERRORS.ERR_LOCK_TIMEOUT;
    }
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    holders.set(id, { askToEnd, over, end });
  }

  return {
    newLock: (id) => ({
      lock: (signal, askToEnd) => lock(id, signal, askToEnd),
      unlock: async () => {
        const holder = holders.get(id);
        holders.delete(id);
        holder?.end();
      },
    }),
  };
}
