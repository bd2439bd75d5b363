import { ChevronLeft } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { escapeKeys } from '../components/escape-keys.ts';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useMedia } from '../use-rollcall.ts';
import { goTo, useReviewedJob } from '../use-route.ts';
import { ReviewFilters } from './review-filters.tsx';
import { ReviewFoot } from './review-foot.tsx';
import { ReviewInspector } from './review-inspector.tsx';
import { reasonGroups } from './reason-groups.ts';
import { rowsShown } from './review-lines.ts';
import { ReviewList } from './review-list.tsx';
import { fits, neighbour, nextOpen, type ReviewFilter, type ReviewRow } from './review-rows.ts';
import { useReview, type Review } from './use-review.ts';

/** The names a job proposes, one row each; one is current, and beside it stands what is known of it. */
export function ReviewPage() {
  const jobId = useReviewedJob();
  return <ReviewOfJob key={jobId} jobId={jobId} />;
}

function ReviewOfJob({ jobId }: { jobId: string }) {
  const review = useReview(jobId);
  const [filter, setFilter] = useState<ReviewFilter>('all');
  const grouping = useGrouping(review, filter);
  const fitting = review.rows.filter((row) => fits(row, review.decisions.get(row.photoId), filter));
  const rows = rowsShown(fitting, grouping);
  const steps = useSteps(review, rows);
  const wide = useMedia('(min-width: 1200px)');
  const [sheet, setSheet] = useState(false);
  const current = review.rows.find((row) => row.photoId === steps.current);
  useKeys({ review, steps, onDetails: () => setSheet((open) => !open && !wide) });
  return (
    <div className="flex min-h-0 flex-1">
      <main id="photos" className="flex min-w-0 flex-1 flex-col">
        <Head review={review} filter={filter} onFilter={setFilter} />
        <ReviewList
          review={review}
          rows={rows}
          steps={steps}
          grouping={grouping}
          heads={filter === 'all'}
          onDetails={wide ? null : () => setSheet(true)}
        />
        <OfferSaid review={review} />
        <ReviewFoot review={review} editing={steps.editing !== null} details={!wide} />
      </main>
      {wide && current ? (
        <aside
          aria-label={current.proposal}
          data-region="inspector"
          className="w-[420px] flex-none overflow-y-auto border-l border-border bg-card"
        >
          <ReviewInspector review={review} row={current} />
        </aside>
      ) : null}
      {wide || !current ? null : (
        <Sheet open={sheet} onOpen={setSheet}>
          <ReviewInspector review={review} row={current} />
        </Sheet>
      )}
    </div>
  );
}

function Head({
  review,
  filter,
  onFilter,
}: {
  review: Review;
  filter: ReviewFilter;
  onFilter: (filter: ReviewFilter) => void;
}) {
  const { words, format } = useSpeech();
  const total = review.rows.length;
  const left = review.rows.filter(review.undecided).length;
  return (
    <div className="flex min-h-[60px] flex-wrap items-center gap-x-2 gap-y-1 border-b border-border px-3 py-2">
      <IconButton label={words.review.back} onClick={() => goTo('library')}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <h1 className="num text-lg">
        {total > 0 && left === 0 ? words.review.allDone : words.review.title(total, format.count(total))}
      </h1>
      <output className="num flex-1 text-muted-foreground">
        {words.review.decided(format.count(total - left), format.count(total))}
      </output>
      <ReviewFilters review={review} filter={filter} onFilter={onFilter} />
    </div>
  );
}

/** Reasons that hit many names; only where they are still to be decided. */
function useGrouping(review: Review, filter: ReviewFilter) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => reasonGroups(review.rows), [review.rows]);
  return {
    groups: filter === 'all' || filter === 'needsLook' ? groups : [],
    isOpen: (flag: string) => opened.has(flag),
    toggle: (flag: string) =>
      setOpened(
        (before) =>
          new Set(before.has(flag) ? [...before].filter((each) => each !== flag) : [...before, flag]),
      ),
  };
}

/** The offer is told one time, as it comes. */
function OfferSaid({ review }: { review: Review }) {
  const { words, format } = useSpeech();
  const { offer } = review.similar;
  const n = offer?.rows.length ?? 0;
  return (
    <output className="sr-only">
      {offer
        ? `${words.review.similar(n, format.count(n))} ${words.review.say(n, offer.change.from.join(' '))}`
        : ''}
    </output>
  );
}

export type Steps = ReturnType<typeof useSteps>;

/** Which row is current, and going on from it. */
function useSteps(review: Review, rows: readonly ReviewRow[]) {
  const [chosen, setChosen] = useState('');
  const [editing, setEditing] = useState<string | null>(null);
  const first = rows[0]?.photoId ?? '';
  const current = rows.some((row) => row.photoId === chosen) ? chosen : first;
  const rowOf = (id: string) => review.rows.find((row) => row.photoId === id);
  const goOn = (from: ReviewRow) =>
    setChosen(nextOpen(rows, from.photoId, (row) => row.photoId !== from.photoId && review.undecided(row)));
  return {
    current,
    choose: setChosen,
    editing,
    edit: setEditing,
    move: (by: -1 | 1) => setChosen(neighbour(rows, current, by)),
    /** `stay`: what came of it stands under the row. */
    accept: (id: string, typed?: string, stay = false) => {
      const row = rowOf(id);
      if (!row) return;
      if (review.undecided(row)) review.accept([row], typed);
      if (!stay) goOn(row);
    },
    skip: (id: string) => {
      const row = rowOf(id);
      if (!row || !review.undecided(row)) return;
      review.skip([row]);
      goOn(row);
    },
  };
}

/** Letters decide while nothing is typed; Enter and arrows only where no button has the focus. */
function useKeys({
  review,
  steps,
  onDetails,
}: {
  review: Review;
  steps: Steps;
  onDetails: () => void;
}): void {
  const latest = useRef({ review, steps, onDetails });
  useEffect(() => {
    latest.current = { review, steps, onDetails };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target } = event;
      const typing = target instanceof Element && target.closest('input, textarea, [role="dialog"]') !== null;
      if (typing || event.altKey || document.querySelector('[role="menu"]')) return;
      if (handled(event, latest.current)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function handled(
  event: KeyboardEvent,
  { review, steps, onDetails }: { review: Review; steps: Steps; onDetails: () => void },
): boolean {
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'z' || event.shiftKey) return false;
    const back = review.undoLast();
    if (back !== null) steps.choose(back);
    return true;
  }
  const onButton = event.target instanceof Element && event.target.closest('button, a') !== null;
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      steps.move(1);
      return true;
    case 'ArrowUp':
    case 'k':
    case 'K':
      steps.move(-1);
      return true;
    case 'Enter':
      if (onButton) return false;
      steps.accept(steps.current);
      return true;
    case 'e':
    case 'E':
    case 'F2':
      steps.edit(steps.current);
      return true;
    case 's':
    case 'S':
      steps.skip(steps.current);
      return true;
    case 'w':
    case 'W':
      onDetails();
      return true;
    default:
      return false;
  }
}

function Sheet({
  open,
  onOpen,
  children,
}: {
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ReactNode;
}) {
  const { words } = useSpeech();
  const escape = escapeKeys(() => onOpen(false));
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="slide-in max-sm:rise-in fixed inset-y-0 right-0 z-21 flex w-[420px] max-w-full flex-col overflow-y-auto bg-card shadow-modal outline-none max-sm:top-16 max-sm:w-full max-sm:rounded-t-sheet"
          onKeyDown={(event) => {
            escape.onKeyDown(event);
            if (event.key.toLowerCase() === 'w') onOpen(false);
          }}
        >
          <div className="flex items-center px-5 pt-3">
            <Dialog.Title className="flex-1 text-base">{words.review.details}</Dialog.Title>
            <Dialog.Close asChild>
              <Button look="ghost">{words.app.close}</Button>
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
