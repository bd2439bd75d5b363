import { ListChecks } from 'lucide-react';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { isOver } from '../job/job-store.ts';
import { JobBar } from '../job/job-bar.tsx';
import { jobPhase, jobTitle } from '../job/job-view.ts';
import { useShownJobs } from '../job/use-shown-jobs.ts';
import { usePage } from '../use-page.ts';
import { useNow } from '../use-rollcall.ts';
import { goTo, reviewAddress } from '../use-route.ts';

/** The job that is giving names, or the names it proposes: those are not on disk yet either. */
export function DiskJob() {
  const { words, format } = useSpeech();
  const { view } = usePage();
  const [job] = useShownJobs();
  const now = useNow(job !== undefined && job.waitingUntil !== null);
  if (!job) return null;
  const running = !isOver(job);
  if (!running && job.toReview === 0) return null;
  return (
    <div className="mt-4 rounded-md border border-border px-3 py-2.5">
      {running ? (
        <>
          <div className="num flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-strong">{jobTitle(job, words, format)}</span>
            <span className="text-muted-foreground">
              {words.job.ofPlain(format.count(job.processed), format.count(job.total))}
            </span>
          </div>
          <div className="mt-1.5 mb-1.5">
            <JobBar job={job} thin />
          </div>
          <div className="flex items-center">
            <Status {...jobPhase(job, words, format, now)} />
            <span className="flex-1" />
            <Button
              look="link"
              size="tiny"
              className="-mr-[7px] max-sm:h-11"
              onClick={() => {
                view.jobPanel.set('open');
                goTo('library');
              }}
            >
              {words.history.openPanel}
            </Button>
          </div>
        </>
      ) : null}
      {job.toReview > 0 ? (
        <Button className="num w-full" asLink={reviewAddress(job.id)}>
          <ListChecks aria-hidden />
          {words.review.title(job.toReview, format.count(job.toReview))}
        </Button>
      ) : null}
    </div>
  );
}
