import { HardDriveDownload, LoaderCircle, ScanText, TextCursorInput } from 'lucide-react';
import { useId } from 'react';
import { commandKey } from '../command-key.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { isOver } from '../job/job-store.ts';
import { usePage } from '../use-page.ts';
import { useCell, useJobs, usePhone } from '../use-rollcall.ts';
import type { DiskScreen } from './disk-screen.ts';
import { needsNames, photoIdsToName } from './names-wanted.ts';
import { useApplyToDisk } from './use-apply-to-disk.ts';

const wide = 'num mt-2.5 w-full max-md:mt-0 max-sm:h-12 max-sm:text-base';

/** The one primary action: names where there are none, else the names to the disk. */
export function ApplyButton({ screen }: { screen: DiskScreen }) {
  const { words, format } = useSpeech();
  const { view } = usePage();
  const phone = usePhone();
  const state = useCell(screen);
  const { cannot, run } = useApplyToDisk(screen);
  const id = useId();
  const jobs = useJobs();
  const { counts } = state;
  if (needsNames(state)) {
    // The job that is giving them is shown instead.
    if (!jobs.every(isOver)) return null;
    const ids = photoIdsToName(state);
    return (
      <>
        <Button look="primary" className={wide} onClick={() => view.renaming.set(ids)}>
          <ScanText aria-hidden />
          {words.onDisk.aiRename(ids.length, format.count(ids.length))}
        </Button>
        <Button className="mt-2 w-full" onClick={() => view.bulkRenaming.set(ids)}>
          <TextCursorInput aria-hidden />
          {words.bulk.open}
        </Button>
      </>
    );
  }
  const why = cannot === null || cannot === 'applying' ? '' : words.onDisk.cannotApply[cannot];
  const label =
    counts.ticked === 0
      ? words.onDisk.applyNothing
      : words.onDisk.apply(counts.ticked, format.count(counts.ticked));
  return (
    <>
      <Button
        look="primary"
        className={wide}
        aria-disabled={cannot !== null}
        aria-busy={cannot === 'applying'}
        aria-describedby={why === '' ? undefined : id}
        onClick={run}
      >
        {cannot === 'applying' ? (
          <LoaderCircle className="spin" aria-hidden />
        ) : (
          <HardDriveDownload aria-hidden />
        )}
        {cannot === 'applying' ? words.onDisk.applying : label}
        {cannot !== null || phone ? null : (
          <kbd className="border-primary-foreground/50 bg-transparent text-primary-foreground">
            {commandKey()} ↵
          </kbd>
        )}
      </Button>
      {why === '' ? null : (
        <p id={id} className="mt-1.5 text-xs text-muted-foreground">
          {why}
        </p>
      )}
    </>
  );
}
