import { Download, ListChecks, Undo2 } from 'lucide-react';
import type { Job } from '../../src/http/schemas/job.ts';
import { Button } from '../components/ui/button.tsx';
import { DownloadOptions } from '../export/download-options.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { reviewAddress } from '../use-route.ts';
import { isForReview, namedCount } from './job-view.ts';

/** Download is the whole selection, the photos that kept their names included. */
export function FinishedActions({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const actions = useActions();
  const named = namedCount(job);
  if (isForReview(job)) return <ReviewAction job={job} />;
  const kept = job.total - named;

  return (
    <>
      <div className="mt-4 flex flex-wrap gap-2">
        <div className="flex flex-1">
          <Button
            look="primary"
            className="num flex-1 rounded-r-none"
            onClick={() => actions.downloadJob(job.id)}
          >
            <Download aria-hidden />
            {words.job.download(format.count(job.total))}
          </Button>
          <DownloadOptions look="primary" className="rounded-l-none border-l-primary-foreground/30" />
        </div>
        {job.renameId !== null && named > 0 ? (
          <Button
            className="flex-1"
            onClick={() => {
              if (job.renameId !== null) actions.undo(job.renameId);
            }}
          >
            <Undo2 aria-hidden />
            {words.job.undoRenames}
          </Button>
        ) : null}
      </div>
      {kept > 0 && !job.undone ? (
        <p className="mt-2 text-xs text-muted-foreground">{words.job.keepOld(kept, format.count(kept))}</p>
      ) : null}
    </>
  );
}

/** A job to review ends with one number and one button. */
function ReviewAction({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  return (
    <>
      <a
        href={reviewAddress(job.id)}
        className="num mt-4 flex h-8 items-center justify-center gap-1.5 rounded-md bg-primary px-3 font-medium text-primary-foreground hover:bg-primary-hover max-sm:h-12 max-sm:text-base"
      >
        <ListChecks aria-hidden />
        {words.review.title(job.toReview, format.count(job.toReview))}
      </a>
      <p className="mt-2 text-xs text-muted-foreground">{words.review.nothingRenamed}</p>
    </>
  );
}
