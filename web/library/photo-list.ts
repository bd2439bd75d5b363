import type { PhotosEvent } from '../../src/http/schemas/event.ts';
import type { PhotoList as PhotoPage } from '../../src/http/schemas/photo.ts';
import { fits, merged, type Filter, type FilterChange } from './photo-filter.ts';
import type { PhotoStore } from './photo-store.ts';
import { nextPages, readPages, type LoadPage } from './read-pages.ts';

export type Counts = PhotoPage['counts'];
export type Folder = PhotoPage['folders'][number];
export interface ListState {
  /** The photos of the filter in their order, as far as they are loaded. */
  ids: readonly string[];
  /** All photos of the filter, the not yet loaded included: the height of the grid. */
  total: number;
  status: 'first' | 'loading' | 'complete' | 'failed';
  filter: Filter;
  counts: Counts;
  folders: readonly Folder[];
}

export type PhotoList = ReturnType<typeof createPhotoList>;

interface Pass {
  quiet: boolean;
  keepOrder: boolean;
}

/** Soon on screen; of the others more come at a time. */
const firstPage = 200;
const noCounts: Counts = { all: 0, unnamed: 0, named: 0, suggested: 0, needsLook: 0, failed: 0 };

/**
 * The order of the grid. Photos never move while something runs: new ones join at the end, changed ones stay
 * where they are even if the filter no longer fits them; `settle` sorts everything in when it is over.
 */
export function createPhotoList({ load, photos }: { load: LoadPage; photos: PhotoStore }) {
  let state: ListState = {
    ids: [],
    total: 0,
    status: 'first',
    filter: { sort: 'taken' },
    counts: noCounts,
    folders: [],
  };
  let known = new Set<string>();
  let joined = new Set<string>();
  let unsettled = false;
  let running = new AbortController();
  let reloading = false;
  let again = false;
  let whole: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();

  function update(change: Partial<ListState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  /** Loads all pages. Quietly: the present order stays on screen until the new one is complete. */
  async function loadPages({ quiet, keepOrder }: Pass, signal: AbortSignal): Promise<void> {
    const seen = new Set<string>();
    const pages = readPages(load, { filter: state.filter, first: quiet ? nextPages : firstPage }, signal);
    for await (const { photos: found, counts, folders, total, nextCursor } of pages) {
      photos.put(found);
      for (const { id } of found) seen.add(id);
      const ids = [...seen];
      const shared = { counts, folders };
      if (nextCursor === null) finish(keepOrder ? inPresentOrder(ids, seen) : ids, seen, shared);
      else if (!quiet) update({ ids, total: Math.max(total, ids.length), status: 'loading', ...shared });
    }
  }

  function finish(ids: string[], seen: Set<string>, shared: Pick<ListState, 'counts' | 'folders'>): void {
    for (const id of joined) if (!seen.has(id) && photos.get(id)) ids.push(id);
    known = new Set(ids);
    joined = new Set();
    update({ ids, total: ids.length, status: 'complete', ...shared });
  }

  /** Known photos stay where they are, even where the filter no longer fits them; new ones come last. */
  function inPresentOrder(ids: readonly string[], seen: ReadonlySet<string>): string[] {
    const filtered = state.filter.q ?? state.filter.state ?? state.filter.folder;
    const stays = (id: string) => seen.has(id) || (filtered !== undefined && photos.get(id) !== undefined);
    const present = new Set(state.ids);
    return [...state.ids.filter(stays), ...ids.filter((id) => !present.has(id))];
  }

  function start(pass: Pass): Promise<void> {
    const { quiet } = pass;
    running.abort();
    running = new AbortController();
    unsettled = false;
    joined = new Set();
    const { signal } = running;
    if (!quiet) {
      known = new Set();
      if (state.status === 'failed') update({ status: 'first' });
    }
    whole = loadPages(pass, signal).catch((problem: unknown) => {
      if (signal.aborted) return;
      if (!quiet || state.status !== 'complete') update({ status: 'failed' });
      throw problem;
    });
    // Whoever waits for the whole list hears of the failure; the state tells everybody else.
    whole.catch(() => undefined);
    return whole;
  }

  return {
    state: () => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** While something runs the order is kept. Asked again during a load, it is done once more after it. */
    reload: async (options: { keepOrder: boolean }): Promise<void> => {
      if (reloading) {
        again = true;
        return;
      }
      reloading = true;
      try {
        do {
          again = false;
          const quiet = state.status === 'complete';
          await start({ quiet, keepOrder: quiet && options.keepOrder });
        } while (again);
      } finally {
        reloading = false;
      }
    },
    setFilter: (change: FilterChange): Promise<void> => {
      // The present photos stay on screen until the first page of the new filter is there.
      update({ filter: merged(state.filter, change), status: 'loading' });
      return start({ quiet: false, keepOrder: false });
    },
    /** Resolves when every photo of the filter is known, so that "all" means all. */
    loadAll: async (): Promise<readonly string[]> => {
      await whole;
      return state.ids;
    },
    apply: (event: PhotosEvent): void => {
      // A photo that has just been prepared may have a date now, and with it another place.
      unsettled ||= event.photos.some(
        (photo) => photos.get(photo.id)?.state === 'preparing' && photo.state !== 'preparing',
      );
      photos.put(event.photos);
      photos.remove(event.removed);
      const gone = new Set(event.removed.filter((id) => known.has(id) || state.ids.includes(id)));
      const fresh = event.photos.filter((photo) => !known.has(photo.id) && fits(photo, state.filter));
      for (const photo of fresh) joined.add(photo.id);
      if (state.status !== 'complete') {
        update({ counts: event.counts });
        return;
      }
      const changes: Partial<ListState> = { counts: event.counts };
      if (fresh.length > 0 || gone.size > 0) {
        const ids = [...state.ids.filter((id) => !gone.has(id)), ...fresh.map((photo) => photo.id)];
        known = new Set(ids);
        unsettled ||= fresh.length > 0;
        Object.assign(changes, { ids, total: ids.length });
      }
      update(changes);
    },
    /** A job or an upload has ended: sort in what joined at the end. A state filter keeps its cards until it is pressed again. */
    settle: async (): Promise<void> => {
      if (unsettled && !state.filter.state) await start({ quiet: true, keepOrder: false });
    },
    setCounts: (counts: Counts) => update({ counts }),
  };
}
