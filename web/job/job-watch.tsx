import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../src/http/schemas/job.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useCell, useNow, useRollcall } from '../use-rollcall.ts';
import { isOver } from './job-store.ts';
import { jobPhase, namedCount, quarterPassed, renamedCount, tabTitle } from './job-view.ts';
import { useShownJobs } from './use-shown-jobs.ts';

/** What a job does to the page around it: the tab's title and icon, spoken progress, the message at its end. */
export function JobWatch() {
  const [job] = useShownJobs();
  useTab(job);
  useEndToast();
  return <SpokenProgress job={job} />;
}

function useTab(job: Job | undefined): void {
  const { words, format } = useSpeech();
  const now = useNow(job?.waitingUntil !== null && job !== undefined);
  const title = tabTitle(job, words, format, now);
  const busy = job !== undefined && !isOver(job);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = `${import.meta.env.BASE_URL}${busy ? 'favicon-busy.svg' : 'favicon.svg'}`;
  }, [busy]);
}

/** One polite live region: quarters, waiting, pause and the end; never each name. */
function SpokenProgress({ job }: { job: Job | undefined }) {
  const { words, format } = useSpeech();
  const { now } = useRollcall();
  const [said, setSaid] = useState('');
  const before = useRef({ id: '', progress: 0, word: '' });
  const word = job ? jobPhase(job, words, format, now()).word : '';
  useEffect(() => {
    if (!job) return;
    const last = before.current;
    const counts = words.job.announce(
      format.count(namedCount(job)),
      format.count(job.failed),
      format.count(job.remaining),
    );
    if (last.id === job.id && last.word !== word) setSaid(`${word}. ${counts}`);
    else if (last.id === job.id && quarterPassed(last.progress, job.progress) !== null) setSaid(counts);
    before.current = { id: job.id, progress: job.progress, word };
  }, [job, word, words, format]);
  return (
    <output className="sr-only" data-part="job-status">
      {said}
    </output>
  );
}

function useEndToast(): void {
  const { endedJobs, toasts } = useRollcall();
  const { preferences } = usePage();
  const { words, format } = useSpeech();
  const actions = useActions();
  const ended = useCell(endedJobs);
  useEffect(() => {
    if (!ended || ended.kind !== 'rename') return;
    endedJobs.set(null);
    const named = namedCount(ended);
    const renamed = renamedCount(ended);
    const { renameId } = ended;
    if (named > 0) {
      toasts.show({
        tone: 'done',
        text: renamed === 0 ? words.job.sameNames : words.job.renamed(renamed, format.count(renamed)),
        ...(renameId === null
          ? {}
          : { action: { label: words.app.undo, run: () => actions.undo(renameId) } }),
      });
    }
    if (
      preferences.get().tellWhenDone &&
      document.hidden &&
      'Notification' in window &&
      Notification.permission === 'granted'
    ) {
      void new Notification('Rollcall', {
        body: words.job.notifyText(format.count(named), format.count(ended.total)),
        icon: `${import.meta.env.BASE_URL}favicon.svg`,
      });
    }
  }, [ended, endedJobs, toasts, preferences, words, format, actions]);
}
