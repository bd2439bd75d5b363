import { Check, CircleX, Copy, FileImage, Paperclip } from 'lucide-react';
import { Thumbnail } from '../components/thumbnail.tsx';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { usePhoto } from '../use-rollcall.ts';
import type { UploadState } from './upload-queue.ts';
import type { Upload, UploadTrouble } from './upload-tally.ts';

/** What did not arrive first, together by its reason; then the newest activity. */
export function UploadList({ state }: { state: UploadState }) {
  const { words } = useSpeech();
  return (
    <ul
      className="max-h-[224px] min-h-0 flex-1 overflow-y-auto py-1"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reached by keys
      tabIndex={0}
      aria-label={words.upload.region}
    >
      {state.troubles.map((trouble) =>
        trouble.count <= trouble.some.length ? (
          trouble.some.map((upload) => <UploadRow key={upload.key} upload={upload} />)
        ) : (
          <TroubleRow key={`${trouble.status} ${trouble.code}`} trouble={trouble} />
        ),
      )}
      {state.recent.map((upload) => (
        <UploadRow key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

/** Many files that did not arrive for one reason. */
function TroubleRow({ trouble }: { trouble: UploadTrouble }) {
  const { words, format } = useSpeech();
  const [first] = trouble.some;
  if (first === undefined) return null;
  const others = trouble.count - 1;
  return (
    <li className="flex h-9 items-center gap-2.5 px-3.5">
      <NoPicture />
      <span className="min-w-0 flex-1 truncate" title={trouble.some.map(({ name }) => name).join(', ')}>
        {words.upload.andMore(first.name, format.count(others))}
      </span>
      <Outcome upload={first} words={words} size="" />
    </li>
  );
}

function NoPicture() {
  return (
    <span className="grid size-[26px] flex-none place-items-center rounded-[3px] bg-muted text-muted-foreground">
      <FileImage className="icon-sm" aria-hidden />
    </span>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { words, format } = useSpeech();
  const photo = usePhoto(upload.photoId ?? '');
  return (
    <li className="flex h-9 items-center gap-2.5 px-3.5">
      {photo && thumbnailAddress(photo) !== null ? (
        <Thumbnail address={thumbnailAddress(photo)} className="size-[26px]" />
      ) : (
        <NoPicture />
      )}
      <span
        className="min-w-0 flex-1 truncate"
        title={upload.folder ? `${upload.folder}/${upload.name}` : upload.name}
      >
        {upload.name}
      </span>
      <Outcome upload={upload} words={words} size={upload.bytes === null ? '' : format.bytes(upload.bytes)} />
    </li>
  );
}

function Outcome({ upload, words, size }: { upload: Upload; words: Words; size: string }) {
  const word = 'flex flex-none items-center gap-1 text-xs font-medium';
  switch (upload.status) {
    case 'uploaded':
      return (
        <span className={`${word} text-done`}>
          <Check className="icon-xs [stroke-width:2.25]" aria-hidden />
          {words.upload.uploaded}
        </span>
      );
    case 'duplicate':
      return (
        <span className={`${word} text-muted-foreground`}>
          <Copy className="icon-xs" aria-hidden />
          {words.upload.alreadyHere}
        </span>
      );
    case 'companion':
      return (
        <span className={`${word} text-muted-foreground`}>
          <Paperclip className="icon-xs" aria-hidden />
          {words.upload.beside}
        </span>
      );
    case 'rejected':
    case 'failed':
      return (
        <span className={`${word} text-failed`} title={upload.detail}>
          <CircleX className="icon-xs [stroke-width:2.25]" aria-hidden />
          {upload.status === 'failed' ? failWord(upload.code, words) : rejectWord(upload.code, words)}
        </span>
      );
    case 'waiting':
      return <span className="num flex-none text-xs text-muted-foreground">{size}</span>;
    case 'sending':
    default:
      return (
        <span className="num flex flex-none items-center gap-2 text-xs text-muted-foreground">
          {size}
          <span className="block h-1 w-14 overflow-hidden rounded-full bg-bar-track">
            <span className="block h-full bg-bar-working" style={{ width: `${upload.sent * 100}%` }} />
          </span>
        </span>
      );
  }
}

const failWord = (code: string | null, { upload }: Words): string =>
  code === 'not_read' ? upload.notRead : upload.failed;

function rejectWord(code: string | null, words: Words): string {
  const { rejected } = words.upload;
  switch (code ?? '') {
    case 'not_a_photo':
    case 'not_xmp':
      return rejected.not_a_photo;
    case 'svg_not_accepted':
    case 'format_not_read':
    case 'unsupported':
    case 'no_preview_in_raw':
      return rejected.unsupported;
    case 'file_too_large':
    case 'too_large':
      return rejected.too_large;
    case 'file_damaged':
      return rejected.damaged;
    case 'empty_file':
      return rejected.empty;
    default:
      return rejected.other;
  }
}
