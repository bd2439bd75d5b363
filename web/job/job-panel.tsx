import { ArrowRight, ListChecks, PanelRightClose, Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import type { Job } from '../../src/http/schemas/job.ts';
import { focusAtOnce } from '../components/focus-at-once.ts';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useProviders } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import { useNow, useRollcall } from '../use-rollcall.ts';
import { reviewAddress } from '../use-route.ts';
import { CopyJobId } from './copy-job-id.tsx';
import { FailedList, SkippedList } from './failed-list.tsx';
import { FinishedActions } from './finished-actions.tsx';
import { JobBar } from './job-bar.tsx';
import { JobNotes } from './job-notes.tsx';
import { isOver } from './job-store.ts';
import {
  isForReview,
  jobPhase,
  jobTitle,
  namedCount,
  renamedCount,
  timeLeft,
  waitSeconds,
} from './job-view.ts';
import { LatestNames } from './latest-names.tsx';
import { TellMeSwitch } from './tell-me-switch.tsx';
import { useCloseJob, useShownJobs } from './use-shown-jobs.ts';

/** Docked beside the grid, never over it: the names land on the cards. */
export function JobPanel() {
  const { words } = useSpeech();
  const [job, ...others] = useShownJobs();
  if (!job) return null;
  return (
    <aside
      aria-label={words.job.region}
      data-region="job"
      className="slide-in flex w-[392px] flex-none flex-col overflow-y-auto border-l border-border bg-card max-lg:w-[340px]"
    >
      <JobHead job={job} />
      <JobBody job={job} />
      {others.length > 0 ? <OtherJobs jobs={others} /> : null}
    </aside>
  );
}

function JobHead({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const { view } = usePage();
  const close = useCloseJob();
  return (
    <div className="flex h-11 flex-none items-center gap-2 pt-2.5 pr-3 pl-5">
      <h2 className="min-w-0 flex-1 truncate text-base">{jobTitle(job, words, format)}</h2>
      {isOver(job) ? (
        <IconButton label={words.job.close} onClick={() => close(job.id)}>
          <X aria-hidden />
        </IconButton>
      ) : (
        <IconButton label={words.job.fold} onClick={() => view.jobPanel.set('folded')}>
          <PanelRightClose aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

/** What the panel and the phone's sheet have in common. */
export function JobBody({ job }: { job: Job }) {
  const over = isOver(job);
  const [showFailed, setShowFailed] = useState(false);
  return (
    <>
      <section className="border-b border-border px-5 pb-4">
        <PhaseRow job={job} />
        {over && !isForReview(job) ? null : <BigNumber job={job} />}
        <div className={over ? 'mt-4' : ''}>
          <JobBar job={job} />
        </div>
        <Legend job={job} />
        <JobNotes job={job} />
        <Numbers job={job} />
        {over ? <FinishedActions job={job} /> : <Controls job={job} />}
        {over || job.toReview === 0 || job.options.apply !== 'review' ? null : <ReviewNow job={job} />}
        {over ? null : <TellMeSwitch className="mt-3.5" />}
      </section>
      {over || showFailed ? (
        <>
          <FailedList job={job} onBack={over ? null : () => setShowFailed(false)} />
          {over ? <SkippedList job={job} /> : null}
        </>
      ) : (
        <LatestNames job={job} onShowFailed={() => setShowFailed(true)} />
      )}
    </>
  );
}

/** What is proposed so far; the rest joins as it comes. */
function ReviewNow({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  return (
    <div className="num mt-2 flex">
      <Button className="flex-1" asLink={reviewAddress(job.id)}>
        <ListChecks aria-hidden />
        {words.review.title(job.toReview, format.count(job.toReview))}
      </Button>
    </div>
  );
}

function PhaseRow({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const now = useNow(job.waitingUntil !== null);
  return (
    <div className="flex h-5 items-center gap-2">
      <Status {...jobPhase(job, words, format, now)} />
      <span className="flex-1" />
      <CopyJobId id={job.id} />
    </div>
  );
}

function BigNumber({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  if (isForReview(job)) {
    return (
      <div className="num mt-2.5 mb-2.5 text-2xl font-semibold tracking-[-0.025em]">
        {format.count(job.toReview)}{' '}
        <small className="text-base font-normal tracking-normal text-muted-foreground">
          {words.review.suggested}
        </small>
      </div>
    );
  }
  return (
    <div className="mt-2.5 mb-2.5 flex items-baseline">
      <span className="num text-2xl font-semibold tracking-[-0.025em]">
        {format.count(job.processed)}{' '}
        <small className="text-base font-normal tracking-normal text-muted-foreground">
          {words.job.of(format.count(job.total))}
        </small>
      </span>
      <span className="flex-1" />
      <span className="num text-muted-foreground">{format.percent(job.progress)}</span>
    </div>
  );
}

function Legend({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const over = isOver(job);
  const proposes = job.options.apply === 'review';
  const waiting = Math.max(0, job.remaining - job.inFlight);
  const shown = format.count;
  return (
    <div className="num mt-2.5 flex flex-wrap gap-x-3.5 gap-y-1">
      {job.undone || ((proposes || job.unchanged > 0) && renamedCount(job) === 0) ? null : (
        <Status tone="done" icon="named" word={words.job.countNamed(shown(renamedCount(job)))} />
      )}
      {job.unchanged > 0 ? (
        <Status tone="waiting" icon="unchanged" word={words.bulk.countUnchanged(shown(job.unchanged))} />
      ) : null}
      {job.toReview > 0 && proposes ? (
        <Status tone="working" icon="suggested" word={words.history.suggested(shown(job.toReview))} />
      ) : null}
      {job.toReview > 0 && !proposes ? (
        <Status tone="attention" icon="attention" word={words.job.countReview(shown(job.toReview))} />
      ) : null}
      {job.failed > 0 ? (
        <Status tone="failed" icon="failed" word={words.job.countFailed(shown(job.failed))} />
      ) : null}
      {!over && job.inFlight > 0 ? (
        <Status tone="working" icon="looking" word={words.job.countLooking(shown(job.inFlight))} />
      ) : null}
      {job.skipped > 0 ? (
        <Status tone="waiting" icon="skipped" word={words.job.countSkipped(shown(job.skipped))} />
      ) : null}
      {job.canceled > 0 ? (
        <Status tone="waiting" icon="canceled" word={words.job.countCanceled(shown(job.canceled))} />
      ) : null}
      {!over && waiting > 0 ? (
        <Status tone="waiting" icon="waiting" word={words.job.countWaiting(shown(waiting))} />
      ) : null}
    </div>
  );
}

function Numbers({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const now = useNow(job.waitingUntil !== null);
  const waiting = waitSeconds(job, now) > 0;
  const left = timeLeft(job);
  const local = useProviders().data?.find((provider) => provider.id === job.provider)?.local ?? true;
  const rate =
    job.ratePerMinute === null || job.status === 'paused'
      ? words.job.none
      : words.job.rateValue(format.count(Math.round(job.ratePerMinute)));
  const seen = job.cost.reused > 0 ? words.job.seenFree(format.count(job.cost.reused)) : words.job.none;
  const cost = job.cost.priceKnown || local ? format.money(job.cost.usd) : words.job.none;
  const numbers: [string, string][] = isOver(job)
    ? [
        [words.job.took, format.duration(job.runningSeconds)],
        [words.job.cost, cost],
        [words.job.alreadySeen, seen],
      ]
    : [
        [words.job.remaining, format.count(job.remaining)],
        [words.job.rate, waiting ? words.job.rateWaiting : rate],
        [words.job.timeLeft, left === null ? words.job.none : format.about(left)],
        [words.job.runningFor, format.duration(job.runningSeconds)],
        [words.job.costSoFar, cost],
        [words.job.alreadySeen, seen],
      ];
  return (
    <dl className="mt-4 grid grid-cols-3 gap-y-3.5">
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="num mt-0.5 text-base font-strong">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Controls({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const { client, jobs, toasts } = useRollcall();
  const [asking, setAsking] = useState(false);
  const run = (call: Promise<Job>) => void call.then((next) => jobs.put([next])).catch(toasts.problem);
  if (asking) {
    return (
      <div className="mt-4 rounded-md bg-muted p-3" role="alertdialog" aria-label={words.job.cancel}>
        <p>{words.job.stopHere(namedCount(job), format.count(namedCount(job)))}</p>
        <div className="mt-2 flex gap-2">
          <Button
            className="flex-1 text-failed"
            onClick={() => {
              setAsking(false);
              run(client.cancel(job.id));
            }}
          >
            {words.job.stop}
          </Button>
          <Button ref={focusAtOnce} className="flex-1" onClick={() => setAsking(false)}>
            {words.job.goOn}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="mt-4 flex gap-2">
      {/* At its own limit it needs another one: the note above asks for it. */}
      {job.limitReached?.of === 'job' ? null : job.status === 'paused' ? (
        <Button className="flex-1" onClick={() => run(client.resume(job.id))}>
          <Play aria-hidden />
          {words.job.continue}
        </Button>
      ) : (
        <Button className="flex-1" onClick={() => run(client.pause(job.id))}>
          <Pause aria-hidden />
          {words.job.pause}
        </Button>
      )}
      <Button className="flex-1" onClick={() => setAsking(true)}>
        <X aria-hidden />
        {words.job.cancel}
      </Button>
    </div>
  );
}

function OtherJobs({ jobs }: { jobs: readonly Job[] }) {
  const { words, format } = useSpeech();
  return (
    <section aria-label={words.job.otherJobs} className="mt-auto border-t border-border">
      {jobs.map((job) => (
        <div key={job.id} className="flex items-center gap-3 border-b border-border px-5 py-2.5">
          <ArrowRight className="text-muted-foreground" aria-hidden />
          <div className="min-w-0 flex-1">
            <div className="flex justify-between">
              <span className="font-strong">{jobTitle(job, words, format)}</span>
              <span className="num text-muted-foreground">
                {words.job.ofPlain(format.count(job.processed), format.count(job.total))}
              </span>
            </div>
            <div className="mt-1.5">
              <JobBar job={job} thin />
            </div>
          </div>
        </div>
      ))}
    </section>
  );
}
