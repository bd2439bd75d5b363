import { CircleDollarSign, Play } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Job } from '../../src/http/schemas/job.ts';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import { MoneyField } from '../components/ui/money-field.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { proposeRaise } from '../rename/propose-budget.ts';
import { useRollcall } from '../use-rollcall.ts';
import { namedCount } from './job-view.ts';

type Reached = NonNullable<Job['limitReached']>;

/** Whose limit is reached, how much it is, what is kept, and the way on. */
export function LimitNote({ job, reached }: { job: Job; reached: Reached }) {
  const { words, format } = useSpeech();
  const [raising, setRaising] = useState(false);
  const said = words.limits;
  const shown = format.limit(reached.usd);
  const named = namedCount(job);
  const help = { job: '', month: said.monthHelp, operator: said.operatorHelp }[reached.of];
  const kept = [
    words.job.pausedAt(format.count(job.processed), format.count(job.total)),
    words.job.namesKept(named, format.count(named)),
    help,
  ];
  return (
    <Message
      role="alert"
      tone="attention"
      icon={<CircleDollarSign aria-hidden />}
      title={<span className="num">{(reached.of === 'job' ? said.reached : said.reachedMonth)(shown)}</span>}
      text={
        <>
          {kept.filter(Boolean).join(' ')}
          {raising ? (
            <RaiseForm job={job} reached={reached} />
          ) : (
            <WayOn of={reached.of} onRaise={() => setRaising(true)} />
          )}
        </>
      }
    />
  );
}

function WayOn({ of, onRaise }: { of: Reached['of']; onRaise: () => void }) {
  const { words } = useSpeech();
  if (of === 'operator') return null;
  return (
    <span className="mt-2 flex">
      {of === 'job' ? (
        <Button size="small" onClick={onRaise}>
          {words.limits.raise}
        </Button>
      ) : (
        <Button size="small" asLink="#/settings">
          {words.limits.raise}
        </Button>
      )}
    </span>
  );
}

/** A new limit for this job alone, and on it goes. */
function RaiseForm({ job, reached }: { job: Job; reached: Reached }) {
  const { words, format } = useSpeech();
  const { client, jobs, toasts } = useRollcall();
  const [proposed] = useState(() => proposeRaise(reached.usd, job.cost.usd));
  const [usd, setUsd] = useState<number | null | undefined>(proposed);
  const tooLittle = usd === undefined || (usd !== null && usd <= job.cost.usd);
  function raise(event: FormEvent): void {
    event.preventDefault();
    if (tooLittle) return;
    void client
      .resume(job.id, usd ?? undefined)
      .then((next) => jobs.put([next]))
      .catch(toasts.problem);
  }
  return (
    <form className="mt-2 flex flex-wrap items-center gap-1.5" onSubmit={raise}>
      <MoneyField
        focusAtOnce
        label={words.limits.newLimit}
        placeholder={words.limits.none}
        value={usd === undefined ? proposed : usd}
        shown={format.amount}
        describedBy="raise-help"
        invalid={tooLittle}
        className="w-[104px]"
        onType={setUsd}
      />
      <Button type="submit" aria-disabled={tooLittle}>
        <Play aria-hidden />
        {words.job.continue}
      </Button>
      <span id="raise-help" className="basis-full text-xs">
        {tooLittle ? words.limits.more(format.limit(job.cost.usd)) : ''}
      </span>
    </form>
  );
}
