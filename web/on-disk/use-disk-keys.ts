import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { usePage } from '../use-page.ts';
import { useCell } from '../use-rollcall.ts';
import type { DiskScreen } from './disk-screen.ts';

const headHeight = 34;

/** The table is one tab stop: arrows move, Space ticks, Enter opens. */
export function useDiskKeys(options: {
  screen: DiskScreen;
  table: RefObject<HTMLTableElement | null>;
  scroller: HTMLElement;
  rowHeight: number;
  open: (photoId: string) => void;
}) {
  const { screen, table, scroller, rowHeight, open } = options;
  const { rows } = useCell(screen);
  const [chosen, setChosen] = useState<string | null>(null);
  const known = chosen === null ? -1 : rows.indexOf(chosen);
  const at = known < 0 ? 0 : known;
  const tries = useRef(0);

  function focus(id: string): void {
    tries.current = 4;
    const attempt = () => {
      const row = table.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
      if (row) row.focus({ preventScroll: true });
      else if (tries.current-- > 0) requestAnimationFrame(attempt);
    };
    requestAnimationFrame(attempt);
  }

  function move(to: number): void {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    const id = rows[next];
    if (id === undefined) return;
    setChosen(id);
    scrollTo(next);
    focus(id);
  }

  /** The head stays over the rows: a row above the window comes in below it. */
  function scrollTo(index: number): void {
    const top = index * rowHeight;
    const first = scroller.scrollTop;
    const last = first + scroller.clientHeight - headHeight - rowHeight;
    if (top < first) scroller.scrollTo({ top });
    else if (top > last) scroller.scrollTo({ top: top - scroller.clientHeight + headHeight + rowHeight });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!(event.target instanceof Element) || event.target.closest('tbody') === null) return;
    const page = Math.max(1, Math.floor((scroller.clientHeight - headHeight) / rowHeight) - 1);
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ' ': () => toggle(),
      Enter: () => openCurrent(),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  const current = () => screen.get().files.get(rows[at] ?? '');
  function toggle(): void {
    const file = current();
    if (file?.status === 'ready') screen.tick([file.id], screen.get().leftOut.has(file.id));
  }
  function openCurrent(): void {
    const file = current();
    if (file) open(file.photoId);
  }

  // What the arrows of an open photo come to is current here too, so that the focus finds it again.
  const { view } = usePage();
  const activeId = useCell(view.activeId);
  useEffect(() => {
    if (activeId === null || view.openAmong.get() === null) return;
    const { files } = screen.get();
    const index = rows.findIndex((id) => files.get(id)?.photoId === activeId);
    const id = rows[index];
    if (id === undefined) return;
    setChosen(id);
    scrollTo(index);
    // Only another photo moves the list, not another list.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [activeId]);

  return { at, choose: setChosen, onKeyDown };
}
