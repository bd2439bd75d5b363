import { useLayoutEffect, useMemo, useRef } from 'react';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { Geometry } from './grid-geometry.ts';
import { createGridInput } from './grid-input.ts';

/** The grid's handlers; they stay the same while its geometry changes. */
export function useGridInput(geometry: Geometry, scroller: HTMLElement) {
  const { selection, list, cards } = useRollcall();
  const { view } = usePage();
  const actions = useActions();
  const shape = useRef(geometry);
  useLayoutEffect(() => {
    shape.current = geometry;
  });
  return useMemo(
    () =>
      // oxlint-disable-next-line react/refs -- read when an event comes, not while rendering
      createGridInput({
        list,
        cards,
        selection,
        view,
        actions,
        geometry: () => shape.current,
        scroller,
      }),
    [actions, list, cards, scroller, selection, view],
  );
}
