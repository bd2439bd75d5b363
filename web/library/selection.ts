import { createSubscriptions } from './subscriptions.ts';

export type Selection = ReturnType<typeof createSelection>;

/**
 * Which photos are selected, outside React: a click re-renders the card clicked and the bar, nothing else. What is
 * done to a card is done to all `photosOf` it: a folded stack counts as its photos.
 */
export function createSelection(photosOf: (card: string) => readonly string[] = (id) => [id]) {
  const selected = new Set<string>();
  const cards = createSubscriptions<string>();
  const size = createSubscriptions<'size'>();
  let anchor: string | null = null;
  /** What a range does: as the anchor was taken out, so it takes out. */
  let adding = true;
  let range: string[] = [];
  let version = 0;

  function set(id: string, on: boolean): void {
    if (selected.has(id) === on) return;
    if (on) selected.add(id);
    else selected.delete(id);
    cards.notify(id);
  }

  function setCard(card: string, on: boolean): void {
    for (const id of photosOf(card)) set(id, on);
  }

  function changed(): void {
    version += 1;
    size.notify('size');
  }

  function startRange(from: string | null, on = true): void {
    anchor = from;
    adding = on;
    range = [];
  }

  return {
    has: (id: string) => selected.has(id),
    size: () => selected.size,
    version: () => version,
    ids: (): string[] => [...selected],
    subscribe: cards.subscribe,
    subscribeSize: (listener: () => void) => size.subscribe('size', listener),

    toggle: (id: string): void => {
      startRange(id, !selected.has(id));
      setCard(id, adding);
      changed();
    },

    /** Where the next range starts. */
    setAnchor: (id: string): void => startRange(id),

    /**
     * Shift: from the anchor (or `start` while there is none) to this one, selecting, or taking out where the anchor
     * was taken out; going back undoes what this range did.
     */
    extend: (order: readonly string[], id: string, start = id): void => {
      anchor ??= start;
      const to = order.indexOf(id);
      const from = order.indexOf(anchor);
      if (to < 0) return;
      const first = from < 0 ? to : from;
      const next = order.slice(Math.min(first, to), Math.max(first, to) + 1);
      const staying = new Set(next);
      const inRange = new Set(range);
      for (const each of range) if (!staying.has(each)) setCard(each, !adding);
      range = next.filter((each) => selected.has(each) !== adding || inRange.has(each));
      for (const each of next) setCard(each, adding);
      changed();
    },

    select: (ids: Iterable<string>): void => {
      for (const id of ids) set(id, true);
      changed();
    },

    /** Exactly these; wakes only those that change. */
    only: (ids: Iterable<string>): void => {
      const staying = new Set(ids);
      for (const id of selected) if (!staying.has(id)) set(id, false);
      for (const id of staying) set(id, true);
      startRange(null);
      changed();
    },

    remove: (ids: Iterable<string>): void => {
      for (const id of ids) set(id, false);
      changed();
    },

    clear: (): void => {
      if (selected.size === 0) return;
      for (const id of selected) set(id, false);
      startRange(null);
      changed();
    },
  };
}

/** The selection in the order of the grid; photos that the grid does not show come last. */
export function selectedInOrder(selection: Selection, order: readonly string[]): string[] {
  const shown = order.filter((id) => selection.has(id));
  const inList = new Set(shown);
  return [...shown, ...selection.ids().filter((id) => !inList.has(id))];
}
