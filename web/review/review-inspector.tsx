import {
  Calendar,
  Eye,
  Images,
  Maximize,
  MapPin,
  ScanText,
  TriangleAlert,
  User,
  type LucideIcon,
} from 'lucide-react';
import { Fragment } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { Message } from '../components/message.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { SeenFacts } from '../detail/seen-facts.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { usePhoto } from '../use-rollcall.ts';
import type { ReviewRow } from './review-rows.ts';
import type { Review } from './use-review.ts';
import type { Offer } from './use-similar.ts';
import { wordSources, type WordSource } from './word-sources.ts';

/** The current photo, what was seen in it, and where each word of the name comes from. */
export function ReviewInspector({ review, row }: { review: Review; row: ReviewRow }) {
  const { words, format } = useSpeech();
  const { view } = usePage();
  const photo = usePhoto(row.photoId);
  if (!photo) return null;
  const at = review.rows.indexOf(row) + 1;
  return (
    <>
      <section className="border-b border-border px-5 pt-2.5 pb-3.5">
        <div className="flex h-9 items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate text-base">{photo.name}</h2>
          <span className="num text-xs text-muted-foreground">
            {words.review.position(format.count(at), format.count(review.rows.length))}
          </span>
          <IconButton
            className="-mr-2"
            label={words.review.openPhoto}
            onClick={() => view.openId.set(photo.id)}
          >
            <Maximize aria-hidden />
          </IconButton>
        </div>
        <img
          key={photo.id}
          src={photo.urls.preview}
          alt={photo.analysis?.alt ?? ''}
          className="max-h-[320px] min-h-[120px] w-full rounded-photo bg-muted object-contain"
        />
        <p className="mt-2 text-xs text-muted-foreground">{whenAndWhere(photo, words, format)}</p>
      </section>
      <Facts photo={photo} />
      <WhyThisName review={review} row={row} photo={photo} />
    </>
  );
}

function whenAndWhere(
  photo: Photo,
  words: ReturnType<typeof useSpeech>['words'],
  format: ReturnType<typeof useSpeech>['format'],
): string {
  const time = photo.takenAt === null ? '' : format.takenTime(photo.takenAt);
  const day = photo.takenAt === null ? '' : [format.takenDay(photo.takenAt), time].filter(Boolean).join(', ');
  const place = photo.place
    ? [photo.place.city, photo.place.country].filter(Boolean).join(', ')
    : words.detail.noPlace;
  return [photo.camera ?? '', day, place, photo.folder].filter(Boolean).join(' · ');
}

function Facts({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const { analysis } = photo;
  if (!analysis) return null;
  return (
    <section className="border-b border-border px-5 py-4" aria-label={words.detail.seen}>
      <SeenFacts analysis={analysis} />
    </section>
  );
}

const icons: Record<WordSource, LucideIcon> = {
  picture: Eye,
  text: ScanText,
  date: Calendar,
  place: MapPin,
  you: User,
};
const lines: Record<WordSource, string> = {
  picture: 'border-foreground',
  text: 'border-attention',
  date: 'border-border-strong',
  place: 'border-border-strong',
  you: 'border-primary',
};

/** Who else says the word that an edit put another in place of. */
function SimilarNote({ offer }: { offer: Offer }) {
  const { words, format } = useSpeech();
  const n = offer.rows.length;
  return (
    <Message
      tone="neutral"
      className="mt-3.5"
      icon={<Images aria-hidden />}
      title={`${words.review.similar(n, format.count(n))} ${words.review.say(n, offer.change.from.join(' '))}`}
      text={words.review.whoPeopleAre}
    />
  );
}

function WhyThisName({ review, row, photo }: { review: Review; row: ReviewRow; photo: Photo }) {
  const { words } = useSpeech();
  const parts = wordSources(review.nameOf(row), row.proposal, photo);
  const bySource = Map.groupBy(parts, (part) => part.source);
  const reasons: Record<string, string> = words.reason;
  const offer = review.similar.offer?.photoId === row.photoId ? review.similar.offer : null;
  return (
    <section className="px-5 py-4" aria-label={words.review.why}>
      <h3 className="mb-2 text-sm">{words.review.why}</h3>
      <p className="mb-2.5 text-base leading-7 font-strong break-words">
        {parts.map(({ before, word, source }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a word may stand twice
          <Fragment key={`${at} ${word}`}>
            <span className="mx-0.5 text-muted-foreground">{before}</span>
            <span className={`border-b-2 pb-0.5 ${lines[source]}`}>{word}</span>
          </Fragment>
        ))}
      </p>
      <dl className="grid grid-cols-[140px_1fr] gap-x-3 gap-y-1.5">
        {[...bySource].map(([source, of]) => {
          const Icon = icons[source];
          return (
            <div key={source} className="contents">
              <dt className="flex items-center gap-1.5 text-muted-foreground">
                <Icon className="icon-sm" aria-hidden />
                {words.review.sources[source]}
              </dt>
              <dd className="min-w-0 font-medium break-words">
                {of.map(({ word }) => word).join(' ')}
                {source === 'you' && offer ? (
                  <span className="font-normal text-muted-foreground">
                    {' '}
                    {words.review.insteadOf(offer.change.from.join(' '))}
                  </span>
                ) : null}
              </dd>
            </div>
          );
        })}
      </dl>
      {offer ? <SimilarNote offer={offer} /> : null}
      {row.flags.length > 0 ? (
        <Message
          tone="attention"
          className="mt-3.5"
          icon={<TriangleAlert aria-hidden />}
          title={row.flags.map((flag) => reasons[flag] ?? words.reason.look).join('. ')}
          text={words.review.whyFlag}
        />
      ) : null}
    </section>
  );
}
