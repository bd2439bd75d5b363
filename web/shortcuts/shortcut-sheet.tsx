import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect } from 'react';
import { escapeKeys } from '../components/escape-keys.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { isBusyElsewhere } from '../is-busy-elsewhere.ts';
import { usePage } from '../use-page.ts';
import { useCell } from '../use-rollcall.ts';
import { ShortcutList } from './shortcut-list.tsx';

/** Opened by "?" from anywhere but a field; a full-height sheet on a phone with a keyboard. */
export function ShortcutSheet() {
  const { view } = usePage();
  const { words } = useSpeech();
  const open = useCell(view.shortcuts);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.defaultPrevented || isBusyElsewhere(event.target)) return;
      event.preventDefault();
      view.shortcuts.set(true);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [view]);
  return (
    <Dialog.Root open={open} onOpenChange={view.shortcuts.set}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
        <Dialog.Content
          {...escapeKeys(() => view.shortcuts.set(false))}
          aria-describedby={undefined}
          className="pop-in max-sm:rise-in fixed inset-0 z-21 m-auto flex h-fit max-h-[calc(100%-48px)] w-[720px] max-w-[calc(100%-48px)] flex-col rounded-lg bg-popover shadow-modal outline-none max-sm:top-3 max-sm:h-auto max-sm:max-h-none max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:rounded-t-sheet"
        >
          <header className="flex items-center gap-3 pt-[18px] pr-[18px] pb-2.5 pl-6 max-sm:pt-3 max-sm:pr-2 max-sm:pl-4">
            <Dialog.Title className="flex-1 text-lg">{words.shortcuts.title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button look="ghost" square aria-label={words.app.close}>
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </header>
          <div
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard scrolls it too
            tabIndex={0}
            role="region"
            aria-label={words.shortcuts.title}
            className="min-h-0 overflow-y-auto px-6 pb-4 max-sm:px-4"
          >
            <ShortcutList />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
