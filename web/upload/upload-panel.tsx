import { Check, ChevronDown, ChevronUp, Pause, Play, RotateCcw, Upload as UploadIcon, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { Switch } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useNow, usePhone, useRollcall, useUploads } from '../use-rollcall.ts';
import { UploadList } from './upload-list.tsx';
import type { UploadState } from './upload-queue.ts';
import { uploadRate } from './upload-rate.ts';

const goneAfterMs = 10_000;

/** Newest activity first; folds to one line when done and is gone ten seconds later. */
export function UploadPanel() {
  const { uploads, originalsMayStay } = useRollcall();
  const state = useUploads();
  const phone = usePhone();
  const { words } = useSpeech();
  const [choice, setChoice] = useState<{ phase: string; folded: boolean } | null>(null);
  const finished = state.total > 0 && !state.active;
  const quiet = finished && state.troubles.length === 0;

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
          <UploadList state={state} />
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
  const title = () => {
    if (state.active)
      return state.paused
        ? words.upload.paused
        : words.upload.uploading(state.total, format.count(state.total));
    const { uploaded: arrived, rejected: leftOut, duplicate: known, companion: beside } = state.counts;
    return [
      arrived === 0 ? words.upload.nothingNew : words.upload.done(arrived, format.count(arrived)),
      ...(beside > 0 ? [words.upload.besideShort(format.count(beside))] : []),
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
  const { failed } = state.counts;
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
