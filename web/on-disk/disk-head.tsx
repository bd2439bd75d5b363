import { Ellipsis, Folder, FolderX, RotateCw } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import { Button } from '../components/ui/button.tsx';
import { DangerQuestion } from '../components/ui/danger-question.tsx';
import { Menu, MenuItem } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { goTo } from '../use-route.ts';
import type { DiskFolder } from './disk-requests.ts';
import { lastParts } from './disk-rows.ts';
import type { DiskScreen } from './disk-screen.ts';
import { useRefreshDiskFolders } from './use-disk-folders.ts';

/** Which folder it is, how much is in it, and the way to another. */
export function DiskHead({ screen }: { screen: DiskScreen }) {
  const { words } = useSpeech();
  const { folder } = useCell(screen);
  return (
    <div className="min-h-[92px] flex-none border-b border-border px-5 pt-4 pb-3 max-sm:px-4 max-sm:pt-3 max-sm:pb-1">
      <h1 className="text-xl tracking-[-0.02em] max-sm:text-lg">{words.onDisk.title}</h1>
      <div className="relative mt-0.5 flex min-h-7 items-center gap-x-2.5 text-muted-foreground max-sm:flex-wrap">
        {folder ? <Named screen={screen} folder={folder} /> : <span>{words.onDisk.loading}</span>}
      </div>
    </div>
  );
}

function Named({ screen, folder }: { screen: DiskScreen; folder: DiskFolder }) {
  const { words } = useSpeech();
  const { view } = usePage();
  return (
    <>
      <span className="flex min-w-0 items-center gap-2 max-sm:w-full max-sm:pr-11" title={folder.path}>
        <Folder aria-hidden />
        <span className="truncate font-medium text-foreground">
          {lastParts(folder.path, 3).join(' / ') || folder.path}
        </span>
      </span>
      <Button
        look="ghost"
        size="small"
        className="text-foreground max-sm:-ml-2.5"
        onClick={() => view.choosingFolder.set(true)}
      >
        {words.onDisk.otherFolder}
      </Button>
      <Amount folder={folder} />
      <span className="flex-1" />
      <FolderMenu screen={screen} folder={folder} />
    </>
  );
}

function Amount({ folder }: { folder: DiskFolder }) {
  const { words, format } = useSpeech();
  const { reading } = folder;
  if (reading !== null) {
    const { read, found } = reading;
    const text =
      found === 0 ? words.onDisk.looking : words.onDisk.reading(format.count(read), format.count(found));
    return (
      <span className="flex min-w-0 items-center gap-2.5">
        <span className="num truncate">{text}</span>
        <span
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- looks like the bar of a job
          role="progressbar"
          aria-label={words.onDisk.looking}
          aria-valuemin={0}
          aria-valuemax={Math.max(1, found)}
          aria-valuenow={read}
          aria-valuetext={text}
          className="h-1 w-16 flex-none overflow-hidden rounded-full bg-bar-track"
        >
          <span
            className="block h-full bg-bar-working"
            style={{ width: `${found === 0 ? 0 : Math.round((100 * read) / found)}%` }}
          />
        </span>
      </span>
    );
  }
  const photos = words.onDisk.photosIn(folder.photos, format.count(folder.photos));
  return (
    <span className="num truncate">
      {folder.subfolders === 0
        ? photos
        : words.onDisk.withSubfolders(photos, folder.subfolders, format.count(folder.subfolders))}
    </span>
  );
}

function FolderMenu({ screen, folder }: { screen: DiskScreen; folder: DiskFolder }) {
  const { words } = useSpeech();
  const { client, disks, toasts } = useRollcall();
  const refreshFolders = useRefreshDiskFolders();
  const [asking, setAsking] = useState(false);
  const [name = folder.folder] = lastParts(folder.path, 1);
  async function forget(): Promise<void> {
    await client.disk.forget(folder.id);
    disks.forget(folder.id);
    refreshFolders();
    toasts.show({ tone: 'done', text: words.onDisk.forgotten(name) });
    goTo('disk');
  }
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button
            look="ghost"
            square
            className="-my-1 -mr-2 max-sm:absolute max-sm:-top-3 max-sm:right-0"
            aria-label={words.onDisk.actions}
          >
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<RotateCw aria-hidden />} onSelect={screen.read}>
          {words.onDisk.readAgain}
        </MenuItem>
        <MenuItem danger icon={<FolderX aria-hidden />} onSelect={() => setAsking(true)}>
          {words.onDisk.forget}
        </MenuItem>
      </Menu>
      <AlertDialog.Root open={asking} onOpenChange={setAsking}>
        <DangerQuestion
          title={words.onDisk.forgetTitle(name)}
          text={words.onDisk.forgetText}
          doIt={words.onDisk.forgetIt}
          onDoIt={() => void forget().catch(toasts.problem)}
          onClose={() => setAsking(false)}
        />
      </AlertDialog.Root>
    </>
  );
}
