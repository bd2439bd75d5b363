import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';
import type { Steps } from './review-page.tsx';
import { ReviewListRow } from './review-list-row.tsx';
import { needsLook, type ReviewRow } from './review-rows.ts';
import type { Review } from './use-review.ts';

interface ReviewListProps {
  review: Review;
  rows: readonly ReviewRow[];
  steps: Steps;
  /** With the headings "4 need a look" and "96 ready". */
  grouped: boolean;
  onDetails: (() => void) | null;
}

type Line = { kind: 'head'; text: string; key: string } | { kind: 'row'; row: ReviewRow; index: number };

const headHeight = 33;
const rowHeight = 62;
const phoneRowHeight = 116;

/** The rows near the window; the current one is always there, since it has the focus. */
export function ReviewList({ review, rows, steps, grouped, onDetails }: ReviewListProps) {
  const { words } = useSpeech();
  const phone = usePhone();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const lines = useLines(review, rows, grouped);
  const at = lines.findIndex((line) => line.kind === 'row' && line.row.photoId === steps.current);
  const height = phone ? phoneRowHeight : rowHeight;
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => (lines[index]?.kind === 'head' ? headHeight : height),
    overscan: 6,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return at < 0 || shown.includes(at) ? shown : [...shown, at].toSorted((one, other) => one - other);
    },
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height, lines.length]);
  useFocusFollows({ scroller, current: steps.current, at, editing: steps.editing !== null, virtualizer });
  return (
    <div ref={setScroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
      {rows.length === 0 ? <Nothing review={review} /> : null}
      {rows.length > 0 ? (
        <div
          role="grid"
          aria-label={words.review.rows}
          aria-rowcount={lines.length}
          data-region="review"
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const place = { transform: `translateY(${item.start}px)`, height: item.size };
            return line.kind === 'head' ? (
              <div
                key={line.key}
                role="row"
                aria-rowindex={item.index + 1}
                className="absolute inset-x-0 top-0 border-b border-border bg-muted"
                style={place}
              >
                <span role="gridcell" className="num block px-5 text-xs leading-8 font-medium max-sm:px-4">
                  {line.text}
                </span>
              </div>
            ) : (
              <ReviewListRow
                key={line.row.photoId}
                review={review}
                row={line.row}
                rowIndex={item.index + 1}
                place={place}
                current={line.row.photoId === steps.current}
                steps={steps}
                onDetails={onDetails}
              />
            );
          })}
        </div>
      ) : null}
    </div>
  );
}

function useLines(review: Review, rows: readonly ReviewRow[], grouped: boolean): readonly Line[] {
  const { words, format } = useSpeech();
  const lines = rows.map((row, index): Line => ({ kind: 'row', row, index }));
  if (!grouped) return lines;
  const looks = rows.filter(needsLook).length;
  const left = review.rows.filter((row) => needsLook(row) && review.undecided(row)).length;
  const ready = review.ready.length;
  const decided = (n: number) => words.review.groupDecided(format.count(n));
  const head = (key: string, text: string): Line => ({ kind: 'head', key, text });
  return [
    ...(looks > 0
      ? [head('look', left > 0 ? words.review.needLook(left, format.count(left)) : decided(looks))]
      : []),
    ...lines.slice(0, looks),
    ...(looks < rows.length
      ? [head('ready', ready > 0 ? words.review.ready(format.count(ready)) : decided(rows.length - looks))]
      : []),
    ...lines.slice(looks),
  ];
}

/** Moving scrolls the row into view and gives it the focus, so that it is read out. */
function useFocusFollows(options: {
  scroller: HTMLElement | null;
  current: string;
  at: number;
  editing: boolean;
  virtualizer: { scrollToIndex: (index: number, to: { align: 'auto' }) => void };
}): void {
  const { scroller, current, at, editing, virtualizer } = options;
  useEffect(() => {
    if (!scroller || current === '' || editing) return undefined;
    const focused = document.activeElement;
    const elsewhere = focused !== null && focused !== document.body && !scroller.contains(focused);
    if (at >= 0) virtualizer.scrollToIndex(at === 1 ? 0 : at, { align: 'auto' });
    if (elsewhere) return undefined;
    const frame = requestAnimationFrame(() =>
      scroller
        .querySelector<HTMLElement>(`[data-review="${CSS.escape(current)}"]`)
        ?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
    // The virtualizer is made anew with each rendering; only another row or another place of it matters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [scroller, current, editing]);
}

function Nothing({ review }: { review: Review }) {
  const { words } = useSpeech();
  const text = () => {
    if (review.status === 'loading') return words.review.loading;
    if (review.status === 'failed') return words.review.failed;
    return review.rows.length === 0 ? words.review.nothingLeft : words.review.nothingInFilter;
  };
  return <p className="px-5 py-6 text-muted-foreground max-sm:px-4">{text()}</p>;
}
