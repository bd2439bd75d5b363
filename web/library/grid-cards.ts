import { foldStacks, type FoldedList, type ShownStack } from './fold-stacks.ts';
import type { PhotoList } from './photo-list.ts';
import type { PhotoStore } from './photo-store.ts';

export interface CardsState {
  /** The cards of the grid in their order, as far as they are loaded. */
  ids: readonly string[];
  /** All cards, the not yet loaded included: the height of the grid. */
  total: number;
}

export type GridCards = ReturnType<typeof createGridCards>;

/**
 * What stands in the grid: the list with its stacks folded. A change of one photo changes nothing here unless it
 * changes its stack, so the grid stays as it is.
 */
export function createGridCards({ list, photos }: { list: PhotoList; photos: PhotoStore }) {
  const open = new Set<string>();
  const listeners = new Set<() => void>();
  let state: CardsState = { ids: [], total: 0 };
  let stacks: FoldedList['stacks'] = new Map();

  function refresh(): void {
    const all = list.state();
    const next = foldStacks(all.ids, photos.get, (id) => open.has(id));
    const total = all.total - (all.ids.length - next.ids.length);
    const same = sameStacks(stacks, next.stacks);
    if (!same) stacks = withKnown(stacks, next.stacks);
    const ids = sameIds(state.ids, next.ids) ? state.ids : next.ids;
    if (same && ids === state.ids && total === state.total) return;
    state = { ids, total };
    for (const listener of listeners) listener();
  }

  list.subscribe(refresh);
  refresh();

  const stackOf = (id: string): ShownStack | undefined => stacks.get(id);

  return {
    state: () => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stackOf,
    /** The photos that a card stands for. */
    photosOf: (id: string): readonly string[] => {
      const stack = stackOf(id);
      return stack && !stack.open && stack.lead === id ? stack.members : [id];
    },
    /** The card that stands for a photo. */
    cardOf: (id: string): string => {
      const stack = stackOf(id);
      return stack && !stack.open ? stack.lead : id;
    },
    toggle: (stackId: string): void => {
      if (!open.delete(stackId)) open.add(stackId);
      refresh();
    },
  };
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((id, at) => id === other[at]));
}

function sameStack(one: ShownStack | undefined, other: ShownStack): boolean {
  return (
    one !== undefined &&
    one.id === other.id &&
    one.kind === other.kind &&
    one.lead === other.lead &&
    one.open === other.open &&
    sameIds(one.members, other.members)
  );
}

function sameStacks(before: FoldedList['stacks'], next: FoldedList['stacks']): boolean {
  if (before.size !== next.size) return false;
  for (const [id, stack] of next) if (!sameStack(before.get(id), stack)) return false;
  return true;
}

/** A stack that is as it was keeps its object, so that its card is not rendered anew. */
function withKnown(before: FoldedList['stacks'], next: FoldedList['stacks']): FoldedList['stacks'] {
  const kept = new Map<string, ShownStack>();
  for (const [id, stack] of next) {
    const known = before.get(id);
    kept.set(id, known && sameStack(known, stack) ? known : stack);
  }
  return kept;
}
