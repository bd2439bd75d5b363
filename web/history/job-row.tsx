import { ListChecks, Monitor, Repeat2, ScanEye, ScanText } from 'lucide-react';
import type { Job } from '../../src/http/schemas/job.ts';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { CopyJobId } from '../job/copy-job-id.tsx';
import { FailedList } from '../job/failed-list.tsx';
import { isOver } from '../job/job-store.ts';
import { jobPhase } from '../job/job-view.ts';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import { goTo, reviewAddress } from '../use-route.ts';
import { ExportCsv } from './export-csv.tsx';
import { HistoryEntries } from './history-entries.tsx';
import { undoable, type HistoryItem } from './history-items.ts';
import { HistoryRow, UndoButton } from './history-row.tsx';
import { jobRowTitle, jobText } from './job-text.ts';
import { RowPictures, useFirstEntries } from './row-pictures.tsx';

/** A job with the names it gave. */
export function JobRow({ item, job }: { item: HistoryItem; job: Job }) {
  const { words, format } = useSpeech();
  const { now } = useRollcall();
  const [newest] = item.renames;
  const entries = useFirstEntries(newest?.id);
  const undo = undoable(item);
  const { undone } = job;
  const review = job.toReview > 0 && (isOver(job) || job.options.apply === 'review');
  const icon = () => {
    if (review) return ListChecks;
    if (job.kind === 'look') return ScanEye;
    return job.provider === 'on-device' ? Monitor : ScanText;
  };
  return (
    <HistoryRow
      at={item.at}
      icon={icon()}
      title={jobRowTitle(job, words)}
      count={words.history.count(job.total, format.count(job.total))}
      status={
        review && job.options.apply === 'review' ? (
          <Status
            tone="working"
            icon="suggested"
            word={words.history.suggested(format.count(job.toReview))}
          />
        ) : (
          <Status {...jobPhase(job, words, format, now())} />
        )
      }
      detail={jobText(job, words, format)}
      past={undone}
      pictures={<RowPictures entries={entries} />}
      action={
        review ? (
          <Button asLink={reviewAddress(job.id)}>{words.history.review}</Button>
        ) : undo ? (
          <UndoButton renameId={undo.id} redo={false} />
        ) : null
      }
    >
      <JobTools job={job} renameId={newest?.id} />
      {review && undo ? (
        <div className="pb-1.5">
          <UndoButton renameId={undo.id} redo={false} />
        </div>
      ) : null}
      {job.failed > 0 ? (
        <div className="mb-2 -ml-5 max-w-[560px]">
          <FailedList job={job} onBack={null} />
        </div>
      ) : null}
      {item.renames.map((rename) => (
        <HistoryEntries key={rename.id} rename={rename} />
      ))}
      {item.renames.length === 0 && job.options.apply === 'automatic' && isOver(job) ? (
        <p className="pb-1.5 text-muted-foreground">{words.history.noNames}</p>
      ) : null}
    </HistoryRow>
  );
}

function JobTools({ job, renameId }: { job: Job; renameId: string | undefined }) {
  const { words } = useSpeech();
  const { jobs, toasts } = useRollcall();
  const { preferences, view } = usePage();

  /** The panel takes a job back that was closed. */
  function showInPhotos(): void {
    preferences.change({ closedJobs: preferences.get().closedJobs.filter((id) => id !== job.id) });
    jobs.put([job]);
    view.jobPanel.set('open');
    goTo('library');
  }
  function takeSettings(): void {
    const { template, language } = job.options;
    preferences.change({ template, nameLanguage: language });
    toasts.show({ tone: 'done', text: words.history.settingsTaken });
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 pb-1.5">
      {job.kind === 'rename' ? (
        <>
          {isOver(job) ? null : (
            <Button size="small" onClick={showInPhotos}>
              {words.history.openPanel}
            </Button>
          )}
          <Button size="small" look="ghost" className="-ml-2.5" onClick={takeSettings}>
            <Repeat2 className="icon-sm" aria-hidden />
            {words.history.useSettings}
          </Button>
        </>
      ) : null}
      {renameId === undefined ? null : <ExportCsv renameId={renameId} />}
      <span className="flex-1" />
      <CopyJobId id={job.id} className="max-sm:min-h-11" />
    </div>
  );
}
