import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useRollcall } from '../use-rollcall.ts';
import type { Frame } from './frame-cells.ts';
import { listenForFrames } from './frame-input.ts';
import type { Geometry } from './grid-geometry.ts';

/** The frame that is drawn on empty space; it re-renders itself and the cards it touches, nothing else. */
export function SelectionFrame({ scroller, geometry }: { scroller: HTMLElement; geometry: Geometry }) {
  const { cards, selection } = useRollcall();
  const [frame, setFrame] = useState<Frame | null>(null);
  const shape = useRef(geometry);
  useLayoutEffect(() => {
    shape.current = geometry;
  });
  useEffect(
    () => listenForFrames({ scroller, cards, selection, geometry: () => shape.current, show: setFrame }),
    [scroller, cards, selection],
  );
  if (frame === null) return null;
  return (
    <div
      aria-hidden
      data-part="frame"
      className="pointer-events-none absolute z-2 rounded-[2px] border border-primary bg-primary/10"
      style={frame}
    />
  );
}
