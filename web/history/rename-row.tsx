import { CheckCheck, Pencil, ScanText, TextCursorInput, Undo2, type LucideIcon } from 'lucide-react';
import type { Rename, RenameEntry } from '../client.ts';
import { Status } from '../components/status-icon.tsx';
import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { ExportCsv } from './export-csv.tsx';
import { HistoryEntries } from './history-entries.tsx';
import { tookBack, type HistoryItem } from './history-items.ts';
import { HistoryRow, UndoButton } from './history-row.tsx';
import { RowPictures, useFirstEntries } from './row-pictures.tsx';

const icons: Record<Rename['why'], LucideIcon> = {
  job: ScanText,
  template: TextCursorInput,
  hand: Pencil,
  undo: Undo2,
  review: CheckCheck,
};

/** A rename that no job's row carries. */
export function RenameRow({
  item,
  items,
  q,
}: {
  item: HistoryItem;
  items: readonly HistoryItem[];
  /** What is looked for: the row is open at the names that have it. */
  q?: string;
}) {
  const { words, format } = useSpeech();
  const [rename] = item.renames;
  const entries = useFirstEntries(rename?.id, q);
  if (!rename) return null;
  const undone = rename.undoneBy !== null;
  const took = tookBack(rename, items);
  const taken = items.flatMap((each) => each.renames).find((each) => each.id === rename.undoes);
  return (
    <HistoryRow
      openAtFirst={q !== undefined}
      at={item.at}
      icon={icons[rename.why]}
      title={words.history.why[rename.why]}
      count={words.history.count(rename.count, format.count(rename.count))}
      status={undone ? <Status tone="waiting" icon="undone" word={words.history.undone} /> : null}
      detail={
        rename.why === 'undo'
          ? undoText({ rename, taken, took }, words, format)
          : namesText(rename, entries, words, format)
      }
      past={undone}
      pictures={<RowPictures entries={entries} />}
      action={undone ? null : <UndoButton renameId={rename.id} redo={took} />}
    >
      {q === undefined ? (
        <div className="-ml-2.5 pb-1">
          <ExportCsv renameId={rename.id} />
        </div>
      ) : null}
      <HistoryEntries rename={rename} q={q} />
    </HistoryRow>
  );
}

/** "32 names went back. 2 could not go back."; of the undo of an undo, "32 names were given again." */
function undoText(
  { rename, taken, took }: { rename: Rename; taken: Rename | undefined; took: boolean },
  words: Words,
  format: Format,
): string {
  const stayed = Math.max(0, (taken?.count ?? 0) - rename.count);
  const say = took ? words.history.wentBack : words.history.givenAgain;
  return [
    say(rename.count, format.count(rename.count)),
    stayed > 0 ? words.history.someStayed(stayed, format.count(stayed)) : '',
  ]
    .join(' ')
    .trim();
}

/** "IMG_8120.AVIF to frozen-shore.avif and 31 more" */
function namesText(rename: Rename, [first]: readonly RenameEntry[], words: Words, format: Format): string {
  if (!first) return '';
  const one = words.history.oneName(first.old, first.new);
  return rename.count > 1 ? `${one} ${words.history.andMore(format.count(rename.count - 1))}` : one;
}
