import { CloudOff, Images, Search } from 'lucide-react';
import { useState } from 'react';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { JobPanel } from '../job/job-panel.tsx';
import { JobStrip } from '../job/job-strip.tsx';
import { StartPage } from '../start/start-page.tsx';
import { UploadPanel } from '../upload/upload-panel.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useList, usePhone, useRollcall, useUploads } from '../use-rollcall.ts';
import { FilterBar } from './filter-bar.tsx';
import { PhotoGrid } from './photo-grid.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useLibraryKeys } from './use-library-keys.ts';

export function LibraryPage() {
  const { words } = useSpeech();
  const { counts, status, filter } = useList();
  const uploads = useUploads();
  const phone = usePhone();
  useLibraryKeys();
  const filtered = filter.q !== undefined || filter.state !== undefined || filter.folder !== undefined;
  const empty = status === 'complete' && counts.all === 0 && !filtered && uploads.total === 0;
  if (empty) {
    return (
      <main id="photos" className="min-h-0 flex-1 overflow-y-auto">
        <StartPage />
      </main>
    );
  }
  return (
    <div className="flex min-h-0 flex-1">
      <main id="photos" className="relative flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">{words.app.photos}</h1>
        {phone ? <UploadPanel /> : null}
        <FilterBar />
        {/* Another filter starts at the top. */}
        <Grid key={JSON.stringify(filter)} />
        <SelectionBar />
        {phone ? <JobStrip /> : <UploadPanel />}
      </main>
      {phone ? null : <DockedJob />}
    </div>
  );
}

function DockedJob() {
  const { view } = usePage();
  return useCell(view.jobPanel) === 'open' ? <JobPanel /> : null;
}

function Grid() {
  // Kept as state: the grid measures it, so it must be there before the grid is.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { total, status } = useList();
  return (
    <div
      ref={setScroller}
      className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
      tabIndex={-1}
    >
      {status === 'failed' ? <LoadFailed /> : null}
      {status === 'first' ? <Loading /> : null}
      {status === 'complete' && total === 0 ? <NothingFound /> : null}
      {total > 0 && scroller ? <PhotoGrid scroller={scroller} /> : null}
    </div>
  );
}

/** Where photos will be; only after a moment, so that a quick answer shows none of it. */
function Loading() {
  const { words } = useSpeech();
  return (
    <>
      <output className="sr-only">{words.library.loadingCard}</output>
      <div
        aria-hidden
        className="late grid grid-cols-[repeat(auto-fill,minmax(178px,1fr))] gap-x-3.5 gap-y-6 px-5 pt-0.5 max-sm:grid-cols-2 max-sm:gap-x-2.5 max-sm:px-3"
      >
        {Array.from({ length: 14 }, (_, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- they are all alike
          <div key={at}>
            <div className="photo" />
            <div className="mt-2 h-3 w-2/3 rounded-photo bg-muted" />
            <div className="mt-2 h-2.5 w-1/3 rounded-photo bg-muted" />
          </div>
        ))}
      </div>
    </>
  );
}

function LoadFailed() {
  const { words } = useSpeech();
  const { list } = useRollcall();
  return (
    <Message
      role="alert"
      tone="attention"
      className="mx-5 mt-2 max-sm:mx-3"
      icon={<CloudOff aria-hidden />}
      title={words.app.failedToLoad}
      text={words.app.failedToLoadText}
      action={
        <Button size="small" onClick={() => void list.reload({ keepOrder: false }).catch(() => undefined)}>
          {words.app.tryNow}
        </Button>
      }
    />
  );
}

function NothingFound() {
  const { words } = useSpeech();
  const { list } = useRollcall();
  const { filter } = useList();
  const searched = filter.q !== undefined;
  return (
    <div className="mx-auto mt-10 flex max-w-[560px] items-center gap-3 rounded-md border border-border bg-card px-4 py-3 max-sm:mx-3">
      {searched ? (
        <Search className="text-muted-foreground" aria-hidden />
      ) : (
        <Images className="text-muted-foreground" aria-hidden />
      )}
      <output className="min-w-0 flex-1">
        <span className="block font-strong">
          {searched ? words.library.nothingFound(filter.q ?? '') : words.library.nothingHere}
        </span>
        <span className="block text-muted-foreground">
          {searched ? words.library.nothingFoundText : words.library.nothingHereText}
        </span>
      </output>
      <Button
        size="small"
        onClick={() =>
          void list
            .setFilter(searched ? { q: undefined } : { state: undefined, folder: undefined })
            .catch(() => undefined)
        }
      >
        {searched ? words.library.clearSearch : words.library.showAll}
      </Button>
    </div>
  );
}
