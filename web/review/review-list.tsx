import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useState, type CSSProperties } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';
import type { Steps } from './review-page.tsx';
import { ReviewListRow } from './review-list-row.tsx';
import { GroupRow } from './group-row.tsx';
import { reviewLines, type Grouping, type ReviewLine } from './review-lines.ts';
import type { ReviewRow } from './review-rows.ts';
import { SimilarOffer } from './similar-offer.tsx';
import type { Review } from './use-review.ts';

interface ReviewListProps {
  review: Review;
  rows: readonly ReviewRow[];
  steps: Steps;
  grouping: Grouping & { toggle: (flag: string) => void };
  /** With the headings "4 need a look" and "96 ready". */
  heads: boolean;
  onDetails: (() => void) | null;
}

const headHeight = 33;
const rowHeight = 62;
const phoneRowHeight = 116;
/** Until it is there and says how tall its words made it. */
const usualOfferHeight = 75;
const groupHeight = 53;
const phoneGroupHeight = 112;

function lineHeight(line: ReviewLine | undefined, phone: boolean, offerHeight: number): number {
  switch (line?.kind ?? 'row') {
    case 'head':
      return headHeight;
    case 'group':
      return phone ? phoneGroupHeight : groupHeight;
    case 'offer':
      return offerHeight;
    case 'row':
    default:
      return phone ? phoneRowHeight : rowHeight;
  }
}

/** The rows near the window; the current one is always there, since it has the focus. */
export function ReviewList(props: ReviewListProps) {
  const { review, rows, steps, grouping, heads } = props;
  const { words } = useSpeech();
  const phone = usePhone();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [offerHeight, setOfferHeight] = useState(usualOfferHeight);
  const { offer } = review.similar;
  const lines = reviewLines(rows, grouping, { heads, offerAt: offer?.photoId ?? null });
  const at = lines.findIndex((line) => line.kind === 'row' && line.row.photoId === steps.current);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => lineHeight(lines[index], phone, offerHeight),
    overscan: 6,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return at < 0 || shown.includes(at) ? shown : [...shown, at].toSorted((one, other) => one - other);
    },
  });
  useLayoutEffect(
    () => virtualizer.measure(),
    [virtualizer, phone, lines.length, offer?.photoId, offerHeight, heads],
  );
  useFocusFollows({
    scroller,
    current: steps.current,
    at,
    first: lines.findIndex((line) => line.kind === 'row'),
    editing: steps.editing !== null,
    virtualizer,
  });
  return (
    <div ref={setScroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
      {lines.length === 0 ? <Nothing review={review} /> : null}
      {lines.length > 0 ? (
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
            return (
              <Line
                key={line.key}
                {...props}
                line={line}
                rowIndex={item.index + 1}
                onOfferHeight={setOfferHeight}
                place={{ transform: `translateY(${item.start}px)`, height: item.size }}
              />
            );
          })}
        </div>
      ) : null}
    </div>
  );
}

interface LineProps extends ReviewListProps {
  line: ReviewLine;
  rowIndex: number;
  place: CSSProperties;
  onOfferHeight: (height: number) => void;
}

function Line({ line, review, grouping, steps, onDetails, rowIndex, place, onOfferHeight }: LineProps) {
  const at = { review, rowIndex, place };
  const { offer } = review.similar;
  switch (line.kind) {
    case 'head':
      return <Head {...at} line={line} />;
    case 'group':
      return (
        <GroupRow
          {...at}
          group={line.group}
          open={line.open}
          onToggle={() => grouping.toggle(line.group.flag)}
        />
      );
    case 'offer':
      return offer ? (
        <SimilarOffer key={offer.photoId} {...at} offer={offer} onHeight={onOfferHeight} />
      ) : null;
    case 'row':
      return (
        <ReviewListRow
          {...at}
          row={line.row}
          current={line.row.photoId === steps.current}
          steps={steps}
          onDetails={onDetails}
        />
      );
    default:
      return line satisfies never;
  }
}

function Head({
  review,
  line,
  rowIndex,
  place,
}: {
  review: Review;
  line: Extract<ReviewLine, { kind: 'head' }>;
  rowIndex: number;
  place: CSSProperties;
}) {
  const { words, format } = useSpeech();
  const left = line.rows.filter(review.undecided).length;
  const text = () => {
    if (left === 0) return words.review.groupDecided(format.count(line.rows.length));
    return line.key === 'look'
      ? words.review.needLook(left, format.count(left))
      : words.review.ready(format.count(left));
  };
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="absolute inset-x-0 top-0 border-b border-border bg-muted"
      style={place}
    >
      <span role="gridcell" className="num block px-5 text-xs leading-8 font-medium max-sm:px-4">
        {text()}
      </span>
    </div>
  );
}

/** Moving scrolls the row into view and gives it the focus, so that it is read out. */
function useFocusFollows(options: {
  scroller: HTMLElement | null;
  current: string;
  at: number;
  /** Where the first row is. */
  first: number;
  editing: boolean;
  virtualizer: { scrollToIndex: (index: number, to: { align: 'auto' }) => void };
}): void {
  const { scroller, current, at, first, editing, virtualizer } = options;
  useEffect(() => {
    if (!scroller || current === '' || editing) return undefined;
    const focused = document.activeElement;
    const elsewhere = focused !== null && focused !== document.body && !scroller.contains(focused);
    // What stands above the first row comes into view with it.
    if (at >= 0) virtualizer.scrollToIndex(at === first ? 0 : at, { align: 'auto' });
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
