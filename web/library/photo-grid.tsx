import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCards, useCell, usePhone, useRollcall } from '../use-rollcall.ts';
import { gridGeometry, type Geometry } from './grid-geometry.ts';
import { EmptyCard, PhotoCard } from './photo-card.tsx';
import { SelectionFrame } from './selection-frame.tsx';
import { useGridInput } from './use-grid-input.ts';
import { useKeepInView } from './use-keep-in-view.ts';

/** The virtualised grid: as tall as the whole library, with only the rows near the window in the document. */
export function PhotoGrid({ scroller }: { scroller: HTMLDivElement }) {
  const { words } = useSpeech();
  const { view } = usePage();
  const { cards } = useRollcall();
  const shown = useCards();
  const phone = usePhone();
  const size = useCell(view.photoSize);
  const lastActive = useCell(view.activeId);
  const activeId = lastActive === null ? null : cards.cardOf(lastActive);
  const width = useWidth(scroller);
  const geometry = gridGeometry({ width, size, total: shown.total, phone });
  const activeRow = activeId === null ? -1 : Math.floor(shown.ids.indexOf(activeId) / geometry.columns);
  const input = useGridInput(geometry, scroller);

  // oxlint-disable-next-line react/incompatible-library -- its values are used while rendering only
  const virtualizer = useVirtualizer({
    count: geometry.rows,
    getScrollElement: () => scroller,
    estimateSize: () => geometry.rowHeight,
    overscan: 1,
    paddingStart: 3,
    paddingEnd: 120,
    // The row with the tab stop stays in the document, so that Tab always finds the grid.
    rangeExtractor: useCallback(
      (range: Range) => {
        const rows = defaultRangeExtractor(range);
        return activeRow < 0 || rows.includes(activeRow)
          ? rows
          : [...rows, activeRow].toSorted((a, b) => a - b);
      },
      [activeRow],
    ),
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, geometry.rowHeight]);
  useEffect(() => view.columns.set(geometry.columns), [view, geometry.columns]);
  useKeepInView({ scroller, geometry, ids: shown.ids });

  const firstShown = shown.ids[0];
  const hasTabStop = activeRow >= 0;
  return (
    <>
      <div
        role="grid"
        aria-label={words.app.photos}
        aria-multiselectable
        aria-rowcount={geometry.rows}
        aria-colcount={geometry.columns}
        data-region="grid"
        className="relative w-full"
        style={{ height: virtualizer.getTotalSize() }}
        {...input}
      >
        {virtualizer.getVirtualItems().map((item) => (
          <GridRow
            key={item.key}
            row={item.index}
            top={item.start}
            ids={shown.ids}
            total={shown.total}
            geometry={geometry}
            tabStop={hasTabStop ? null : (firstShown ?? null)}
          />
        ))}
      </div>
      {phone ? null : <SelectionFrame scroller={scroller} geometry={geometry} />}
    </>
  );
}

interface GridRowProps {
  row: number;
  top: number;
  ids: readonly string[];
  total: number;
  geometry: Geometry;
  tabStop: string | null;
}

const GridRow = memo(
  function GridRow({ row, top, ids, total, geometry, tabStop }: GridRowProps) {
    const start = row * geometry.columns;
    const count = Math.min(geometry.columns, total - start);
    return (
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a virtualised grid is no table
        role="row"
        aria-rowindex={row + 1}
        className="absolute left-0 grid w-full"
        style={{
          // Not by transform: that would keep what hangs out of a row, like a name's error, below the next row.
          top,
          height: geometry.rowHeight,
          gridTemplateColumns: `repeat(${geometry.columns}, minmax(0, 1fr))`,
          columnGap: geometry.gap,
          paddingInline: geometry.edge,
        }}
      >
        {Array.from({ length: count }, (_, column) => {
          const id = ids[start + column];
          return id === undefined ? (
            <EmptyCard key={`empty ${column}`} column={column} />
          ) : (
            <PhotoCard key={id} id={id} column={column} first={id === tabStop} />
          );
        })}
      </div>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.top === after.top &&
    before.ids === after.ids &&
    before.total === after.total &&
    before.tabStop === after.tabStop &&
    before.geometry.columns === after.geometry.columns &&
    before.geometry.cardWidth === after.geometry.cardWidth,
);

function useWidth(element: HTMLElement): number {
  const [width, setWidth] = useState(element.clientWidth);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
