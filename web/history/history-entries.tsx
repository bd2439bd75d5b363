import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight, Undo2 } from 'lucide-react';
import type { Rename, RenameEntry } from '../client.ts';
import { NameText } from '../components/name-text.tsx';
import { Thumbnail } from '../components/thumbnail.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useList, usePhoto, useRollcall } from '../use-rollcall.ts';
import { useRefreshHistory } from './use-history.ts';

const pageSize = 50;

/** Old and new names of one rename, a page at a time. */
export function HistoryEntries({ rename, q }: { rename: Rename; q?: string | undefined }) {
  const { client } = useRollcall();
  const { words, format } = useSpeech();
  const query = useInfiniteQuery({
    queryKey: ['history', 'entries', rename.id, rename.count, q],
    queryFn: ({ pageParam }) =>
      client.renameEntries(rename.id, { cursor: pageParam ?? undefined, limit: pageSize, q }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  // How many of a search are left is not known.
  const left = q === undefined ? rename.count - entries.length : 0;
  return (
    <>
      <table className="w-full table-fixed">
        <colgroup>
          <col className="w-[64px] max-sm:w-[56px]" />
          <col className="w-[30%]" />
          <col className="w-9 max-sm:w-6" />
          <col />
          <col className="w-[168px] max-sm:w-[104px]" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">{words.history.picture}</th>
            <th scope="col">{words.history.oldName}</th>
            <th scope="col">→</th>
            <th scope="col">{words.history.newName}</th>
            <th scope="col">{words.history.what}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={`${entry.photoId} ${entry.new}`} entry={entry} rename={rename} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage ? (
        <Button look="ghost" size="small" className="num -ml-2.5" onClick={() => void query.fetchNextPage()}>
          {left > 0 ? words.history.showMoreNames(format.count(left)) : words.history.showMore}
        </Button>
      ) : null}
    </>
  );
}

function EntryRow({ entry, rename }: { entry: RenameEntry; rename: Rename }) {
  const { view } = usePage();
  const { words } = useSpeech();
  const photo = usePhoto(entry.photoId);
  const cell = 'border-t border-border py-1 pr-3 max-sm:pr-2';
  return (
    <tr>
      <td className={cell}>
        {photo ? (
          <button
            type="button"
            className="block rounded-photo"
            aria-label={`${words.card.open} ${photo.name}`}
            onClick={() => view.openId.set(photo.id)}
          >
            <Thumbnail address={thumbnailAddress(photo)} className="h-[30px] w-10" />
          </button>
        ) : (
          <Thumbnail address={null} className="h-[30px] w-10" />
        )}
      </td>
      <td className={`${cell} truncate`} title={entry.old}>
        <s>{entry.old}</s>
      </td>
      <td className={`${cell} text-muted-foreground`}>
        <ArrowRight className="icon-sm" aria-hidden />
      </td>
      <td className={cell}>
        <NameText name={entry.new} />
      </td>
      <td className={`${cell} pr-0 text-right`}>
        <EntryAction entry={entry} rename={rename} />
      </td>
    </tr>
  );
}

/** One name can go back while it is still the photo's; else it is said what became of it. */
function EntryAction({ entry, rename }: { entry: RenameEntry; rename: Rename }) {
  const { words } = useSpeech();
  const photo = usePhoto(entry.photoId);
  const { status, filter } = useList();
  const actions = useActions();
  const refresh = useRefreshHistory();
  const note = (text: string) => (
    <span className="block truncate text-xs text-muted-foreground" title={text}>
      {text}
    </span>
  );
  if (!photo) {
    // Only a page that knows every photo can say that one is gone.
    const knowsAll = status === 'complete' && Object.keys(filter).length === 1;
    return knowsAll ? note(words.history.deleted) : null;
  }
  if (photo.name === entry.old) return note(words.history.isBack);
  if (photo.name !== entry.new) return note(words.history.nowName(photo.name));
  return (
    <Button
      look="ghost"
      size="small"
      className="-mr-2.5"
      onClick={() => void actions.undone(rename.id, [entry.photoId]).then(refresh)}
    >
      <Undo2 className="icon-sm" aria-hidden />
      {words.history.undoThis}
    </Button>
  );
}
