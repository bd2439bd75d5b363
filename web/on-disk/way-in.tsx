import { HardDrive } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useDiskFolders } from './use-disk-folders.ts';

/** A quiet line under the place where photos are dropped; nothing where this is not offered. */
export function WayInOnDisk() {
  const { words } = useSpeech();
  const { view } = usePage();
  const { known, offered } = useDiskFolders();
  if (known && !offered) return null;
  // The place is kept until it is known, so that nothing below moves.
  return (
    <div className="mt-2 flex min-h-8 justify-center max-sm:min-h-11">
      {offered ? (
        <Button look="ghost" className="text-muted-foreground" onClick={() => view.choosingFolder.set(true)}>
          <HardDrive aria-hidden />
          {words.onDisk.wayIn}
        </Button>
      ) : null}
    </div>
  );
}
