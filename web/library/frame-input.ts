import { cellsInFrame, frameBetween, type Frame } from './frame-cells.ts';
import type { Geometry } from './grid-geometry.ts';
import type { GridCards } from './grid-cards.ts';
import type { Selection } from './selection.ts';

/** Less than this is a click with an unsteady hand. */
const leastDrag = 5;
/** This near to an edge the grid scrolls along, faster the further out. */
const scrollEdge = 36;
const gridStart = 3;

export interface FrameInputOptions {
  scroller: HTMLElement;
  cards: GridCards;
  selection: Selection;
  geometry: () => Geometry;
  show: (frame: Frame | null) => void;
}

/** A drag that starts on empty space of the grid draws a frame and selects what it touches. Returns the end of listening. */
export function listenForFrames(options: FrameInputOptions): () => void {
  const { scroller } = options;
  let stopDrag: (() => void) | null = null;
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.pointerType === 'touch' || !isEmptySpace(event, scroller)) return;
    stopDrag?.();
    stopDrag = startDrag(options, event);
  };
  scroller.addEventListener('pointerdown', onDown);
  return () => {
    scroller.removeEventListener('pointerdown', onDown);
    stopDrag?.();
  };
}

function isEmptySpace(event: PointerEvent, scroller: HTMLElement): boolean {
  const onScrollBar = event.clientX - scroller.getBoundingClientRect().left >= scroller.clientWidth;
  const onSomething = event.target instanceof Element && event.target.closest('[data-id], button, a, output');
  return !onScrollBar && !onSomething;
}

function startDrag(options: FrameInputOptions, down: PointerEvent): () => void {
  const { scroller, cards, selection, geometry, show } = options;
  const before = selection.ids();
  const base = down.ctrlKey || down.metaKey || down.shiftKey ? before : [];
  const start = pointIn(scroller, down);
  const stop = new AbortController();
  let last = down;
  let drawing = false;
  let next = 0;

  function draw(): void {
    const point = pointIn(scroller, last);
    drawing ||= Math.hypot(point.x - start.x, point.y - start.y) >= leastDrag;
    if (!drawing) return;
    const frame = frameBetween(start, within(scroller, point));
    const { ids, total } = cards.state();
    const places = cellsInFrame(frame, geometry(), { total, top: gridStart });
    selection.only([...base, ...places.flatMap((place) => cards.photosOf(ids[place] ?? ''))]);
    show(frame);
  }

  function follow(): void {
    const by = scrollStep(scroller, last.clientY);
    if (drawing && by !== 0) {
      scroller.scrollBy({ top: by });
      draw();
    }
    next = requestAnimationFrame(follow);
  }

  function end(): void {
    stop.abort();
    cancelAnimationFrame(next);
    show(null);
  }

  const { signal } = stop;
  const move = (event: PointerEvent) => {
    last = event;
    draw();
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    selection.only(before);
    end();
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', end, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('blur', end, { signal });
  window.addEventListener('keydown', escape, { signal, capture: true });
  // It selects photos, not text, and drags nothing away.
  window.getSelection()?.removeAllRanges();
  document.addEventListener('selectstart', (event) => event.preventDefault(), { signal });
  document.addEventListener('dragstart', (event) => event.preventDefault(), { signal });
  next = requestAnimationFrame(follow);
  return end;
}

function pointIn(scroller: HTMLElement, event: PointerEvent): { x: number; y: number } {
  const box = scroller.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top + scroller.scrollTop };
}

function within(scroller: HTMLElement, point: { x: number; y: number }): { x: number; y: number } {
  return {
    x: Math.min(Math.max(point.x, 0), scroller.clientWidth),
    y: Math.min(Math.max(point.y, 0), scroller.scrollHeight),
  };
}

function scrollStep(scroller: HTMLElement, y: number): number {
  const box = scroller.getBoundingClientRect();
  const above = box.top + scrollEdge - y;
  const below = y - (box.bottom - scrollEdge);
  if (above > 0) return -Math.min(30, above / 3);
  return below > 0 ? Math.min(30, below / 3) : 0;
}
