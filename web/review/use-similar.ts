import { useState, type Dispatch, type SetStateAction } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { isOver } from '../job/job-store.ts';
import { splitName } from '../name-parts.ts';
import { useJobs, useRollcall } from '../use-rollcall.ts';
import type { ReviewRow } from './review-rows.ts';
import { noteWith, similarRows, withChange, wordChange, type WordChange } from './similar-names.ts';

type Edits = ReadonlyMap<string, string>;

export interface Offer {
  /** The photo whose edit it came from. */
  photoId: string;
  change: WordChange;
  rows: readonly ReviewRow[];
  /** The job's note with what was learnt; null where nobody is left to be asked with it. */
  note: string | null;
}

/** After an edit that puts one word in place of another: the same for the other names that say it. */
export function useSimilar(
  jobId: string,
  review: {
    rows: readonly ReviewRow[];
    undecided: (row: ReviewRow) => boolean;
    nameOf: (row: ReviewRow) => string;
    edits: Edits;
    setEdits: Dispatch<SetStateAction<Edits>>;
  },
) {
  const { client, jobs, photos, toasts } = useRollcall();
  const { words, format } = useSpeech();
  const job = useJobs().find(({ id }) => id === jobId);
  const [edited, setEdited] = useState<{ photoId: string; change: WordChange } | null>(null);
  const { nameOf, edits, setEdits } = review;

  const similarTo = (photoId: string, change: WordChange) =>
    similarRows(review.rows.filter(review.undecided), change, { photoId, nameOf, photo: photos.get });

  function noteAfter(change: WordChange): string | null {
    const asks = job && !isOver(job) && job.remaining > 0 && job.provider !== 'on-device';
    return asks ? noteWith(job.options.context, change, words.review.learnt) : null;
  }

  function offerOf(): Offer | null {
    if (edited === null) return null;
    const rows = similarTo(edited.photoId, edited.change);
    return rows.length === 0 ? null : { ...edited, rows, note: noteAfter(edited.change) };
  }
  const offer = offerOf();

  async function apply(alsoWaiting: boolean): Promise<void> {
    if (offer === null) return;
    const { rows, change, note } = offer;
    setEdited(null);
    setEdits((before) => changed(before, rows, (row) => withChange(splitName(nameOf(row)).stem, change)));
    const noted = alsoWaiting && note !== null;
    if (noted) jobs.put([await client.changeNote(jobId, note)]);
    toasts.show({
      tone: 'done',
      text: words.review.putIn(rows.length, format.count(rows.length), change.to.join(' ')),
      detail: noted ? words.review.noted : '',
      action: { label: words.app.undo, run: () => setEdits((now) => asBefore(now, edits, rows)) },
    });
  }

  return {
    offer,
    /** Says whether there is something to offer. */
    consider: (row: ReviewRow, stem: string): boolean => {
      const change = wordChange(splitName(row.proposal).stem, stem);
      setEdited(change === null ? null : { photoId: row.photoId, change });
      return change !== null && similarTo(row.photoId, change).length > 0;
    },
    apply: (alsoWaiting: boolean) => void apply(alsoWaiting).catch(toasts.problem),
    dismiss: () => setEdited(null),
  };
}

function changed(
  before: Edits,
  rows: readonly ReviewRow[],
  stemOf: (row: ReviewRow) => string | null,
): Edits {
  const next = new Map(before);
  for (const row of rows) {
    const stem = stemOf(row);
    if (stem !== null) next.set(row.photoId, stem);
  }
  return next;
}

/** Only of these rows; what was typed elsewhere meanwhile stays. */
function asBefore(now: Edits, before: Edits, rows: readonly ReviewRow[]): Edits {
  const next = new Map(now);
  for (const { photoId } of rows) {
    const stem = before.get(photoId);
    if (stem === undefined) next.delete(photoId);
    else next.set(photoId, stem);
  }
  return next;
}
