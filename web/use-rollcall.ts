import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Photo } from '../src/http/schemas/photo.ts';
import type { Rollcall } from './rollcall.ts';

export const RollcallContext = createContext<Rollcall | null>(null);

export function useRollcall(): Rollcall {
  const rollcall = useContext(RollcallContext);
  if (!rollcall) throw new Error('useRollcall is used outside its provider');
  return rollcall;
}

interface Watchable<Value> {
  get: () => Value;
  subscribe: (listener: () => void) => () => void;
}

export function useCell<Value>(cell: Watchable<Value>): Value {
  return useSyncExternalStore(cell.subscribe, cell.get);
}

export function usePhoto(id: string): Photo | undefined {
  const { photos } = useRollcall();
  return useSyncExternalStore(
    (listener) => photos.subscribe(id, listener),
    () => photos.get(id),
  );
}

export function useSelected(id: string): boolean {
  const { selection } = useRollcall();
  return useSyncExternalStore(
    (listener) => selection.subscribe(id, listener),
    () => selection.has(id),
  );
}

export function useSelectionSize(): number {
  const { selection } = useRollcall();
  useSyncExternalStore(selection.subscribeSize, selection.version);
  return selection.size();
}

export function useList() {
  const { list } = useRollcall();
  return useSyncExternalStore(list.subscribe, list.state);
}

/** The cards of the grid: the list with its stacks folded. */
export function useCards() {
  const { cards } = useRollcall();
  return useSyncExternalStore(cards.subscribe, cards.state);
}

export function useStack(id: string) {
  const { cards } = useRollcall();
  return useSyncExternalStore(cards.subscribe, () => cards.stackOf(id));
}

export function useJobs() {
  const { jobs } = useRollcall();
  return useSyncExternalStore(jobs.subscribe, jobs.all);
}

export function useUploads() {
  const { uploads } = useRollcall();
  return useSyncExternalStore(uploads.subscribe, uploads.state);
}

/** The time, renewed each second while `ticking`. */
export function useNow(ticking: boolean): number {
  const rollcall = useRollcall();
  const [now, setNow] = useState(rollcall.now);
  useEffect(() => {
    if (!ticking) return undefined;
    const tick = () => setNow(rollcall.now());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 1000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [ticking, rollcall]);
  return now;
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

export const usePhone = () => useMedia('(max-width: 720px)');
