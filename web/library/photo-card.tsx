import { Check, CheckCheck, Ellipsis, Pencil, ScanText } from 'lucide-react';
import { memo, useRef, useState, useSyncExternalStore, type MouseEvent, type ReactNode } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { classes } from '../components/ui/classes.ts';
import type { Words } from '../i18n/en.ts';
import type { Format } from '../i18n/format.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { isOver } from '../job/job-store.ts';
import { NameEditor } from '../rename/name-editor.tsx';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { usePhone, usePhoto, useRollcall, useSelected, useStack } from '../use-rollcall.ts';
import { cardLabel, cardView, type CardView, type News } from './card-view.ts';
import { focusCard } from './focus-card.ts';
import { middleCut } from './middle-cut.ts';
import { PhotoImage } from './photo-image.tsx';
import type { ShownStack } from './fold-stacks.ts';
import { placeInStack, StackEdges, StackMark } from './stack-mark.tsx';

interface PhotoCardProps {
  id: string;
  column: number;
  /** The grid's tab stop while no photo of it has had the focus. */
  first: boolean;
}

/** One photo. It listens to its own photo, selection and focus only; `data-renders` counts, so a test can tell. */
export const PhotoCard = memo(function PhotoCard({ id, column, first }: PhotoCardProps) {
  const { view } = usePage();
  const { cards } = useRollcall();
  const { words, format } = useSpeech();
  const photo = usePhoto(id);
  const stack = useStack(id);
  const selected = useSelected(id);
  const news = useNews(photo?.jobId ?? null);
  const active = useSyncExternalStore(view.activeId.subscribe, () => {
    const last = view.activeId.get();
    return last !== null && cards.cardOf(last) === id;
  });
  const editing = useSyncExternalStore(view.editingId.subscribe, () => view.editingId.get() === id);
  const [firstRev] = useState(photo?.nameRev);
  const renders = useRef(0);
  // oxlint-disable-next-line react/refs -- counts renders, so it must be touched by each
  renders.current += 1;

  const endEditing = () => {
    view.editingId.set(null);
    requestAnimationFrame(() => focusCard(document.body, id));
  };

  if (!photo) return <EmptyCard column={column} />;
  const card = cardView(photo, words, format, news);
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a virtualised grid is no table
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={selected}
      aria-label={[cardLabel(card, words), stackWord(stack, words, format)].filter(Boolean).join(', ')}
      data-stack={placeInStack(stack, id)}
      tabIndex={active || first ? 0 : -1}
      data-id={id}
      data-state={photo.state}
      // oxlint-disable-next-line react/refs -- as above
      data-renders={renders.current}
      className="photo-card relative min-w-0 pt-0.5"
    >
      <div className="relative" data-part="photo">
        {stack && !stack.open ? <StackEdges /> : null}
        <PhotoImage photo={photo} />
        {photo.state === 'analysing' ? <div className="sweep" /> : null}
        <CheckMark id={id} name={photo.name} selected={selected} />
      </div>
      <div className="relative h-[66px]">
        {editing ? (
          <NameEditor photo={photo} compact onDone={endEditing} />
        ) : (
          <>
            <CardName
              card={card}
              fresh={firstRev !== photo.nameRev && photo.state === 'named'}
              rev={photo.nameRev}
            />
            <CardLine card={card} words={words} stack={stack} />
            <HoverActions photo={photo} stack={stack} />
          </>
        )}
      </div>
    </div>
  );
});

/** Whether the outcome of the photo's last job is still news; only a change of the answer re-renders the card. */
function useNews(jobId: string | null): News {
  const { jobs } = useRollcall();
  return useSyncExternalStore(jobs.subscribe, () => {
    const job = jobId === null ? undefined : jobs.get(jobId);
    if (!job) return 'old';
    if (isOver(job)) return 'ended';
    return job.status === 'paused' && job.reason === 'budget_reached' ? 'at_limit' : 'running';
  });
}

export function EmptyCard({ column }: { column: number }) {
  const { words } = useSpeech();
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a virtualised grid is no table
      role="gridcell"
      aria-colindex={column + 1}
      aria-label={words.library.loadingCard}
      className="min-w-0 pt-0.5"
    >
      <div className="photo" />
      <div className="mt-2 h-3 w-2/3 rounded-photo bg-muted" />
    </div>
  );
}

function CheckMark({ id, name, selected }: { id: string; name: string; selected: boolean }) {
  const { selection, cards } = useRollcall();
  const { words } = useSpeech();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={words.card.select(name)}
      aria-pressed={selected}
      className="card-check absolute top-0 left-0 z-1 grid size-9 place-items-center outline-none max-sm:size-11"
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        event.currentTarget.closest<HTMLElement>('[data-id]')?.focus({ preventScroll: true });
        if (event.shiftKey) selection.extend(cards.state().ids, id);
        else selection.toggle(id);
      }}
    >
      <span
        className={classes(
          'grid size-5 place-items-center rounded-full',
          selected
            ? 'bg-primary text-primary-foreground shadow-[0_0_0_1.5px_var(--card)]'
            : 'bg-[oklch(0_0_0/0.28)] shadow-[inset_0_0_0_1.5px_#fff]',
        )}
      >
        {selected ? <Check className="icon-xs [stroke-width:3]" /> : null}
      </span>
    </button>
  );
}

function CardName({ card, fresh, rev }: { card: CardView; fresh: boolean; rev: number }) {
  const whole = card.name.stem + card.name.extension;
  const oneLine = card.proposal !== null;
  // Two lines hold about 45 letters, on a phone 38.
  const twoLines = usePhone() ? 34 : 42;
  return (
    <div
      // A proposal stands under it, and there is room for three lines.
      className={classes('card-name mt-[7px] max-sm:leading-5', oneLine && 'one-line')}
      title={whole}
    >
      <span key={rev} className={fresh ? 'fresh-name' : undefined}>
        <BreakableName
          stem={middleCut(card.name.stem, oneLine ? 20 : twoLines)}
          extension={card.name.extension}
        />
      </span>
    </div>
  );
}

/**
 * File names break after their separators, before they break inside a word. The extension is never torn apart, and
 * never alone on a line: the last letters of the name go with it.
 */
function BreakableName({ stem, extension }: { stem: string; extension: string }) {
  const end = /[^-_.\s]{1,4}$/u.exec(stem)?.[0] ?? '';
  const pieces = stem.slice(0, stem.length - end.length).split(/(?<=[-_.])/u);
  return (
    <>
      {pieces.flatMap((piece, at): ReactNode[] =>
        // oxlint-disable-next-line react/no-array-index-key -- the pieces of one name have no other identity
        at === 0 ? [piece] : [<wbr key={at} />, piece],
      )}
      {/[-_.]$/u.test(pieces.at(-1) ?? '') ? <wbr /> : null}
      <span className="whitespace-nowrap">
        {end}
        <span className="font-normal text-muted-foreground">{extension}</span>
      </span>
    </>
  );
}

/** Said of the card that stands for a stack, and of each photo of an open one. */
function stackWord(stack: ShownStack | undefined, words: Words, format: Format): string {
  if (stack === undefined) return '';
  const count = format.count(stack.members.length);
  return stack.kind === 'pair' ? words.card.pair : words.card.stack(count);
}

function CardLine({ card, words, stack }: { card: CardView; words: Words; stack: ShownStack | undefined }) {
  return (
    <>
      {card.proposal === null ? null : <div className="mt-px truncate text-xs">{card.proposal}</div>}
      <div className="mt-px flex min-w-0 items-center gap-[5px] text-2xs leading-4 text-muted-foreground">
        {stack ? <StackMark stack={stack} /> : null}
        {card.byHand ? (
          <span title={words.card.namedByHand}>
            <Pencil className="icon-xs" aria-hidden />
          </span>
        ) : null}
        {card.status ? <Status small {...card.status} /> : null}
        {card.detail === '' ? null : <span className="truncate">{card.detail}</span>}
        {card.struck === null ? null : <s className="truncate">{card.struck}</s>}
      </div>
    </>
  );
}

/** Under the name, never on the photo. The keys A and Shift+F10 do the same, so these are no tab stops. */
function HoverActions({ photo, stack }: { photo: Photo; stack: ShownStack | undefined }) {
  const { view } = usePage();
  const { cards } = useRollcall();
  const { words } = useSpeech();
  const actions = useActions();
  const waitsForAnswer = photo.state === 'needs_look' || photo.state === 'suggested';
  const idle = !['preparing', 'waiting', 'analysing'].includes(photo.state);
  return (
    <div
      // Beside the mark of a stack, which may be in the same line.
      className={classes(
        'card-actions absolute top-[36px] right-0 flex items-center gap-1.5 bg-background pt-1',
        stack === undefined ? 'left-0' : stack.kind === 'pair' ? 'left-[58px]' : 'left-9',
      )}
      data-part="actions"
    >
      {waitsForAnswer ? (
        <Button size="tiny" tabIndex={-1} onClick={() => actions.accept(cards.photosOf(photo.id))}>
          <CheckCheck className="icon-sm" aria-hidden />
          {words.card.accept}
        </Button>
      ) : idle ? (
        <Button size="tiny" tabIndex={-1} onClick={() => actions.aiRename(cards.photosOf(photo.id))}>
          <ScanText className="icon-sm" aria-hidden />
          {words.card.aiRename}
          {stack ? null : <kbd className="h-[15px] min-w-[15px] px-[3px] text-[10px] leading-[13px]">A</kbd>}
        </Button>
      ) : null}
      <span className="flex-1" />
      <Button
        size="tiny"
        square
        tabIndex={-1}
        aria-label={words.card.menu(photo.name)}
        aria-haspopup="menu"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          view.menu.set({ id: photo.id, x: box.left, y: box.bottom });
        }}
      >
        <Ellipsis className="icon-sm" aria-hidden />
      </Button>
    </div>
  );
}
