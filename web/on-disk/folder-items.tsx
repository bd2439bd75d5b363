import { HardDrive } from 'lucide-react';
import { MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { diskAddress } from '../use-route.ts';
import type { DiskFolder } from './disk-requests.ts';
import { useDiskFolders } from './use-disk-folders.ts';

const shown = 5;

/** In a menu: to choose a folder whose files are renamed where they are. Nothing where that is not offered. */
export function ChooseOnDiskItem() {
  const { words } = useSpeech();
  const { view } = usePage();
  if (!useDiskFolders().offered) return null;
  return (
    <MenuItem icon={<HardDrive aria-hidden />} onSelect={() => view.choosingFolder.set(true)}>
      {words.onDisk.menu}
    </MenuItem>
  );
}

/** In the menu of the library's folders: those of them that stand on disk; of a chosen folder only its own. */
export function FoldersOnDiskItems({ folder }: { folder: string | undefined }) {
  const { words } = useSpeech();
  const { folders } = useDiskFolders();
  const meant = folders.filter((each) => folder === undefined || isWithin(folder, each)).slice(0, shown);
  if (meant.length === 0) return null;
  return (
    <>
      <MenuSeparator />
      {meant.map((each) => (
        <MenuItem
          key={each.id}
          icon={<HardDrive aria-hidden />}
          onSelect={() => {
            window.location.hash = diskAddress(each.id);
          }}
        >
          {words.onDisk.menuFolder(each.folder)}
        </MenuItem>
      ))}
    </>
  );
}

const isWithin = (folder: string, onDisk: DiskFolder): boolean =>
  folder === onDisk.folder || folder.startsWith(`${onDisk.folder}/`);
