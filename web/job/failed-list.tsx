import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, RotateCcw } from 'lucide-react';
import type { Item, Job } from '../../src/http/schemas/job.ts';
import { Thumbnail } from '../components/thumbnail.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { NameText } from '../components/name-text.tsx';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { failureKind, mayAskAnotherModel } from '../library/card-view.ts';
import { usePage } from '../use-page.ts';
import { usePhoto, useRollcall } from '../use-rollcall.ts';
import { AnotherModel } from './another-model.tsx';
import { isOver } from './job-store.ts';

/** Failed or skipped items of a job, with the photos they are about; asked again when their number changes. */
function useItems(job: Job, status: 'error' | 'skipped', count: number) {
  const { client, photos } = useRollcall();
  return useQuery({
    queryKey: ['items', job.id, status, count],
    enabled: count > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const { items } = await client.listItems(job.id, { status });
      const unknown = items.slice(0, 50).filter((item) => !photos.get(item.photoId));
      photos.put(await Promise.all(unknown.map((item) => client.getPhoto(item.photoId))));
      return items;
    },
  });
}

export function FailedList({ job, onBack }: { job: Job; onBack: (() => void) | null }) {
  const { client, jobs, toasts } = useRollcall();
  const { words, format } = useSpeech();
  const { data: items = [] } = useItems(job, 'error', job.failed);
  if (job.failed === 0) return null;
  const again = items.filter((item) => item.canRetry).map((item) => item.photoId);
  const declined = items
    .filter((item) => mayAskAnotherModel(failureKind(item.code)))
    .map((item) => item.photoId);
  return (
    <section aria-label={words.job.failedTitle(format.count(job.failed))}>
      <div className="flex min-h-12 items-center gap-2 border-b border-border py-2 pr-5 pl-5">
        {onBack ? (
          <IconButton size="small" label={words.job.latest} className="-ml-2" onClick={onBack}>
            <ChevronLeft aria-hidden />
          </IconButton>
        ) : null}
        <span className="num flex-1 font-strong">{words.job.failedTitle(format.count(job.failed))}</span>
        {again.length > 0 ? (
          <Button
            size="small"
            className="num"
            onClick={() =>
              void client
                .retry(job.id, again)
                .then((next) => jobs.put([next]))
                .catch(toasts.problem)
            }
          >
            <RotateCcw className="icon-sm" aria-hidden />
            {words.job.retry(format.count(again.length))}
          </Button>
        ) : null}
      </div>
      {declined.length > 1 && isOver(job) ? (
        <div className="border-b border-border px-5 py-2.5">
          <AnotherModel photoIds={declined} asked={job} choices={job.options} />
        </div>
      ) : null}
      <ul>
        {items.map((item) => (
          <FailedRow key={item.photoId} item={item} job={job} />
        ))}
      </ul>
    </section>
  );
}

function FailedRow({ item, job }: { item: Item; job: Job }) {
  const photo = usePhoto(item.photoId);
  const { view } = usePage();
  const { words, format } = useSpeech();
  if (!photo) return null;
  const kind = failureKind(item.code);
  const text =
    kind === 'noAnswer' && item.tries > 1
      ? words.failure.noAnswerAfter(format.count(item.tries))
      : words.failure[kind];
  return (
    <li className="flex gap-3 border-b border-border px-5 py-2.5">
      <button
        type="button"
        aria-label={`${words.card.open} ${photo.name}`}
        className="flex-none"
        onClick={() => view.openId.set(photo.id)}
      >
        <Thumbnail address={thumbnailAddress(photo)} className="size-11" />
      </button>
      <div className="min-w-0 flex-1">
        <NameText name={photo.name} />
        <div>
          <Status tone="failed" icon="failed" word={text} />
        </div>
        <div className="text-xs text-muted-foreground">{wayOn(kind, item.canRetry, words)}</div>
        {mayAskAnotherModel(kind) && isOver(job) ? (
          <div className="mt-1.5">
            <AnotherModel photoIds={[photo.id]} asked={job} choices={job.options} />
          </div>
        ) : null}
      </div>
    </li>
  );
}

function wayOn(kind: ReturnType<typeof failureKind>, canRetry: boolean, words: Words): string {
  if (mayAskAnotherModel(kind)) return words.failure.declinedHelp;
  if (kind === 'damaged') return words.failure.damagedHelp;
  if (kind === 'format') return words.failure.formatHelp;
  return canRetry ? words.failure.retryHelps : words.failure.retryNoHelp;
}

const namedInList = 5;

export function SkippedList({ job }: { job: Job }) {
  const { words, format } = useSpeech();
  const { data: items = [] } = useItems(job, 'skipped', job.skipped);
  if (job.skipped === 0) return null;
  const more = job.skipped - Math.min(items.length, namedInList);
  return (
    <section className="px-5 py-4" aria-label={words.job.skippedTitle(format.count(job.skipped))}>
      <div className="num font-strong">{words.job.skippedTitle(format.count(job.skipped))}</div>
      <ul className="text-muted-foreground">
        {items.slice(0, namedInList).map((item) => (
          <SkippedRow key={item.photoId} item={item} />
        ))}
        {more > 0 && items.length > 0 ? <li>{words.job.andMore(format.count(more))}</li> : null}
      </ul>
    </section>
  );
}

function SkippedRow({ item }: { item: Item }) {
  const photo = usePhoto(item.photoId);
  const { words } = useSpeech();
  if (!photo) return null;
  const sentences: Record<string, (name: string) => string> = words.job.skippedNames;
  const say = sentences[item.code ?? ''] ?? words.job.skippedNames.other;
  return <li className="break-words">{say(photo.name)}</li>;
}
