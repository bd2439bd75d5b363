import { ChevronRight, Folder, FolderX } from 'lucide-react';
import { useSpeech } from '../i18n/use-words.tsx';
import { diskAddress } from '../use-route.ts';
import type { DiskFolder } from './disk-requests.ts';
import { lastParts } from './disk-rows.ts';

/** Folders that were opened before, one click each. */
export function LastOpened(props: { folders: readonly DiskFolder[]; onOpen: () => void }) {
  const { words, format } = useSpeech();
  return (
    <ul className="rounded-md border border-border bg-card">
      {props.folders.map((folder) => (
        <li key={folder.id} className="border-t border-border first:border-t-0">
          <a
            href={diskAddress(folder.id)}
            className="flex min-h-11 items-center gap-2.5 px-3.5 py-1.5 -outline-offset-2! hover:bg-accent"
            title={folder.path}
            onClick={props.onOpen}
          >
            {folder.problem === null ? (
              <Folder className="text-muted-foreground" aria-hidden />
            ) : (
              <FolderX className="text-attention" aria-hidden />
            )}
            <span className="min-w-0 flex-1 truncate">{lastParts(folder.path, 3).join(' / ')}</span>
            <span className="num flex-none text-muted-foreground">
              {folder.problem?.code === 'gone'
                ? words.onDisk.problem.gone
                : words.onDisk.photosIn(folder.photos, format.count(folder.photos))}
            </span>
            <ChevronRight className="icon-sm text-muted-foreground" aria-hidden />
          </a>
        </li>
      ))}
    </ul>
  );
}
