import { CornerLeftUp, HardDrive, House, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, useState, type FormEvent } from 'react';
import { commandKey } from '../command-key.ts';
import { escapeKeys } from '../components/escape-keys.ts';
import { SheetHandle } from '../components/sheet-handle.tsx';
import { Button } from '../components/ui/button.tsx';
import { Label } from '../components/ui/fields.tsx';
import { IconButton } from '../components/ui/icon-button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, usePhone, useRollcall } from '../use-rollcall.ts';
import { diskAddress, useOpenDisk } from '../use-route.ts';
import { lastParts } from './disk-rows.ts';
import { FolderList } from './folder-list.tsx';
import { LastOpened } from './last-opened.tsx';
import { useBrowse, type Browse } from './use-browse.ts';
import { useDiskFolders, useRefreshDiskFolders } from './use-disk-folders.ts';

/** Chooses a folder of this computer; a full-height sheet on a phone. */
export function FolderDialog() {
  const { view } = usePage();
  const open = useCell(view.choosingFolder);
  const close = () => view.choosingFolder.set(false);
  return (
    <Dialog.Root open={open} onOpenChange={view.choosingFolder.set}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
        {open ? <DialogContent onClose={close} /> : null}
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const frame =
  'pop-in max-sm:rise-in fixed inset-0 z-21 m-auto flex h-[640px] max-h-[calc(100%-48px)] w-[640px] max-w-[calc(100%-48px)] flex-col rounded-lg bg-popover shadow-modal outline-none max-sm:top-3 max-sm:h-auto max-sm:max-h-none max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:rounded-t-sheet';

function DialogContent({ onClose }: { onClose: () => void }) {
  const { words } = useSpeech();
  const { disks } = useRollcall();
  const { folders } = useDiskFolders();
  const openDisk = useOpenDisk();
  const browse = useBrowse(openDisk === '' ? undefined : disks.of(openDisk).get().folder?.path);
  const choice = useChoice(browse, onClose);
  const escape = escapeKeys(onClose);
  // Read while rendering, before the list takes the focus.
  const [opener] = useState(() => document.activeElement);
  return (
    <Dialog.Content
      className={frame}
      onEscapeKeyDown={escape.onEscapeKeyDown}
      // The list takes the focus when it has come.
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      }}
      onKeyDown={(event) => {
        escape.onKeyDown(event);
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        // A path that was not gone to yet comes first.
        const { target } = event;
        if (target instanceof HTMLInputElement && target.value !== browse.at?.path)
          target.form?.requestSubmit();
        else choice.use();
      }}
    >
      <SheetHandle />
      <header className="flex items-start gap-3 pt-[18px] pr-4 pb-3 pl-6 max-sm:pt-2 max-sm:pr-1 max-sm:pl-4">
        <div className="min-w-0 flex-1">
          <Dialog.Title className="text-lg">{words.onDisk.choose.title}</Dialog.Title>
          <Dialog.Description className="text-muted-foreground">
            {words.onDisk.choose.lead}
          </Dialog.Description>
        </div>
        <Dialog.Close asChild>
          <Button look="ghost" square aria-label={words.app.close}>
            <X aria-hidden />
          </Button>
        </Dialog.Close>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 max-sm:px-4">
        {folders.length > 0 ? (
          <section className="mb-3.5 flex-none">
            <Label>{words.onDisk.lastOpened}</Label>
            <LastOpened folders={folders.slice(0, 3)} onOpen={onClose} />
          </section>
        ) : null}
        <PathField browse={browse} />
        <Places browse={browse} />
        <FolderList browse={browse} />
      </div>
      <Foot browse={browse} choice={choice} />
    </Dialog.Content>
  );
}

/** Opening the folder that is shown. */
function useChoice(browse: Browse, onClose: () => void) {
  const { client } = useRollcall();
  const refreshFolders = useRefreshDiskFolders();
  const [busy, setBusy] = useState(false);
  async function use(): Promise<void> {
    if (browse.at === null || busy) return;
    setBusy(true);
    try {
      const folder = await client.disk.open(browse.at.path);
      refreshFolders();
      onClose();
      window.location.hash = diskAddress(folder.id);
    } catch (failure) {
      setBusy(false);
      browse.say(failure);
    }
  }
  return { busy, use: () => void use() };
}

/** Takes a path that was copied elsewhere; Enter goes there. */
function PathField({ browse }: { browse: Browse }) {
  const { words } = useSpeech();
  const id = useId();
  const { at } = browse;
  /** Null: the field says which folder is shown. */
  const [typed, setTyped] = useState<string | null>(null);
  function submit(event: FormEvent): void {
    event.preventDefault();
    // A path copied from a file manager may come in quotes.
    const path = (typed ?? '').trim().replaceAll(/^["']|["']$/gu, '');
    if (path !== '') void browse.go(path).then((came) => (came === 'there' ? setTyped(null) : undefined));
  }
  return (
    <form className="flex-none" onSubmit={submit}>
      <Label htmlFor={id}>{words.onDisk.choose.path}</Label>
      <div className="flex gap-2">
        <input
          id={id}
          value={typed ?? at?.path ?? ''}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={browse.problem !== ''}
          aria-describedby={browse.problem === '' ? undefined : `${id}-problem`}
          className="h-8 min-w-0 flex-1 rounded-md border border-input bg-popover px-2.5 max-sm:h-11 max-sm:text-base"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit">{words.onDisk.choose.goTo}</Button>
      </div>
      <p id={`${id}-problem`} role="alert" className="mt-1 min-h-4 text-xs text-failed">
        {browse.problem}
      </p>
    </form>
  );
}

function Places({ browse }: { browse: Browse }) {
  const { words } = useSpeech();
  const { at } = browse;
  if (at === null) return null;
  const { parent } = at;
  return (
    <div
      role="group"
      aria-label={words.onDisk.choose.places}
      className="no-scrollbar -mx-1 flex flex-none items-center gap-1 overflow-x-auto px-1 py-1"
    >
      <IconButton
        label={words.onDisk.choose.up}
        look="secondary"
        size="small"
        aria-disabled={parent === null}
        onClick={() => void (parent === null ? undefined : browse.go(parent))}
      >
        <CornerLeftUp className="icon-sm" aria-hidden />
      </IconButton>
      <span className="mx-1 h-5 w-px flex-none bg-border" />
      {at.places.map(({ name, path }, index) => (
        <Button
          key={path}
          look="ghost"
          size="small"
          aria-current={path === at.path}
          className="aria-[current=true]:bg-accent"
          onClick={() => void browse.go(path)}
        >
          {index === 0 ? (
            <House className="icon-sm" aria-hidden />
          ) : (
            <HardDrive className="icon-sm" aria-hidden />
          )}
          {name}
        </Button>
      ))}
    </div>
  );
}

function Foot({ browse, choice }: { browse: Browse; choice: ReturnType<typeof useChoice> }) {
  const { words, format } = useSpeech();
  const phone = usePhone();
  const { at } = browse;
  const [name] = lastParts(at?.path ?? '', 1);
  const { choose } = words.onDisk;
  return (
    <footer className="mt-3 flex items-center gap-2 border-t border-border px-6 py-3.5 max-sm:flex-col max-sm:items-stretch max-sm:px-4 max-sm:pb-[max(14px,env(safe-area-inset-bottom))]">
      <output className="min-w-0 flex-1">
        {at === null ? null : (
          <>
            <span className="num block font-strong">
              {choose.photosHere(at.photos, format.count(at.photos))}
            </span>
            <span className="block text-xs text-muted-foreground">{choose.alsoSubfolders}</span>
          </>
        )}
      </output>
      {phone ? null : (
        <Dialog.Close asChild>
          <Button>{words.app.cancel}</Button>
        </Dialog.Close>
      )}
      <Button
        look="primary"
        className="max-w-72 max-sm:h-12 max-sm:max-w-none max-sm:text-base"
        aria-disabled={at === null || choice.busy}
        onClick={choice.use}
      >
        <span className="truncate">
          {choice.busy ? choose.using : name === undefined ? choose.usePlain : choose.use(name)}
        </span>
        {phone ? null : (
          <kbd className="border-primary-foreground/50 bg-transparent text-primary-foreground">
            {commandKey()} ↵
          </kbd>
        )}
      </Button>
    </footer>
  );
}
