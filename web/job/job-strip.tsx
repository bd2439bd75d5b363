import { Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from 'radix-ui';
import type { Job } from '../../src/http/schemas/job.ts';
import { escapeKeys } from '../components/escape-keys.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useNow, useRollcall, useSelectionSize } from '../use-rollcall.ts';
import { JobBar } from './job-bar.tsx';
import { JobBody } from './job-panel.tsx';
import { isOver } from './job-store.ts';
import { jobPhase, jobTitle, timeLeft } from './job-view.ts';
import { useCloseJob, useShownJobs } from './use-shown-jobs.ts';

/** On a phone: a strip at the bottom, pulled up for the whole panel. */
export function JobStrip() {
  const [job] = useShownJobs();
  const selected = useSelectionSize();
  const { words, format } = useSpeech();
  const [open, setOpen] = useState(false);
  if (!job) return null;
  return (
    <aside aria-label={words.job.region} data-region="job">
      {selected > 0 ? null : <Strip job={job} onOpen={() => setOpen(true)} />}
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Portal>
          <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
          <Dialog.Content
            {...escapeKeys(() => setOpen(false))}
            aria-describedby={undefined}
            className="rise-in fixed inset-x-0 bottom-0 z-21 max-h-[85%] overflow-y-auto rounded-t-sheet bg-popover pb-[env(safe-area-inset-bottom)] shadow-modal"
          >
            <div className="flex items-center pt-2 pr-2 pl-5">
              <Dialog.Title className="min-w-0 flex-1 truncate text-base">
                {jobTitle(job, words, format)}
              </Dialog.Title>
              <Dialog.Close asChild>
                <Button look="ghost" square aria-label={words.app.close}>
                  <X aria-hidden />
                </Button>
              </Dialog.Close>
            </div>
            <JobBody job={job} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </aside>
  );
}

function Strip({ job, onOpen }: { job: Job; onOpen: () => void }) {
  const { words, format } = useSpeech();
  const { client, jobs, toasts } = useRollcall();
  const close = useCloseJob();
  const now = useNow(job.waitingUntil !== null);
  const left = timeLeft(job);
  const phase = jobPhase(job, words, format, now);
  const run = (call: Promise<Job>) => void call.then((next) => jobs.put([next])).catch(toasts.problem);
  const timed = job.status === 'processing' && left !== null;
  // Four digits leave room for one of the two, and how long it takes says more.
  const remaining = timed && job.total >= 1000 ? '' : words.job.stripRemaining(format.count(job.remaining));
  const details = [
    phase.icon === 'looking' ? remaining : phase.word,
    timed ? format.rounded(left) : '',
    isOver(job) && job.failed > 0 ? words.job.countFailed(format.count(job.failed)) : '',
    isOver(job) && job.skipped > 0 ? words.job.countSkipped(format.count(job.skipped)) : '',
  ].filter(Boolean);
  return (
    <div className="rise-in absolute inset-x-0 bottom-0 z-8 rounded-t-sheet bg-popover pb-[max(10px,env(safe-area-inset-bottom))] shadow-modal">
      <div className="mx-auto mt-2 h-1 w-9 rounded-full bg-input" aria-hidden />
      <div className="flex items-center gap-2 py-2 pr-2 pl-4">
        <button
          type="button"
          aria-label={words.job.open}
          aria-haspopup="dialog"
          className="touch min-w-0 flex-1 text-left"
          onClick={onOpen}
        >
          <span className="num block truncate">
            <span className="font-semibold">
              {isOver(job)
                ? jobTitle(job, words, format)
                : words.job.ofPlain(format.count(job.processed), format.count(job.total))}
            </span>
            <span className="text-muted-foreground"> · {details.join(' · ')}</span>
          </span>
          <span className="mt-2 block">
            <JobBar job={job} thin />
          </span>
        </button>
        {isOver(job) ? (
          <Button look="ghost" square aria-label={words.job.close} onClick={() => close(job.id)}>
            <X aria-hidden />
          </Button>
        ) : job.status === 'paused' ? (
          <Button look="ghost" onClick={() => run(client.resume(job.id))}>
            <Play aria-hidden />
            {words.job.continue}
          </Button>
        ) : (
          <Button look="ghost" onClick={() => run(client.pause(job.id))}>
            <Pause aria-hidden />
            {words.job.pause}
          </Button>
        )}
      </div>
    </div>
  );
}
