import { useQuery } from '@tanstack/react-query';
import {
  CircleDollarSign,
  Hourglass,
  KeyRound,
  Monitor,
  Plug,
  TriangleAlert,
  Unplug,
  Wallet,
  Wrench,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Job } from '../../src/http/schemas/job.ts';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useProviderLabel } from '../settings/use-namer.ts';
import { useNow, useRollcall } from '../use-rollcall.ts';
import { isOver } from './job-store.ts';
import { reviewAddress } from '../use-route.ts';
import { isForReview, namedCount, waitSeconds } from './job-view.ts';
import { LimitNote } from './limit-note.tsx';

const icons: Record<string, ReactNode> = {
  bad_key: <KeyRound aria-hidden />,
  no_credit: <Wallet aria-hidden />,
  budget_reached: <CircleDollarSign aria-hidden />,
  model_unavailable: <Unplug aria-hidden />,
  provider_unreachable: <Unplug aria-hidden />,
  config: <Wrench aria-hidden />,
};

export const pauseIcon = (job: Job): ReactNode => icons[job.reason ?? ''];

/** Why the job stands still, or what its result lacks, and what to do about it. */
export function JobNotes({ job }: { job: Job }) {
  return (
    <div className="mt-3.5 flex flex-col gap-2.5 empty:hidden">
      <WaitNote job={job} />
      <PauseNote job={job} />
      <ReviewNote job={job} />
      <BasicNote job={job} />
    </div>
  );
}

function WaitNote({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const provider = useProviderLabel(job.provider);
  const now = useNow(job.waitingUntil !== null);
  const seconds = waitSeconds(job, now);
  if (seconds <= 0) return null;
  return (
    <Message
      tone="neutral"
      icon={<Hourglass aria-hidden />}
      title={<span className="num">{words.job.continuesIn(waitText(seconds, format))}</span>}
      text={words.job.slowDown(provider)}
    />
  );
}

/** Whole seconds while they can be watched; an hour in seconds says nothing. */
const waitText = (seconds: number, format: Format): string =>
  seconds <= 120 ? format.seconds(seconds) : format.rounded(seconds);

function PauseNote({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const provider = useProviderLabel(job.provider);
  if (job.status !== 'paused' || job.reason === null || job.reason === 'user') return null;
  if (job.limitReached !== null) return <LimitNote job={job} reached={job.limitReached} />;
  const title = words.job.reason[job.reason];
  const help = words.job.reasonHelp[job.reason];
  const named = namedCount(job);
  return (
    <Message
      role="alert"
      tone="attention"
      icon={pauseIcon(job)}
      title={typeof title === 'string' ? title : title(provider)}
      text={
        <>
          {[
            words.job.pausedAt(format.count(job.processed), format.count(job.total)),
            words.job.namesKept(named, format.count(named)),
            typeof help === 'string' ? help : help(provider),
          ].join(' ')}
          {job.reason === 'provider_unreachable' ? <TryNow job={job} /> : null}
        </>
      }
      action={connectLink(job.reason, words)}
    />
  );
}

/** It is tried by itself too, each minute. */
function TryNow({ job }: { job: Job }) {
  const { words } = useSpeech();
  const { client, toasts } = useRollcall();
  return (
    <span className="mt-2 flex gap-1.5">
      <Button size="small" onClick={() => void client.resume(job.id).catch(toasts.problem)}>
        {words.app.tryNow}
      </Button>
      <Button size="small" asLink="#/connect">
        {words.connect.changeNamer}
      </Button>
    </span>
  );
}

/** What is mended where models are connected. */
function connectLink(reason: Job['reason'], words: Words): ReactNode {
  if (reason === 'bad_key')
    return (
      <Button size="small" asLink="#/connect/key">
        {words.job.changeKey}
      </Button>
    );
  if (reason === 'config' || reason === 'model_unavailable')
    return (
      <Button size="small" asLink="#/connect">
        {words.connect.changeNamer}
      </Button>
    );
  return undefined;
}

function ReviewNote({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  if (!isOver(job) || job.toReview === 0 || isForReview(job)) return null;
  return (
    <Message
      tone="attention"
      icon={<TriangleAlert aria-hidden />}
      title={words.job.needLook(job.toReview, format.count(job.toReview))}
      text={words.job.needLookText}
      action={
        <Button size="small" asLink={reviewAddress(job.id)}>
          {words.history.review}
        </Button>
      }
    />
  );
}

/** Without a model the result says what it lacks. */
function BasicNote({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const asked = isOver(job) && job.provider === 'on-device';
  const unknown = useUnknownCount(job, asked && job.skipped > 0);
  if (!asked || unknown === 0) return null;
  return (
    <Message
      tone="neutral"
      icon={<Monitor aria-hidden />}
      title={words.job.basicResult(format.count(namedCount(job)), format.count(job.total))}
      text={words.job.basicResultText(unknown, format.count(unknown))}
      action={
        <Button size="small" asLink="#/connect">
          <Plug className="icon-sm" aria-hidden />
          {words.app.connectModel}
        </Button>
      }
    />
  );
}

/** Of the skipped photos, those a model could name: there was nothing else to go by. */
function useUnknownCount(job: Job, enabled: boolean): number {
  const { client } = useRollcall();
  const { data = 0 } = useQuery({
    queryKey: ['unknown', job.id, job.skipped],
    enabled,
    queryFn: async () => {
      let count = 0;
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof client.listItems>> = await client.listItems(job.id, {
          status: 'skipped',
          ...(cursor === null ? {} : { cursor }),
        });
        count += page.items.filter((item) => item.code === 'nothing_known').length;
        cursor = page.nextCursor;
      } while (cursor !== null);
      return count;
    },
  });
  return data;
}
