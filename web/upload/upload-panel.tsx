import {
  Check,
  ChevronDown,
  ChevronUp,
  CircleX,
  Copy,
  FileImage,
  Pause,
  Play,
  RotateCcw,
  Upload as UploadIcon,
  X,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { Thumbnail } from '../components/thumbnail.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { Switch } from '../components/ui/controls.tsx';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useNow, usePhone, usePhoto, useRollcall, useUploads } from '../use-rollcall.ts';
import type { Upload, UploadState } from './upload-queue.ts';
import { uploadRate } from './upload-rate.ts';

const shownRows = 40;
const goneAfterMs = 10_000;

/** Newest activity first; folds to one line when done and is gone ten seconds later. */
export function UploadPanel() {
  const { uploads, originalsMayStay } = useRollcall();
  const state = useUploads();
  const phone = usePhone();
  const { words } = useSpeech();
  const [choice, setChoice] = useState<{ phase: string; folded: boolean } | null>(null);
  const finished = state.total > 0 && !state.active;
  const quiet =
    finished && !state.uploads.some((upload) => upload.status === 'failed' || upload.status === 'rejected');

  useEffect(() => {
    if (!state.active) return undefined;
    const guard = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, [state.active]);
  useEffect(() => {
    if (!quiet) return undefined;
    const timer = setTimeout(uploads.clear, goneAfterMs);
    return () => clearTimeout(timer);
  }, [quiet, uploads]);

  if (state.total === 0) return null;
  // Folded by itself when all went well; what a person chose holds until the next phase.
  const phase = state.active ? 'active' : quiet ? 'quiet' : 'trouble';
  const closed = choice?.phase === phase ? choice.folded : phase === 'quiet';
  return (
    <aside
      aria-label={words.upload.region}
      className={
        phone
          ? 'flex max-h-[50vh] flex-none flex-col border-b border-border bg-card'
          : 'pop-in absolute right-5 bottom-5 z-9 flex max-h-[60%] w-[348px] flex-col overflow-hidden rounded-lg bg-popover shadow-float'
      }
    >
      <PanelHead state={state} folded={closed} onFold={() => setChoice({ phase, folded: !closed })} />
      {closed ? null : (
        <>
          <UploadList state={state} words={words} />
          {originalsMayStay && state.active ? <PreviewsOnly /> : null}
          <PanelFoot state={state} />
        </>
      )}
    </aside>
  );
}

function PanelHead({ state, folded, onFold }: { state: UploadState; folded: boolean; onFold: () => void }) {
  const { uploads } = useRollcall();
  const { words, format } = useSpeech();
  const now = useNow(state.active);
  const { speed, left } = uploadRate(state, now);
  const number = (status: Upload['status']) =>
    state.uploads.filter((upload) => upload.status === status).length;
  const title = () => {
    if (state.active)
      return state.paused
        ? words.upload.paused
        : words.upload.uploading(state.total, format.count(state.total));
    const arrived = number('uploaded');
    const leftOut = number('rejected');
    const known = number('duplicate');
    return [
      arrived === 0 ? words.upload.nothingNew : words.upload.done(arrived, format.count(arrived)),
      ...(leftOut > 0 ? [words.upload.leftOutShort(format.count(leftOut))] : []),
      ...(known > 0 ? [words.upload.alreadyHereShort(format.count(known))] : []),
    ].join(', ');
  };
  const share = state.totalBytes === 0 ? 1 : state.sentBytes / state.totalBytes;
  return (
    <div className="border-b border-border px-3.5 pt-2.5 pb-3">
      <div className="flex items-center gap-1">
        {state.active ? null : <Check className="mr-1 text-done" aria-hidden />}
        <output className="flex-1 font-strong">{title()}</output>
        {state.active ? (
          <IconButton
            size="small"
            label={state.paused ? words.upload.continue : words.upload.pause}
            onClick={state.paused ? uploads.resume : uploads.pause}
          >
            {state.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
          </IconButton>
        ) : null}
        <IconButton
          size="small"
          label={folded ? words.upload.unfold : words.upload.fold}
          aria-expanded={!folded}
          onClick={onFold}
        >
          {folded ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
        </IconButton>
        {state.active ? null : (
          <IconButton size="small" label={words.app.close} onClick={uploads.clear}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {state.active ? (
        <>
          <div className="num flex justify-between text-xs text-muted-foreground">
            <span>
              {words.upload.of(format.count(state.settled), format.count(state.total))}
              {speed === null ? '' : ` · ${format.speed(speed)}`}
            </span>
            <span>{left === null ? '' : words.upload.left(format.about(left))}</span>
          </div>
          <div
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a progress element cannot be styled alike in all browsers
            role="progressbar"
            aria-label={words.upload.progress}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.floor(share * 100)}
            className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-bar-track"
          >
            <div className="h-full bg-bar-working" style={{ width: `${share * 100}%` }} />
          </div>
        </>
      ) : null}
    </div>
  );
}

function UploadList({ state, words }: { state: UploadState; words: Words }) {
  const newest = state.uploads
    .toSorted(
      (one, other) => trouble(other) - trouble(one) || other.touched - one.touched || one.key - other.key,
    )
    .slice(0, shownRows);
  return (
    <ul
      className="max-h-[224px] min-h-0 flex-1 overflow-y-auto py-1"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reached by keys
      tabIndex={0}
      aria-label={words.upload.region}
    >
      {newest.map((upload) => (
        <UploadRow key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

/** When all is done, what did not arrive stands first. */
function trouble(upload: Upload): number {
  return upload.status === 'rejected' || upload.status === 'failed' ? 1 : 0;
}

function UploadRow({ upload }: { upload: Upload }) {
  const { words, format } = useSpeech();
  const photo = usePhoto(upload.photoId ?? '');
  return (
    <li className="flex h-9 items-center gap-2.5 px-3.5">
      {photo && thumbnailAddress(photo) !== null ? (
        <Thumbnail address={thumbnailAddress(photo)} className="size-[26px]" />
      ) : (
        <span className="grid size-[26px] flex-none place-items-center rounded-[3px] bg-muted text-muted-foreground">
          <FileImage className="icon-sm" aria-hidden />
        </span>
      )}
      <span
        className="min-w-0 flex-1 truncate"
        title={upload.folder ? `${upload.folder}/${upload.name}` : upload.name}
      >
        {upload.name}
      </span>
      <Outcome upload={upload} words={words} size={format.bytes(upload.bytes)} />
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
    case 'rejected':
    case 'failed':
      return (
        <span className={`${word} text-failed`} title={upload.detail}>
          <CircleX className="icon-xs [stroke-width:2.25]" aria-hidden />
          {upload.status === 'failed' ? words.upload.failed : rejectWord(upload.code, words)}
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

function rejectWord(code: string | null, words: Words): string {
  const { rejected } = words.upload;
  switch (code ?? '') {
    case 'not_a_photo':
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

/** Only where photos go straight to a store: the small pictures are made here, so the originals need not leave. */
function PreviewsOnly() {
  const { preferences } = usePage();
  const { words } = useSpeech();
  const { previewsOnly } = useCell(preferences);
  return (
    <div className="border-t border-border px-3.5 py-2">
      <label className="flex items-center gap-2">
        <Switch
          checked={previewsOnly}
          onCheckedChange={(on) => preferences.change({ previewsOnly: on })}
          aria-label={words.upload.previewsOnly}
          aria-describedby="previews-only-text"
        />
        {words.upload.previewsOnly}
      </label>
      <p id="previews-only-text" className="mt-1 text-xs text-muted-foreground">
        {words.upload.previewsOnlyText}
      </p>
    </div>
  );
}

function PanelFoot({ state }: { state: UploadState }) {
  const { uploads, renameWhenUploaded } = useRollcall();
  const { words, format } = useSpeech();
  const rename = useCell(renameWhenUploaded);
  const failed = state.uploads.filter((upload) => upload.status === 'failed').length;
  if (!state.active && failed === 0) return null;
  return (
    <div className="flex min-h-11 items-center gap-2 border-t border-border px-3.5 py-1.5">
      {state.active ? (
        <label className="flex flex-1 items-center gap-2">
          <Switch
            checked={rename}
            onCheckedChange={renameWhenUploaded.set}
            aria-label={words.upload.thenRename}
          />
          {words.upload.thenRename}
        </label>
      ) : (
        <span className="flex flex-1 items-center gap-2 text-failed">
          <UploadIcon aria-hidden />
          {words.upload.failed}
        </span>
      )}
      {failed > 0 ? (
        <Button size="small" className="num" onClick={uploads.retryFailed}>
          <RotateCcw className="icon-sm" aria-hidden />
          {words.upload.retry(format.count(failed))}
        </Button>
      ) : null}
    </div>
  );
}
