import type { Job } from '../../src/http/schemas/job.ts';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import type { Tone } from '../library/card-view.ts';
import { isOver } from './job-store.ts';

export type PhaseIcon =
  | 'waiting'
  | 'looking'
  | 'hourglass'
  | 'paused'
  | 'suggested'
  | 'key'
  | 'done'
  | 'undone'
  | 'unchanged'
  | 'canceled'
  | 'failed';

export interface Phase {
  tone: Tone;
  icon: PhaseIcon;
  word: string;
}

/** Which of the job's phases it is in; `now` decides whether the provider's wait is still running. */
export function jobPhase(job: Job, words: Words, format: Format, now: number): Phase {
  const { phase } = words.job;
  switch (job.status) {
    case 'pending':
    case 'processing':
      if (waitSeconds(job, now) > 0) return { tone: 'waiting', icon: 'hourglass', word: phase.waiting };
      return job.status === 'pending'
        ? { tone: 'waiting', icon: 'waiting', word: phase.pending }
        : { tone: 'working', icon: 'looking', word: phase.looking };
    case 'paused':
      if (job.reason !== null && job.reason !== 'user')
        return {
          tone: 'attention',
          icon: job.reason === 'bad_key' ? 'key' : 'paused',
          word: phase.pausedFor[job.reason],
        };
      return {
        tone: 'waiting',
        icon: 'paused',
        word: job.inFlight > 0 ? phase.pausing(format.count(job.inFlight)) : phase.paused,
      };
    case 'completed':
      if (job.undone) return { tone: 'waiting', icon: 'undone', word: words.history.undone };
      return { tone: 'done', icon: 'done', word: phase.done };
    case 'canceled':
      return { tone: 'waiting', icon: 'canceled', word: phase.canceled };
    case 'error':
    default:
      return { tone: 'failed', icon: 'failed', word: phase.stopped };
  }
}

/** The same in the few words that there is room for in the top bar. */
export function shortPhase(job: Job, words: Words, format: Format, now: number): Phase {
  const phase = jobPhase(job, words, format, now);
  if (job.status === 'paused') return { ...phase, icon: 'paused', word: words.job.phase.paused };
  if (job.status === 'error') return { ...phase, word: words.job.countFailed(format.count(job.failed)) };
  if (job.status !== 'completed' || job.undone) return phase;
  if (isForReview(job) && job.toReview > 0)
    return { tone: 'working', icon: 'suggested', word: words.history.suggested(format.count(job.toReview)) };
  return { ...phase, word: words.job.titleDone(format.count(namedCount(job))) };
}

/** Seconds the provider still asks to wait; 0 when it does not. */
export function waitSeconds(job: Job, now: number): number {
  if ((job.status !== 'processing' && job.status !== 'pending') || job.waitingUntil === null) return 0;
  return Math.max(0, (Date.parse(job.waitingUntil) - now) / 1000);
}

export function jobTitle(job: Job, words: Words, format: Format): string {
  const total = format.count(job.total);
  const done = format.count(namedCount(job));
  if (!isOver(job)) return words.job.naming(job.total, total);
  if (job.undone) return words.job.renamesUndone;
  if (job.status === 'error') return words.job.stoppedTitle(total);
  if (isForReview(job)) return words.review.lookedAt(job.total, total);
  return words.job.namedOf(done, total);
}

/** It is over, was asked to propose only, and some of that is still to be decided. */
export function isForReview(job: Job): boolean {
  return isOver(job) && job.options.apply === 'review' && job.toReview > 0;
}

/** Names the job itself changed: those of its rename, so a name that stayed as it was is none. */
export function renamedCount(job: Job): number {
  return Math.max(0, namedCount(job) - job.unchanged);
}

/** Proposals that wait for a person succeeded, but named nothing yet. */
export function namedCount(job: Job): number {
  return Math.max(0, job.succeeded - job.toReview);
}

/** Shares of the bar in its fixed order: named, failed, looking; the rest is track, skipped photos too. */
export function barShares(job: Job): { done: number; failed: number; looking: number } {
  const share = (n: number) => (job.total === 0 ? 0 : Math.min(100, (n / job.total) * 100));
  return {
    done: share(job.succeeded),
    failed: share(job.failed),
    looking: job.status === 'processing' ? share(job.inFlight) : 0,
  };
}

/** What the tab says. */
export function tabTitle(job: Job | undefined, words: Words, format: Format, now: number): string {
  if (!job) return 'Rollcall';
  const text = () => {
    if (job.status === 'paused') return words.job.titlePaused;
    if (job.undone) return words.job.renamesUndone;
    if (isOver(job)) return words.job.titleDone(format.count(namedCount(job)));
    if (waitSeconds(job, now) > 0) return words.job.titleWaiting;
    return words.job.titleRunning(format.count(job.processed), format.count(job.total));
  };
  return `${text()} · Rollcall`;
}

/** Time left is shown after five results, when there is something to go by. */
export function timeLeft(job: Job): number | null {
  return job.status === 'processing' && job.processed >= 5 ? job.etaSeconds : null;
}

/** Which quarter was passed between two counts; spoken to those who do not see the bar. */
export function quarterPassed(before: number, after: number): 25 | 50 | 75 | null {
  for (const quarter of [75, 50, 25] as const) {
    if (before < quarter / 100 && after >= quarter / 100) return quarter;
  }
  return null;
}

/** job_019a0000: the beginning says when, the end tells jobs of one moment apart. */
export function shortJobId(id: string): string {
  const plain = id.replaceAll('-', '');
  return `job_${plain.slice(0, 6)}${plain.slice(-4)}`;
}
