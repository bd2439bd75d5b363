import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import type { PageView } from '../page-view.ts';
import { focusCard } from './focus-card.ts';
import { moveInGrid, type Geometry } from './grid-geometry.ts';
import type { GridCards } from './grid-cards.ts';
import type { PhotoList } from './photo-list.ts';
import { selectedInOrder, type Selection } from './selection.ts';

const longPressMs = 500;

export interface GridActions {
  aiRename: (ids: readonly string[]) => void;
  copyName: (id: string) => void;
  selectAll: () => void;
}

export interface GridInputOptions {
  list: PhotoList;
  cards: GridCards;
  selection: Selection;
  view: PageView;
  actions: GridActions;
  geometry: () => Geometry;
  scroller: HTMLElement;
}

/** Mouse, touch and keys of the grid, heard in one place for all cards. */
export function createGridInput(options: GridInputOptions) {
  const { cards, selection, view } = options;
  const openMenu = (id: string, place: { x: number; y: number }) => {
    view.activeId.set(id);
    view.menu.set({ id, ...place });
  };
  const touch = createLongPress(openMenu);

  return {
    onKeyDown: createKeys(options, openMenu),
    onClick: (event: MouseEvent<HTMLElement>): void => {
      const id = idOf(event.target);
      if (touch.wasLong() || id === null || isInside(event.target, '[data-part="actions"], form')) return;
      view.activeId.set(id);
      if (event.shiftKey) selection.extend(cards.state().ids, id);
      else if (event.ctrlKey || event.metaKey) selection.toggle(id);
      else view.openId.set(id);
    },
    onContextMenu: (event: MouseEvent<HTMLElement>): void => {
      const id = idOf(event.target);
      if (id === null || isInside(event.target, 'form')) return;
      event.preventDefault();
      openMenu(id, { x: event.clientX, y: event.clientY });
    },
    onPointerDown: touch.down,
    onPointerUp: touch.up,
    onPointerCancel: touch.up,
    onFocus: (event: { target: EventTarget }): void => {
      const id = idOf(event.target);
      if (id !== null) view.activeId.set(id);
    },
  };
}

function createKeys(
  options: GridInputOptions,
  openMenu: (id: string, place: { x: number; y: number }) => void,
) {
  const { list, cards, selection, view, actions } = options;

  function command(key: string, id: string): boolean {
    if (key === 'a') actions.selectAll();
    else if (key === 'c' && window.getSelection()?.isCollapsed !== false) actions.copyName(id);
    else return false;
    return true;
  }

  function plain(event: KeyboardEvent, id: string): boolean {
    switch (event.key) {
      case ' ':
        if (event.shiftKey) selection.extend(cards.state().ids, id);
        else selection.toggle(id);
        return true;
      case 'Enter':
        view.openId.set(id);
        return true;
      case 'F2':
        if (selection.has(id) && selection.size() > 1)
          view.bulkRenaming.set(selectedInOrder(selection, list.state().ids));
        else view.editingId.set(id);
        return true;
      case 'a':
      case 'A':
        // One photo at once, several by the dialog: what it costs is seen before.
        if (selection.has(id) && selection.size() > 1)
          view.renaming.set(selectedInOrder(selection, list.state().ids));
        else actions.aiRename(cards.photosOf(id));
        return true;
      case 'Delete':
      case 'Backspace':
        view.deleting.set(selection.has(id) ? selection.ids() : cards.photosOf(id));
        return true;
      case 's':
      case 'S':
        toggleStack(options, id);
        return true;
      case 'Escape':
        selection.clear();
        return true;
      default:
        return false;
    }
  }

  return (event: KeyboardEvent<HTMLElement>): void => {
    const id = idOf(event.target);
    if (id === null || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (command(event.key.toLowerCase(), id)) event.preventDefault();
    } else if (movement.has(event.key)) {
      event.preventDefault();
      move(options, event, id);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      const box = event.target instanceof HTMLElement ? event.target.getBoundingClientRect() : null;
      openMenu(id, { x: (box?.left ?? 0) + 12, y: (box?.top ?? 0) + 40 });
    } else if (plain(event, id)) {
      event.preventDefault();
    }
  };
}

/** Opens the stack in place, or folds it; the focus stays on its photo, or goes to the one that stands for all. */
function toggleStack(
  { cards, view, scroller }: Pick<GridInputOptions, 'cards' | 'view' | 'scroller'>,
  id: string,
): void {
  const stack = cards.stackOf(id);
  if (stack === undefined) return;
  cards.toggle(stack.id);
  const card = cards.cardOf(id);
  view.activeId.set(card);
  focusCard(scroller, card, { byKey: true });
}

const movement = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/** To another card; with Shift the range grows along. The row is scrolled into view before it takes the focus. */
function move(
  { cards, selection, view, geometry, scroller }: GridInputOptions,
  event: KeyboardEvent,
  id: string,
): void {
  const { ids } = cards.state();
  const { columns, rowHeight } = geometry();
  const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight));
  const index = moveInGrid(event.key, { at: ids.indexOf(id), total: ids.length, columns, page });
  const target = ids[index];
  if (target === undefined) return;
  if (event.shiftKey) selection.extend(ids, target, id);
  else selection.setAnchor(target);
  view.activeId.set(target);
  const top = Math.floor(index / columns) * rowHeight;
  const bottom = top + rowHeight + 8;
  if (top < scroller.scrollTop) scroller.scrollTo({ top });
  else if (bottom > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTo({ top: bottom - scroller.clientHeight });
  focusCard(scroller, target, { byKey: true });
}

/** A finger that stays down opens the card's menu; the click that follows is not meant. */
function createLongPress(open: (id: string, place: { x: number; y: number }) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let long = false;
  return {
    down: (event: PointerEvent<HTMLElement>): void => {
      long = false;
      const id = idOf(event.target);
      if (event.pointerType !== 'touch' || id === null) return;
      const place = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        long = true;
        open(id, place);
      }, longPressMs);
    },
    up: (): void => clearTimeout(timer),
    wasLong: (): boolean => long,
  };
}

function idOf(target: EventTarget): string | null {
  const card = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
  return card?.dataset.id ?? null;
}

function isInside(target: EventTarget, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
