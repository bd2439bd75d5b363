import { Search } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { ByDay } from './by-day.tsx';
import type { HistoryFilter } from './history-items.ts';
import { NothingHere } from './nothing-here.tsx';
import { RenameRow } from './rename-row.tsx';
import { useFound } from './use-history.ts';

/** Renames with an old or new name like it; each is open at the names that fit. */
export function FoundList({ q, filter }: { q: string; filter: HistoryFilter }) {
  const { words } = useSpeech();
  const found = useFound(q);
  const renames = found.renames.filter((rename) => filter !== 'jobs' || rename.jobId !== null);
  if (found.loaded && renames.length === 0 && !found.more)
    return (
      <NothingHere
        icon={Search}
        title={words.history.nothingFound(q)}
        text={words.history.nothingFoundText}
      />
    );
  return (
    <>
      <ByDay
        items={renames.map((rename) => ({
          key: rename.id,
          at: rename.createdAt,
          job: null,
          renames: [rename],
        }))}
        renderRow={(item) => <RenameRow key={`${item.key} ${q}`} item={item} items={[]} q={q} />}
      />
      {found.more ? (
        <Button className="mt-4" onClick={found.loadMore}>
          {words.history.showMore}
        </Button>
      ) : null}
    </>
  );
}
