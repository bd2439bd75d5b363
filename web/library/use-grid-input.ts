import {
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import { focusCard } from './focus-card.ts';
import { moveInGrid, type Geometry } from './grid-geometry.ts';

const longPressMs = 500;

/** Mouse, touch and keys of the grid, heard in one place for all cards. */
export function useGridInput(geometry: Geometry, scroller: RefObject<HTMLDivElement | null>) {
  const { selection, list } = useRollcall();
  const { view } = usePage();
  const actions = useActions();
  const shape = useRef(geometry);
  shape.current = geometry;

  return useMemo(() => {
    let press: ReturnType<typeof setTimeout> | undefined;
    let pressed = false;

    function reach(id: string): void {
      const node = scroller.current;
      const { columns, rowHeight } = shape.current;
      view.activeId.set(id);
      if (!node) return;
      const top = Math.floor(list.state().ids.indexOf(id) / columns) * rowHeight;
      if (top < node.scrollTop) node.scrollTop = top;
      else if (top + rowHeight + 8 > node.scrollTop + node.clientHeight)
        node.scrollTop = top + rowHeight + 8 - node.clientHeight;
      focusCard(node, id);
    }

    function move(event: KeyboardEvent, id: string): void {
      const { ids } = list.state();
      const { columns, rowHeight } = shape.current;
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight));
      const target = ids[moveInGrid(event.key, ids.indexOf(id), ids.length, columns, page)];
      event.preventDefault();
      if (target === undefined) return;
      if (event.shiftKey) selection.extend(ids, target);
      else selection.setAnchor(target);
      reach(target);
    }

    function openMenu(id: string, place: { x: number; y: number }): void {
      view.activeId.set(id);
      view.menu.set({ id, ...place });
    }

    function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
      const id = idOf(event.target);
      if (id === null || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === 'a') {
        event.preventDefault();
        return actions.selectAll();
      }
      if (command && event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false)
        return actions.copyName(id);
      if (command) return;
      if (event.key.startsWith('Arrow') || ['Home', 'End', 'PageUp', 'PageDown'].includes(event.key))
        return move(event, id);
      if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
        event.preventDefault();
        const box = event.target instanceof HTMLElement ? event.target.getBoundingClientRect() : null;
        return openMenu(id, { x: (box?.left ?? 0) + 12, y: (box?.top ?? 0) + 40 });
      }
      switch (event.key) {
        case ' ':
          event.preventDefault();
          if (event.shiftKey) return selection.extend(list.state().ids, id);
          return selection.toggle(id);
        case 'Enter':
          event.preventDefault();
          return view.openId.set(id);
        case 'F2':
          event.preventDefault();
          return view.editingId.set(id);
        case 'a':
        case 'A':
          return actions.aiRename(id);
        case 'Delete':
        case 'Backspace':
          return view.deleting.set(selection.has(id) ? selection.ids() : [id]);
        case 'Escape':
          return selection.clear();
      }
    }

    function onClick(event: MouseEvent<HTMLElement>): void {
      const id = idOf(event.target);
      if (id === null || pressed || isPart(event.target, 'actions') || isField(event.target)) {
        pressed = false;
        return;
      }
      view.activeId.set(id);
      if (event.shiftKey) return selection.extend(list.state().ids, id);
      if (event.ctrlKey || event.metaKey) return selection.toggle(id);
      view.openId.set(id);
    }

    return {
      onKeyDown,
      onClick,
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        const id = idOf(event.target);
        if (id === null || isField(event.target)) return;
        event.preventDefault();
        openMenu(id, { x: event.clientX, y: event.clientY });
      },
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        pressed = false;
        const id = idOf(event.target);
        if (event.pointerType !== 'touch' || id === null) return;
        const place = { x: event.clientX, y: event.clientY };
        press = setTimeout(() => {
          pressed = true;
          openMenu(id, place);
        }, longPressMs);
      },
      onPointerUp: () => clearTimeout(press),
      onPointerCancel: () => clearTimeout(press),
      onFocus: (event: { target: EventTarget }) => {
        const id = idOf(event.target);
        if (id !== null) view.activeId.set(id);
      },
    };
  }, [actions, list, scroller, selection, view]);
}

function idOf(target: EventTarget): string | null {
  const card = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
  return card?.dataset.id ?? null;
}

function isPart(target: EventTarget, part: string): boolean {
  return target instanceof Element && target.closest(`[data-part="${part}"]`) !== null;
}

function isField(target: EventTarget): boolean {
  return target instanceof Element && target.closest('form') !== null;
}
