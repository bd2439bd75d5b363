import type { Job } from '../../src/http/schemas/job.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useNow } from '../use-rollcall.ts';
import { shortPhase, timeLeft, waitSeconds } from './job-view.ts';
import { JobBar } from './job-bar.tsx';
import { Status } from '../components/status-icon.tsx';
import { useShownJobs } from './use-shown-jobs.ts';

/** The job panel, folded into the top bar. */
export function JobPill() {
  const { view } = usePage();
  const [job] = useShownJobs();
  const panel = useCell(view.jobPanel);
  if (!job || panel === 'open') return null;
  return <Pill job={job} onOpen={() => view.jobPanel.set('open')} />;
}

function Pill({ job, onOpen }: { job: Job; onOpen: () => void }) {
  const { words, format } = useSpeech();
  const now = useNow(job.waitingUntil !== null);
  const phase = shortPhase(job, words, format, now);
  const left = timeLeft(job);
  const waiting = waitSeconds(job, now);
  return (
    <Button aria-label={words.job.open} className="num" onClick={onOpen}>
      {waiting > 0 ? (
        <>
          <Status {...phase} word="" />
          {format.seconds(waiting)}
        </>
      ) : job.status === 'processing' ? (
        <>
          <Status {...phase} word="" />
          {words.job.ofPlain(format.count(job.processed), format.count(job.total))}
          <span className="w-11">
            <JobBar job={job} thin />
          </span>
          <span className="font-normal text-muted-foreground">
            {left === null ? '' : format.rounded(left)}
          </span>
        </>
      ) : (
        <Status {...phase} />
      )}
    </Button>
  );
}
