import type { DiskFolder } from './disk-requests.ts';
import type { DiskStore } from './disk-state.ts';

const pollMs = 500;

/** While the folder is being read it is asked for again and again. */
export function createReadingWatch(options: {
  store: DiskStore;
  ask: () => Promise<DiskFolder>;
  later: (run: () => void, ms: number) => () => void;
  onProgress: () => void;
  onEnd: () => void;
}) {
  const { store, ask, later } = options;
  let open = false;
  let cancel = () => {};

  function take(folder: DiskFolder): void {
    const before = store.get().folder?.reading ?? null;
    store.update({ folder });
    cancel();
    if (folder.reading === null) {
      if (before !== null) options.onEnd();
      return;
    }
    if (folder.reading.read !== before?.read) options.onProgress();
    if (open) cancel = later(() => void poll(), pollMs);
  }

  async function poll(): Promise<void> {
    try {
      take(await ask());
    } catch (problem) {
      store.fail(problem);
      // The line may be down for a moment; the reading goes on.
      if (open && store.get().status !== 'unknown') cancel = later(() => void poll(), 4 * pollMs);
    }
  }

  return {
    take,
    open: (): void => {
      open = true;
    },
    close: (): void => {
      open = false;
      cancel();
    },
  };
}
