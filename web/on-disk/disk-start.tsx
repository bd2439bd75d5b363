import { FolderOpen, FolderX, HardDrive } from 'lucide-react';
import { Message } from '../components/message.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { LastOpened } from './last-opened.tsx';
import { useDiskFolders } from './use-disk-folders.ts';

/** Before a folder is open: what it is about, and the folders that were open before. */
export function DiskStart({ unknown = false }: { unknown?: boolean }) {
  const { words } = useSpeech();
  const { view } = usePage();
  const { known, offered, folders } = useDiskFolders();
  return (
    <main id="photos" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-[640px] px-4 pt-11 pb-10 max-sm:pt-6">
        <h1 className="text-xl tracking-[-0.02em]">{words.onDisk.startTitle}</h1>
        {known && !offered ? (
          <Message
            tone="neutral"
            className="mt-4"
            icon={<HardDrive aria-hidden />}
            title={words.onDisk.notOffered}
            text={words.onDisk.notOfferedText}
          />
        ) : (
          <>
            <p className="mt-1 text-base text-muted-foreground">{words.onDisk.startLead}</p>
            {unknown ? (
              <Message
                role="status"
                tone="attention"
                className="mt-4"
                icon={<FolderX aria-hidden />}
                title={words.onDisk.unknown}
                text={words.onDisk.unknownText}
              />
            ) : null}
            <Button
              look="primary"
              size="large"
              className="mt-5"
              onClick={() => view.choosingFolder.set(true)}
            >
              <FolderOpen aria-hidden />
              {words.onDisk.choose.title}
            </Button>
            {folders.length > 0 ? (
              <section aria-labelledby="last-opened" className="mt-8">
                <h2 id="last-opened" className="mb-1.5 text-sm">
                  {words.onDisk.lastOpened}
                </h2>
                <LastOpened folders={folders} onOpen={() => undefined} />
              </section>
            ) : null}
          </>
        )}
      </div>
    </main>
  );
}
