import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Geometry } from './grid-geometry.ts';

/**
 * The first photo in view keeps its place when the number of columns changes (a panel opens) and when photos
 * are sorted in above it. New ones that join at the end move nothing, so nothing is done.
 */
export function useKeepInView(options: {
  scroller: RefObject<HTMLElement | null>;
  geometry: Geometry;
  ids: readonly string[];
}): void {
  const { scroller, geometry, ids } = options;
  const anchor = useRef<{ id: string; index: number; offset: number } | null>(null);
  const shape = useRef({ columns: geometry.columns, rowHeight: geometry.rowHeight });
  shape.current = { columns: geometry.columns, rowHeight: geometry.rowHeight };
  const order = useRef(ids);
  order.current = ids;

  useLayoutEffect(() => {
    const node = scroller.current;
    const kept = anchor.current;
    if (!node || !kept || node.scrollTop === 0) return;
    const index = ids[kept.index] === kept.id ? kept.index : ids.indexOf(kept.id);
    if (index < 0) return;
    const wanted = Math.floor(index / geometry.columns) * geometry.rowHeight + kept.offset;
    if (Math.abs(node.scrollTop - wanted) > 1) node.scrollTop = wanted;
  }, [scroller, ids, geometry.columns, geometry.rowHeight]);

  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) return;
    const note = () => {
      const { columns, rowHeight } = shape.current;
      if (rowHeight === 0) return;
      const row = Math.floor(node.scrollTop / rowHeight);
      const id = order.current[row * columns];
      anchor.current =
        id === undefined ? null : { id, index: row * columns, offset: node.scrollTop - row * rowHeight };
    };
    node.addEventListener('scroll', note, { passive: true });
    return () => node.removeEventListener('scroll', note);
  }, [scroller]);
}
