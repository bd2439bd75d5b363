import { useLayoutEffect, useRef } from 'react';
import type { Geometry } from './grid-geometry.ts';

/**
 * The first photo in view keeps its place when the number of columns changes (a panel opens) and when photos
 * are sorted in above it. New ones that join at the end move nothing, so nothing is done.
 */
export function useKeepInView(options: {
  scroller: HTMLElement;
  geometry: Geometry;
  ids: readonly string[];
}): void {
  const { scroller, geometry, ids } = options;
  const { columns, rowHeight } = geometry;
  const anchor = useRef<{ id: string; index: number; offset: number } | null>(null);

  useLayoutEffect(() => {
    const kept = anchor.current;
    if (!kept || scroller.scrollTop === 0) return;
    const index = ids[kept.index] === kept.id ? kept.index : ids.indexOf(kept.id);
    if (index < 0) return;
    const top = Math.floor(index / columns) * rowHeight + kept.offset;
    if (Math.abs(scroller.scrollTop - top) > 1) scroller.scrollTo({ top });
  }, [scroller, ids, columns, rowHeight]);

  useLayoutEffect(() => {
    const note = () => {
      if (rowHeight === 0) return;
      const index = Math.floor(scroller.scrollTop / rowHeight) * columns;
      const id = ids[index];
      const offset = scroller.scrollTop - (index / columns) * rowHeight;
      anchor.current = id === undefined ? null : { id, index, offset };
    };
    scroller.addEventListener('scroll', note, { passive: true });
    return () => scroller.removeEventListener('scroll', note);
  }, [scroller, ids, columns, rowHeight]);
}
