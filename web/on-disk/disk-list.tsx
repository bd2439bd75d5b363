import { FolderSearch, Images } from 'lucide-react';
import { useState } from 'react';
import { NothingHere } from '../history/nothing-here.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell } from '../use-rollcall.ts';
import type { DiskScreen } from './disk-screen.ts';
import { DiskTable } from './disk-table.tsx';

/** What scrolls: the table, or why there is none. */
export function DiskList({ screen }: { screen: DiskScreen }) {
  const { words } = useSpeech();
  const { status, folder, rows, counts, filter } = useCell(screen);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const reading = (folder?.reading ?? null) !== null;
  const nothing = () => {
    if (status === 'loading') return <output className="late block px-5 py-6">{words.onDisk.loading}</output>;
    if (status === 'failed' || folder?.problem) return null;
    if (counts.all > 0)
      return <p className="px-5 py-6 text-muted-foreground max-sm:px-4">{words.onDisk.nothingInFilter}</p>;
    if (reading)
      return <NothingHere icon={FolderSearch} title={words.onDisk.looking} text={words.onDisk.lead} />;
    return <NothingHere icon={Images} title={words.onDisk.empty} text={words.onDisk.emptyText} />;
  };
  return (
    // Another filter starts at the top.
    <div
      key={filter}
      ref={setScroller}
      className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-0"
      tabIndex={-1}
    >
      {rows.length === 0 ? nothing() : null}
      {rows.length > 0 && scroller ? <DiskTable screen={screen} scroller={scroller} /> : null}
    </div>
  );
}
