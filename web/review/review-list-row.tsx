import { escapedName } from '../../src/names/display-name.ts';
import { ArrowRight, Check, Pencil, Undo2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { NameText } from '../components/name-text.tsx';
import { Status } from '../components/status-icon.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import { Button } from '../components/ui/button.tsx';
import { classes } from '../components/ui/classes.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { splitName } from '../name-parts.ts';
import { StemField } from '../rename/stem-field.tsx';
import { usePhoto } from '../use-rollcall.ts';
import { FlagWord } from './flag-word.tsx';
import type { Steps } from './review-page.tsx';
import type { ReviewRow } from './review-rows.ts';
import type { Review } from './use-review.ts';

interface RowProps {
  review: Review;
  row: ReviewRow;
  rowIndex: number;
  place: CSSProperties;
  current: boolean;
  steps: Steps;
  onDetails: (() => void) | null;
}

export function ReviewListRow(props: RowProps) {
  const { row, place, current, steps, onDetails } = props;
  const photo = usePhoto(row.photoId);
  if (!photo) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys of all rows are heard in review-page.tsx
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      aria-selected={current}
      data-review={row.photoId}
      tabIndex={current ? 0 : -1}
      className={classes(
        'absolute inset-x-0 top-0 flex items-center gap-5 border-b border-border px-5 -outline-offset-2! max-sm:flex-wrap max-sm:content-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4',
        current && 'bg-primary-soft shadow-[inset_3px_0_0_var(--primary)]',
      )}
      style={place}
      onFocus={() => steps.choose(row.photoId)}
      onClick={() => steps.choose(row.photoId)}
      onDoubleClick={() => steps.edit(row.photoId)}
    >
      <span role="gridcell" className="flex-none">
        <button
          type="button"
          tabIndex={-1}
          aria-hidden={onDetails === null}
          className="block"
          onClick={() => onDetails?.()}
        >
          <Thumbnail address={thumbnailAddress(photo)} className="h-12 w-16 rounded-photo" />
          {onDetails ? <span className="sr-only">{photo.name}</span> : null}
        </button>
      </span>
      <Names {...props} photo={photo} />
      <span
        role="gridcell"
        className="-mr-2.5 flex flex-none items-center justify-end gap-1 max-sm:mr-0 max-sm:w-full"
      >
        <Actions {...props} photo={photo} />
      </span>
    </div>
  );
}

function Names({ review, row, steps, photo }: RowProps & { photo: Photo }) {
  const { words } = useSpeech();
  const decision = review.decisions.get(row.photoId);
  const accepted = decision?.kind === 'accepted';
  const old = accepted ? (photo.previousName ?? escapedName(photo.originalName)) : photo.name;
  const name = accepted && photo.state === 'named' ? photo.name : review.nameOf(row);
  const { stem, extension } = splitName(review.nameOf(row));
  return (
    <span
      role="gridcell"
      className="grid min-w-0 flex-1 grid-cols-[minmax(0,172px)_16px_minmax(0,1fr)] items-center gap-x-3.5 max-sm:grid-cols-1"
    >
      <span className={classes('truncate text-muted-foreground max-sm:text-xs', accepted && 'line-through')}>
        {old}
      </span>
      <ArrowRight className="icon-sm text-muted-foreground max-sm:hidden" aria-hidden />
      {steps.editing === row.photoId ? (
        <StemField
          label={words.review.editing(photo.name)}
          stem={stem}
          extension={extension}
          onSave={(typed, entered) => {
            steps.edit(null);
            const offers = review.edit(row, typed);
            const changed = typed.trim() !== '' && typed.trim() !== splitName(row.proposal).stem;
            if (entered) steps.accept(row.photoId, changed ? typed.trim() : undefined, offers);
          }}
          onCancel={() => steps.edit(null)}
        />
      ) : (
        <NameText name={name} className={decision?.kind === 'skipped' ? 'text-muted-foreground' : ''} />
      )}
      <span className="col-start-3 flex min-w-0 items-center gap-2.5 max-sm:col-start-1">
        <RowStatus review={review} row={row} photo={photo} />
      </span>
    </span>
  );
}

function RowStatus({ review, row, photo }: { review: Review; row: ReviewRow; photo: Photo }) {
  const { words } = useSpeech();
  const decision = review.decisions.get(row.photoId);
  if (decision?.kind === 'accepted')
    return (
      <>
        <Status tone="done" icon="named" word={words.review.accepted} />
        {decision.edited ? <EditedMark /> : null}
      </>
    );
  if (decision?.kind === 'skipped')
    return <Status tone="waiting" icon="skipped" word={words.review.skipped} />;
  if (!review.undecided(row)) return <Status tone="waiting" icon="skipped" word={words.review.elsewhere} />;
  return (
    <>
      {row.flags.length > 0 ? <FlagWord flags={row.flags} /> : null}
      <Confidence photo={photo} />
      {review.edits.has(row.photoId) ? <EditedMark /> : null}
    </>
  );
}

function EditedMark() {
  const { words } = useSpeech();
  return <Pencil className="icon-sm text-muted-foreground" role="img" aria-label={words.review.edited} />;
}

/** Said only when it is not high: bars and a word. */
function Confidence({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const confidence = photo.analysis?.confidence ?? 'high';
  if (confidence === 'high' || photo.analysis?.provider === 'on-device') return null;
  const on = confidence === 'medium' ? 2 : 1;
  return (
    <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-muted-foreground max-sm:hidden">
      <span className="flex gap-[2px]" aria-hidden>
        {[1, 2, 3].map((bar) => (
          <span
            key={bar}
            className={`h-2.5 w-1 rounded-[1px] ${bar <= on ? 'bg-foreground' : 'bg-border-strong'}`}
          />
        ))}
      </span>
      {confidence === 'medium' ? words.review.medium : words.review.low}
    </span>
  );
}

function Actions({ review, row, current, steps, photo }: RowProps & { photo: Photo }) {
  const { words } = useSpeech();
  const decision = review.decisions.get(row.photoId);
  const tab = current ? 0 : -1;
  if (decision && decision.kind !== 'takenBack') {
    if (decision.kind === 'accepted' && decision.renameId === null) return null;
    return (
      <Button
        look="ghost"
        tabIndex={tab}
        aria-label={words.review.undoOne(photo.name)}
        onClick={() => review.undo(row.photoId)}
      >
        <Undo2 aria-hidden />
        {words.app.undo}
      </Button>
    );
  }
  if (!review.undecided(row)) return null;
  return (
    <>
      <Button
        look={current ? 'secondary' : 'ghost'}
        tabIndex={tab}
        className="max-sm:flex-1"
        aria-label={words.review.acceptOne(review.nameOf(row))}
        onClick={() => steps.accept(row.photoId)}
      >
        <Check aria-hidden />
        {words.review.accept}
      </Button>
      <Button
        look="ghost"
        tabIndex={tab}
        className="hidden max-sm:inline-flex max-sm:flex-1"
        aria-label={words.review.editOne(review.nameOf(row))}
        onClick={() => steps.edit(row.photoId)}
      >
        {words.review.edit}
      </Button>
      <Button
        look="ghost"
        tabIndex={tab}
        className="max-sm:flex-1"
        aria-label={words.review.skipOne(review.nameOf(row))}
        onClick={() => steps.skip(row.photoId)}
      >
        {words.review.skip}
      </Button>
    </>
  );
}
