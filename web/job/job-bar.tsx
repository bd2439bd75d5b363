import type { Job } from '../../src/http/schemas/job.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { isOver } from './job-store.ts';
import { barShares, isForReview, namedCount } from './job-view.ts';

function part(share: number, look: string) {
  if (share <= 0) return null;
  return <span className={`bar-part block h-full min-w-0.5 ${look}`} style={{ width: `${share}%` }} />;
}

/** The order is fixed: named or proposed, failed, looking, rest. */
export function JobBar({ job, thin = false }: { job: Job; thin?: boolean }) {
  const { words, format } = useSpeech();
  const shares = barShares(job);
  const shareOfNames = () => {
    if (job.undone) return 'bg-border-strong';
    return proposes ? 'bg-bar-working' : 'bg-bar-done';
  };
  const proposes = isForReview(job) || (job.options.apply === 'review' && !isOver(job));
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a progress element cannot show three parts
      role="progressbar"
      aria-label={words.job.progress}
      aria-valuemin={0}
      aria-valuemax={job.total}
      aria-valuenow={job.processed}
      aria-valuetext={words.job.announce(
        format.count(namedCount(job)),
        format.count(job.failed),
        format.count(job.remaining),
      )}
      className={`flex gap-[1.5px] overflow-hidden rounded-full bg-bar-track ${thin ? 'h-1' : 'h-2'}`}
    >
      {part(shares.done, shareOfNames())}
      {part(shares.failed, 'bg-bar-failed')}
      {part(shares.looking, 'bar-looking')}
    </div>
  );
}
