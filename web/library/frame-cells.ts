import type { Geometry } from './grid-geometry.ts';

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A frame between two corners, whichever came first. */
export function frameBetween(one: { x: number; y: number }, other: { x: number; y: number }): Frame {
  return {
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}

/** Places, in the list's order, of the cards that a frame touches; `top` is where the first row starts. */
export function cellsInFrame(
  frame: Frame,
  geometry: Geometry,
  { total, top }: { total: number; top: number },
) {
  const { columns, cardWidth, gap, edge, rowHeight } = geometry;
  const step = cardWidth + gap;
  // Between two cards a frame touches neither.
  const firstColumn = Math.max(0, Math.ceil((frame.left - edge - cardWidth) / step));
  const lastColumn = Math.min(columns - 1, Math.floor((frame.left + frame.width - edge) / step));
  const firstRow = Math.max(0, Math.floor((frame.top - top) / rowHeight));
  const lastRow = Math.floor((frame.top + frame.height - top) / rowHeight);
  const places: number[] = [];
  for (let row = firstRow; row <= lastRow && row * columns < total; row += 1)
    for (let column = firstColumn; column <= lastColumn; column += 1)
      if (row * columns + column < total) places.push(row * columns + column);
  return places;
}
