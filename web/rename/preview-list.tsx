import { RotateCcw, ScanEye } from 'lucide-react';
import { useMemo } from 'react';
import type { JobOptions } from '../../src/http/schemas/job.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { Thumbnail } from '../components/thumbnail.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { NameText } from '../components/name-text.tsx';
import { Button } from '../components/ui/button.tsx';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import type { Namer } from '../settings/use-namer.ts';
import { useRollcall } from '../use-rollcall.ts';
import { placesIn, previewName, settleEqualNames, type Preview } from './preview-name.ts';

export interface Sample {
  photo: Photo;
  position: number;
  seen: boolean;
  /** A model looked at it before, if perhaps asked something else. */
  answered: boolean;
}

export interface PreviewListProps {
  samples: readonly Sample[];
  template: JobOptions['template'];
  language: string;
  /** All photos of the job, in its order. */
  ids: readonly string[];
  namer: Namer;
  looking: boolean;
  /** '' where it is not known. */
  lookPrice: string;
  onOther: (() => void) | null;
  onLook: () => void;
}

/** What the choices do to five photos, at once; where a look is needed first, what is known. */
export function PreviewList(props: PreviewListProps) {
  const { words, format } = useSpeech();
  const { samples, template, language, ids, namer, looking } = props;
  const { photos } = useRollcall();
  const placeOf = useMemo(() => placesIn(ids, photos, template.restart), [ids, photos, template.restart]);
  const options = samples.map(({ photo, position, seen }) => ({
    photo,
    template,
    language,
    ...placeOf(position),
    seen,
  }));
  const previews = settleEqualNames(options, options.map(previewName), template);
  const unseen = previews.filter((preview) => preview.kind === 'unseen').length;
  const again = samples.some(({ answered }, at) => answered && previews[at]?.kind === 'unseen');
  return (
    <section aria-label={words.rename.preview}>
      <div className="flex min-h-8 items-center">
        <h3 className="flex-1 text-xs font-medium">
          {unseen === samples.length && unseen > 0 ? words.rename.known : words.rename.preview}
        </h3>
        {props.onOther ? (
          <Button look="ghost" size="small" className="-mr-2.5" onClick={props.onOther}>
            <RotateCcw className="icon-sm" aria-hidden />
            {words.rename.otherPhotos}
          </Button>
        ) : null}
      </div>
      <ul aria-live="polite">
        {samples.map(({ photo }, at) => (
          <PreviewRow
            key={photo.id}
            photo={photo}
            preview={previews[at] ?? { kind: 'unseen' }}
            basic={namer.basic}
          />
        ))}
      </ul>
      {unseen > 0 && !namer.basic ? (
        <Button className="mt-3.5 w-full" disabled={looking} onClick={props.onLook}>
          <ScanEye aria-hidden className={looking ? 'text-working' : ''} />
          {looking
            ? words.rename.lookingNow
            : words.rename.look(unseen, format.count(unseen), props.lookPrice)}
        </Button>
      ) : null}
      <p className="mt-2 text-xs text-muted-foreground">
        {again && !namer.basic
          ? words.rename.lookAgain
          : note({ unseen, all: samples.length }, props, words, format)}
      </p>
    </section>
  );
}

function note(
  { unseen, all }: { unseen: number; all: number },
  { namer, looking }: PreviewListProps,
  words: Words,
  format: Format,
): string {
  if (namer.basic) return looking ? words.rename.lookingNow : words.rename.keepsNameWhen;
  if (unseen === 0) return all === 1 ? words.rename.seenOne : words.rename.seen(format.count(all));
  return unseen === all ? words.rename.lookFirst : words.rename.lookRest;
}

function PreviewRow({ photo, preview, basic }: { photo: Photo; preview: Preview; basic: boolean }) {
  const { words, format } = useSpeech();
  return (
    <li className="flex items-center gap-3.5 border-b border-border py-2.5 last:border-b-0 max-sm:py-1.5">
      <Thumbnail
        address={thumbnailAddress(photo)}
        alt={photo.analysis?.alt ?? ''}
        className="h-[54px] w-[72px] rounded-photo max-sm:h-11 max-sm:w-[58px]"
      />
      <div className="min-w-0 flex-1">
        <NameText name={preview.kind === 'name' ? preview.name : photo.name} />
        <div className="flex min-w-0 text-xs text-muted-foreground">
          <span className="truncate">{secondLine(photo, preview, words, format)}</span>
          {/* Where the name is from is worth more room than what it was. */}
          {basic ? <span className="flex-none whitespace-pre">{sourcesOf(preview, words)}</span> : null}
        </div>
      </div>
    </li>
  );
}

function secondLine(photo: Photo, preview: Preview, words: Words, format: Format): string {
  switch (preview.kind) {
    case 'keeps':
      return words.rename.keepsName;
    case 'name':
      return photo.name;
    case 'unseen':
    default:
      return known(photo, words, format);
  }
}

/** " · from date, place" */
function sourcesOf(preview: Preview, words: Words): string {
  if (preview.kind !== 'name' || preview.sources.length === 0) return '';
  const names = {
    date: words.rename.sourceDate,
    place: words.rename.sourcePlace,
    picture: words.rename.sourcePicture,
  };
  return ` · ${words.rename.from(preview.sources.map((source) => names[source]).join(', '))}`;
}

/** "29 Sep 2012, 16:11 · Seattle", or what is missing of it. */
function known(photo: Photo, words: Words, format: Format): string {
  const day = photo.takenAt === null ? words.rename.noDate : format.takenDay(photo.takenAt);
  const time = photo.takenAt === null ? '' : format.takenTime(photo.takenAt);
  const when = time === '' ? day : `${day}, ${time}`;
  return `${when} · ${photo.place?.city ?? photo.camera ?? words.rename.noPlace}`;
}
