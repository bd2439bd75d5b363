import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import {
  ArrowRight,
  CheckCheck,
  ChevronDown,
  ChevronRight,
  History,
  Pencil,
  Redo2,
  ScanText,
  TextCursorInput,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import type { Rename } from '../client.ts';
import { NameText } from '../components/name-text.tsx';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { useJobs, useRollcall } from '../use-rollcall.ts';

const icons: Record<Rename['why'], LucideIcon> = {
  job: ScanText,
  template: TextCursorInput,
  hand: Pencil,
  undo: Undo2,
  review: CheckCheck,
};

export function HistoryPage() {
  const { words, format } = useSpeech();
  const { client } = useRollcall();
  const jobs = useJobs();
  const ended = jobs.map((job) => `${job.id} ${job.status}`).join(' ');
  // A job adds names to its row as it goes on: its end asks again.
  const query = useInfiniteQuery({
    queryKey: ['renames', ended],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.listRenames(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

  const renames = query.data?.pages.flatMap((page) => page.renames) ?? [];
  const days = Map.groupBy(renames, (rename) => new Date(rename.createdAt).toDateString());
  return (
    <div className="mx-auto max-w-[1040px] px-5 pt-5 pb-16 max-sm:px-4">
      <h1 className="text-xl tracking-[-0.02em]">{words.app.history}</h1>
      <p className="text-muted-foreground">{words.history.lead}</p>
      {query.isSuccess && renames.length === 0 ? (
        <div className="mt-10 flex flex-col items-center gap-1 text-center">
          <History className="size-6 text-muted-foreground" aria-hidden />
          <p className="font-strong">{words.history.empty}</p>
          <p className="text-muted-foreground">{words.history.emptyText}</p>
        </div>
      ) : null}
      {[...days].map(([day, of]) => (
        <section key={day} className="mt-5">
          <h2 className="border-b border-border pb-1.5 text-xs font-medium text-muted-foreground">
            {dayName(day, words, format.day)}
          </h2>
          <ul>
            {of.map((rename) => (
              <RenameRow key={rename.id} rename={rename} />
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage ? (
        <Button className="mt-4" onClick={() => void query.fetchNextPage()}>
          {words.history.showMore}
        </Button>
      ) : null}
    </div>
  );
}

function dayName(
  day: string,
  words: ReturnType<typeof useSpeech>['words'],
  print: (date: Date) => string,
): string {
  const today = new Date();
  if (day === today.toDateString()) return words.time.today;
  today.setDate(today.getDate() - 1);
  return day === today.toDateString() ? words.time.yesterday : print(new Date(day));
}

function RenameRow({ rename }: { rename: Rename }) {
  const { words, format } = useSpeech();
  const actions = useActions();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const Icon = icons[rename.why];
  const undone = rename.undoneBy !== null;
  return (
    <li className="border-b border-border py-2.5">
      <div className="flex items-center gap-4">
        <span className="num w-11 text-muted-foreground">{format.clock(new Date(rename.createdAt))}</span>
        <span className="grid size-8 flex-none place-items-center rounded-md bg-muted">
          <Icon aria-hidden />
        </span>
        <span className="num min-w-0 flex-1">
          <span className={undone ? 'text-muted-foreground' : 'font-strong'}>
            {words.history.why[rename.why]}
          </span>{' '}
          <span className="text-muted-foreground">
            {words.history.count(rename.count, format.count(rename.count))}
          </span>{' '}
          {undone ? <Status tone="waiting" icon="canceled" word={words.history.undone} /> : null}
        </span>
        {undone ? null : (
          <Button
            onClick={() => {
              actions.undo(rename.id);
              setTimeout(() => void cache.invalidateQueries({ queryKey: ['renames'] }), 400);
            }}
          >
            {rename.why === 'undo' ? <Redo2 aria-hidden /> : <Undo2 aria-hidden />}
            {rename.why === 'undo' ? words.history.redo : words.app.undo}
          </Button>
        )}
        <IconButton
          label={open ? words.history.hideNames : words.history.showNames}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
        </IconButton>
      </div>
      {open ? <Entries id={rename.id} /> : null}
    </li>
  );
}

function Entries({ id }: { id: string }) {
  const { client } = useRollcall();
  const { words } = useSpeech();
  const query = useInfiniteQuery({
    queryKey: ['entries', id],
    queryFn: ({ pageParam }) => client.renameEntries(id, pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="mt-2 pl-[108px] max-sm:pl-0">
      <table className="w-full table-fixed">
        <thead className="sr-only">
          <tr>
            <th scope="col">{words.history.oldName}</th>
            <th scope="col" aria-hidden />
            <th scope="col">{words.history.newName}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.photoId} className="border-t border-border">
              <td className="truncate py-2">
                <s>{entry.old}</s>
              </td>
              <td className="w-10 text-muted-foreground">
                <ArrowRight aria-hidden />
              </td>
              <td className="min-w-0">
                <NameText name={entry.new} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage ? (
        <Button look="ghost" size="small" className="mt-1" onClick={() => void query.fetchNextPage()}>
          {words.history.showMore}
        </Button>
      ) : null}
    </div>
  );
}
