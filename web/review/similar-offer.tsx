import { ReplaceAll } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type CSSProperties } from 'react';
import { Thumbnail } from '../components/thumbnail.tsx';
import { Button } from '../components/ui/button.tsx';
import { Checkbox } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { usePhoto } from '../use-rollcall.ts';
import type { Review } from './use-review.ts';
import type { Offer } from './use-similar.ts';

const shown = 4;

/** Under the name that was edited: the same word for those that are like it. Nothing is accepted by it. */
export function SimilarOffer(props: {
  review: Review;
  offer: Offer;
  rowIndex: number;
  place: CSSProperties;
  /** How tall its words make it, now and whenever that changes. */
  onHeight: (height: number) => void;
}) {
  const { words, format } = useSpeech();
  const { offer, review, onHeight } = props;
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => followHeight(line.current, onHeight), [onHeight]);
  const [alsoWaiting, setAlsoWaiting] = useState(true);
  const [to, from] = [offer.change.to.join(' '), offer.change.from.join(' ')];
  return (
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      className="absolute inset-x-0 top-0 border-b border-border bg-card px-5 py-2.5 pl-[104px] max-sm:px-4"
      ref={line}
      style={{ transform: props.place.transform }}
    >
      <div role="gridcell">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <span className="flex gap-[3px] max-sm:hidden" aria-hidden>
            {offer.rows.slice(0, shown).map((row) => (
              <Picture key={row.photoId} photoId={row.photoId} />
            ))}
          </span>
          <Button
            aria-describedby="similar-help"
            className="num"
            onClick={() => review.similar.apply(alsoWaiting)}
          >
            <ReplaceAll aria-hidden />
            {words.review.applyTo(to, format.count(offer.rows.length))}
          </Button>
          {offer.note === null ? null : (
            <label className="flex items-center gap-2 max-sm:order-last max-sm:min-h-11 max-sm:w-full">
              <Checkbox checked={alsoWaiting} onCheckedChange={(on) => setAlsoWaiting(on === true)} />
              {words.review.alsoWaiting}
            </label>
          )}
          <span className="flex-1" />
          <Button look="ghost" className="-mr-2.5" onClick={review.similar.dismiss}>
            {words.review.notNow}
          </Button>
        </div>
        <p id="similar-help" className="mt-1 text-xs text-muted-foreground">
          {words.review.puts(to, from)}
        </p>
      </div>
    </div>
  );
}

function followHeight(row: HTMLElement | null, onHeight: (height: number) => void) {
  if (row === null) return undefined;
  onHeight(row.offsetHeight);
  const observer = new ResizeObserver(() => onHeight(row.offsetHeight));
  observer.observe(row);
  return () => observer.disconnect();
}

function Picture({ photoId }: { photoId: string }) {
  const photo = usePhoto(photoId);
  return photo ? (
    <Thumbnail address={thumbnailAddress(photo)} className="h-[30px] w-10 rounded-photo" />
  ) : null;
}
