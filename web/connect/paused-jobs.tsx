import { Play } from 'lucide-react';
import type { Job } from '../../src/http/schemas/job.ts';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { pauseIcon } from '../job/job-notes.tsx';
import { useNamer, useProviderLabel } from '../settings/use-namer.ts';
import { useJobs, useRollcall } from '../use-rollcall.ts';

const mendedHere = new Set(['bad_key', 'no_credit', 'model_unavailable', 'config']);

/** Jobs that waited for just this can go on from here. */
export function PausedJobs() {
  const { id } = useNamer();
  const jobs = useJobs().filter(
    (job) => job.status === 'paused' && mendedHere.has(job.reason ?? '') && job.provider === id,
  );
  return (
    <div className="mt-4 flex flex-col gap-2.5 empty:hidden">
      {jobs.map((job) => (
        <PausedJob key={job.id} job={job} />
      ))}
    </div>
  );
}

function PausedJob({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const { client, jobs, toasts } = useRollcall();
  const label = useProviderLabel(job.provider);
  const why = job.reason === null || job.reason === 'user' ? '' : words.job.reason[job.reason];
  return (
    <Message
      tone="attention"
      icon={pauseIcon(job)}
      title={words.job.pausedAt(format.count(job.processed), format.count(job.total))}
      text={typeof why === 'string' ? why : why(label)}
      action={
        <Button
          size="small"
          onClick={() =>
            void client
              .resume(job.id)
              .then((next) => jobs.put([next]))
              .catch(toasts.problem)
          }
        >
          <Play className="icon-sm" aria-hidden />
          {words.job.continue}
        </Button>
      }
    />
  );
}
