import { HardDrive } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useDiskFolders } from './use-disk-folders.ts';

/** A quiet line under the place where photos are dropped; nothing where this is not offered. */
export function WayInOnDisk() {
  const { words } = useSpeech();
  const { view } = usePage();
  if (!useDiskFolders().offered) return null;
  return (
    <div className="mt-2 flex justify-center">
      <Button look="ghost" className="text-muted-foreground" onClick={() => view.choosingFolder.set(true)}>
        <HardDrive aria-hidden />
        {words.onDisk.wayIn}
      </Button>
    </div>
  );
}
