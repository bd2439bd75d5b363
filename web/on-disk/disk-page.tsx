import { ChevronUp } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { escapeKeys } from '../components/escape-keys.ts';
import { SheetHandle } from '../components/sheet-handle.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { isBusyElsewhere } from '../is-busy-elsewhere.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { useOpenDisk } from '../use-route.ts';
import { ApplyButton } from './apply-button.tsx';
import { DiskFilters } from './disk-filters.tsx';
import { DiskHead } from './disk-head.tsx';
import { DiskList } from './disk-list.tsx';
import { DiskPanel } from './disk-panel.tsx';
import { DiskStart } from './disk-start.tsx';
import { FolderTrouble } from './folder-trouble.tsx';
import { panelTitle } from './names-wanted.ts';
import { useApplyToDisk } from './use-apply-to-disk.ts';
import { useRefreshDiskFolders } from './use-disk-folders.ts';
import { useStacked } from './use-stacked.ts';

/** Renaming the files of a folder of this computer: what they are called there, and what they would be called. */
export function DiskPage() {
  const id = useOpenDisk();
  if (id === '') return <DiskStart />;
  return <OneFolder key={id} id={id} />;
}

function OneFolder({ id }: { id: string }) {
  const { words } = useSpeech();
  const { disks, list, photos } = useRollcall();
  const screen = disks.of(id);
  const state = useCell(screen);
  const stacked = useStacked();
  const refreshFolders = useRefreshDiskFolders();
  useEffect(() => {
    screen.open();
    // Whatever the feed tells changes the list; which names it was matters to nobody here.
    let preparing = photos.anyPreparing();
    const stop = list.subscribe(() => {
      screen.touch();
      if (preparing && !photos.anyPreparing()) screen.settle();
      preparing = photos.anyPreparing();
    });
    return () => {
      stop();
      screen.close();
    };
  }, [screen, list, photos]);
  const known = state.status === 'ready';
  useEffect(() => {
    if (known) refreshFolders();
    // Once, when the folder has come: it is the last one opened then.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [known]);
  const apply = useApplyToDisk(screen);
  useApplyKey(apply.run);

  if (state.status === 'unknown') return <DiskStart unknown />;
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <main id="photos" className="flex min-h-0 min-w-0 flex-1 flex-col">
        <DiskHead screen={screen} />
        <FolderTrouble screen={screen} />
        <DiskFilters screen={screen} />
        <DiskList screen={screen} />
      </main>
      {stacked ? (
        <Foot title={panelTitle(state, words)} apply={<ApplyButton screen={screen} />}>
          <DiskPanel screen={screen} />
        </Foot>
      ) : (
        <aside
          aria-label={words.onDisk.region}
          data-region="disk"
          className="w-[392px] flex-none overflow-y-auto border-l border-border bg-card max-lg:w-[340px]"
        >
          <h2 className="px-5 pt-5 pb-2.5 text-base">{panelTitle(state, words)}</h2>
          <DiskPanel screen={screen} />
        </aside>
      )}
    </div>
  );
}

/** Ctrl or Command with Enter applies, from wherever no dialog or menu is open. */
function useApplyKey(apply: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      if (event.defaultPrevented || isBusyElsewhere(event.target)) return;
      event.preventDefault();
      apply();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [apply]);
}

/** The one button stays in view; what it would do is a sheet above it. */
function Foot(props: { title: string; apply: ReactNode; children: ReactNode }) {
  const { words } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <aside
      aria-label={words.onDisk.region}
      data-region="disk"
      className="flex-none rounded-t-sheet border-t border-border bg-card px-4 pb-[max(12px,env(safe-area-inset-bottom))] shadow-float"
    >
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger className="flex h-11 w-full items-center gap-2 text-left" aria-haspopup="dialog">
          <span className="min-w-0 flex-1 truncate font-strong">{props.title}</span>
          <span className="sr-only">{words.onDisk.showPanel}</span>
          <ChevronUp className="text-muted-foreground" aria-hidden />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
          <Dialog.Content
            {...escapeKeys(() => setOpen(false))}
            aria-describedby={undefined}
            className="rise-in fixed inset-x-0 bottom-0 z-21 mx-auto flex max-h-[calc(100%-24px)] max-w-[640px] flex-col rounded-t-sheet bg-card shadow-modal outline-none"
          >
            <SheetHandle />
            <div className="flex items-center gap-2 pt-2 pr-2 pl-5">
              <Dialog.Title className="flex-1 text-base">{props.title}</Dialog.Title>
              <Dialog.Close asChild>
                <Button look="ghost">{words.app.close}</Button>
              </Dialog.Close>
            </div>
            <div className="overflow-y-auto pb-[max(12px,env(safe-area-inset-bottom))]">{props.children}</div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      {props.apply}
    </aside>
  );
}
