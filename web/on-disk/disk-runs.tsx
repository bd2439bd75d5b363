import { LoaderCircle, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { focusAtOnce } from '../components/focus-at-once.ts';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import type { Words } from '../i18n/en.ts';
import type { Format } from '../i18n/format.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell } from '../use-rollcall.ts';
import type { DiskRun } from './disk-requests.ts';
import { countReasons } from './disk-rows.ts';
import type { DiskScreen } from './disk-screen.ts';
import { LeftList } from './left-list.tsx';
import { staysText } from './left-out-text.ts';
import { useApplyToDisk } from './use-apply-to-disk.ts';

/** Every batch of renames on disk, the last one first, each with its way back. */
export function DiskRuns({ screen }: { screen: DiskScreen }) {
  const { words } = useSpeech();
  const { runs } = useCell(screen);
  return (
    <section aria-labelledby="disk-runs" className="px-5 py-4">
      <h3 id="disk-runs" className="text-sm">
        {words.onDisk.runs}
      </h3>
      <ul>
        {runs.map((run) => (
          <RunRow key={run.id} screen={screen} run={run} />
        ))}
      </ul>
    </section>
  );
}

function RunRow({ screen, run }: { screen: DiskScreen; run: DiskRun }) {
  const { words, format } = useSpeech();
  const [asking, setAsking] = useState(false);
  const started = new Date(run.startedAt);
  const undone = run.undoneAt !== null;
  const line = runText(run, words, format);
  return (
    <li className="border-b border-border py-3 last:border-b-0">
      <div className="flex min-h-7 items-center gap-x-2">
        <span className="num min-w-0 flex-1">
          <span className={`mr-1 font-strong whitespace-nowrap ${undone ? 'text-muted-foreground' : ''}`}>
            {words.onDisk.photosIn(run.photos, format.count(run.photos))}
          </span>{' '}
          <span className="whitespace-nowrap text-muted-foreground">
            {format.day(started)}, {format.clock(started)}
          </span>
        </span>
        {undone ? (
          <Status tone="waiting" icon="undone" word={words.onDisk.undone} />
        ) : (
          <UndoButton screen={screen} run={run} onAsk={() => setAsking(true)} />
        )}
      </div>
      {run.leftAlone.length > 0 ? (
        <LeftList title={line} left={run.leftAlone} />
      ) : (
        <p className="num mt-0.5 text-xs text-muted-foreground">{line}</p>
      )}
      {asking ? <Question screen={screen} run={run} onDone={() => setAsking(false)} /> : null}
    </li>
  );
}

/** "and 140 sidecars · 181 can go back, 2 were changed since", or "20 names went back" */
function runText(run: DiskRun, words: Words, format: Format): string {
  const { onDisk } = words;
  const stays = staysText(countReasons(run.leftAlone), words, format);
  if (run.undoneAt !== null)
    return [onDisk.wentBack(run.wentBack, format.count(run.wentBack)), stays].filter(Boolean).join(', ');
  const goes = run.canGoBack === 0 ? onDisk.noneGoesBack : onDisk.canGoBack(format.count(run.canGoBack));
  const sidecars = run.sidecars > 0 ? onDisk.andSidecars(run.sidecars, format.count(run.sidecars)) : '';
  return [sidecars, [goes, stays].filter(Boolean).join(', ')].filter(Boolean).join(' · ');
}

function UndoButton({ screen, run, onAsk }: { screen: DiskScreen; run: DiskRun; onAsk: () => void }) {
  const { words } = useSpeech();
  const { undoing, applying } = useCell(screen);
  if (run.canGoBack === 0) return null;
  const busy = undoing === run.id;
  const blocked = undoing !== null || applying;
  return (
    <Button size="small" aria-disabled={blocked} aria-busy={busy} onClick={blocked ? undefined : onAsk}>
      {busy ? (
        <LoaderCircle className="icon-sm spin" aria-hidden />
      ) : (
        <Undo2 className="icon-sm" aria-hidden />
      )}
      {busy ? words.onDisk.undoing : words.onDisk.undo}
    </Button>
  );
}

/** Asked once, in place. */
function Question({ screen, run, onDone }: { screen: DiskScreen; run: DiskRun; onDone: () => void }) {
  const { words, format } = useSpeech();
  const { undo } = useApplyToDisk(screen);
  const question = words.onDisk.undoQuestion(run.canGoBack, format.count(run.canGoBack));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears Escape from its buttons
    <div
      className="mt-2 rounded-md bg-muted p-3"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      <p className="num">{question}</p>
      <div className="mt-2 flex gap-2">
        <Button
          className="flex-1"
          onClick={() => {
            onDone();
            undo(run.id);
          }}
        >
          {words.onDisk.undo}
        </Button>
        <Button ref={focusAtOnce} className="flex-1" onClick={onDone}>
          {words.app.cancel}
        </Button>
      </div>
    </div>
  );
}
