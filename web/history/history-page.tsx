import { History, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import { Segments } from '../components/ui/controls.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { ByDay } from './by-day.tsx';
import { DeletedList } from './deleted-list.tsx';
import { ExportCsv } from './export-csv.tsx';
import { FoundList } from './found-list.tsx';
import { fitsFilter, type HistoryFilter } from './history-items.ts';
import { HistorySearch } from './history-search.tsx';
import { JobRow } from './job-row.tsx';
import { NothingHere } from './nothing-here.tsx';
import { RenameRow } from './rename-row.tsx';
import { useHistory, useRefreshHistory } from './use-history.ts';

const filters = ['all', 'renames', 'jobs', 'deleted'] as const;

/** Renames and jobs in one list, by day, and what was deleted; all of it can be taken back. */
export function HistoryPage() {
  const { words } = useSpeech();
  const [filter, setFilter] = useState<(typeof filters)[number]>(() =>
    window.location.hash === '#/history/deleted' ? 'deleted' : 'all',
  );
  const [q, setQ] = useState('');
  return (
    <div className="mx-auto max-w-[1080px] px-5 pt-5 pb-16 max-sm:px-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-xl tracking-[-0.02em]">{words.app.history}</h1>
          <p className="text-muted-foreground">
            {words.history.lead} {words.history.downloads}
          </p>
        </div>
        <Segments
          label={words.history.show}
          value={filter}
          onChange={setFilter}
          choices={filters.map((value) => ({
            value,
            label: <span className="px-1.5">{words.history.filters[value]}</span>,
          }))}
        />
        {filter === 'deleted' ? null : (
          <div className="flex gap-2 max-sm:w-full">
            <HistorySearch onSearch={setQ} />
            <ExportCsv />
          </div>
        )}
      </div>
      {filter === 'deleted' ? (
        <DeletedList />
      ) : q === '' ? (
        <HistoryList filter={filter} />
      ) : (
        <FoundList q={q} filter={filter} />
      )}
    </div>
  );
}

function HistoryList({ filter }: { filter: HistoryFilter }) {
  const { words } = useSpeech();
  const history = useHistory();
  const refresh = useRefreshHistory();
  const items = history.items.filter((item) => fitsFilter(item, filter));
  return (
    <>
      {history.failed && !history.loaded ? (
        <Message
          role="alert"
          tone="attention"
          className="mt-6"
          icon={<TriangleAlert aria-hidden />}
          title={words.history.failed}
          text={words.app.failedToLoadText}
          action={
            <Button size="small" onClick={refresh}>
              {words.app.tryNow}
            </Button>
          }
        />
      ) : null}
      {history.loaded && items.length === 0 && !history.more ? (
        <NothingHere icon={History} title={words.history.empty} text={words.history.emptyText} />
      ) : null}
      <ByDay
        items={items}
        renderRow={(item) =>
          item.job ? (
            <JobRow key={item.key} item={item} job={item.job} />
          ) : (
            <RenameRow key={item.key} item={item} items={history.items} />
          )
        }
      />
      {history.more ? (
        <Button className="mt-4" onClick={history.loadMore}>
          {words.history.showMore}
        </Button>
      ) : null}
    </>
  );
}
