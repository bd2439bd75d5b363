import { applyAsShown, isPlanChanged } from './apply-as-shown.ts';
import { createCoalesced } from './coalesce.ts';
import type { DiskRequests, DiskResult } from './disk-requests.ts';
import { createDiskStore, type DiskState } from './disk-state.ts';
import { createReadingWatch } from './follow-reading.ts';

export type DiskScreen = ReturnType<typeof createDiskScreen>;

const shortestPauseMs = 700;

/** One folder on disk as the page shows it, and what can be done with it. */
export function createDiskScreen(options: {
  id: string;
  disk: DiskRequests;
  now: () => number;
  later: (run: () => void, ms: number) => () => void;
}) {
  const { id, disk, now, later } = options;
  const store = createDiskStore();
  let open = false;

  const refresh = oneAtATime(async () => store.takeFiles(await disk.files(id)));
  const loadAll = () => Promise.all([refresh(), disk.runs(id).then((runs) => store.update({ runs }))]);

  const changes = createCoalesced({ run: refresh, shortestMs: shortestPauseMs, now, later });
  /** Something may have changed: it is asked for once, however often this is said. */
  const touch = () => (open ? changes.want() : undefined);

  const reading = createReadingWatch({
    store,
    ask: () => disk.folder(id),
    later,
    onProgress: touch,
    onEnd: () => void loadAll().then(() => store.sortRows(), store.fail),
  });

  async function read(): Promise<void> {
    try {
      const folder = await disk.folder(id);
      store.update({ problem: null });
      reading.take(folder);
      if (folder.reading === null) reading.take(await disk.read(id));
      await loadAll();
    } catch (problem) {
      store.fail(problem);
    }
  }

  /** What a call did to the disk is asked for again, whether it worked or not. */
  async function onDisk(
    busy: Partial<DiskState>,
    call: () => Promise<DiskResult>,
  ): Promise<DiskResult | null> {
    const { applying, undoing } = store.get();
    if (applying || undoing !== null) return null;
    store.update({ ...busy, changed: false, problem: null });
    try {
      return await call();
    } catch (problem) {
      store.update(isPlanChanged(problem) ? { changed: true } : { problem });
      return null;
    } finally {
      await loadAll().catch(() => undefined);
      store.update({ applying: false, undoing: null });
    }
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    /** Reads the folder again, as each time when its screen is opened. */
    read: () => void read(),
    open: (): void => {
      if (open) return;
      open = true;
      reading.open();
      void read();
    },
    close: (): void => {
      open = false;
      reading.close();
      changes.stop();
    },
    touch,
    /** All photos are prepared, and their dates known with that: they are sorted in. */
    settle: () => void refresh().then(() => store.sortRows(), store.fail),
    /** Pressing a filter or a sort, the present one too, puts every row where it belongs now. */
    show: store.sortRows,
    tick: store.tick,
    /** Exactly what is shown, without what is left out; null where nothing was done. */
    apply: (): Promise<DiskResult | null> =>
      onDisk({ applying: true }, () =>
        applyAsShown({ state: store.get, refresh, apply: (wish) => disk.apply(id, wish) }),
      ),
    undo: (run: string): Promise<DiskResult | null> => onDisk({ undoing: run }, () => disk.undo(id, run)),
  };
}

/** Asked for while it runs, it is done once more after it, and both wait for that. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  async function run(): Promise<void> {
    do {
      again = false;
      await work();
    } while (again);
  }
  return () => {
    again = running !== null;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
