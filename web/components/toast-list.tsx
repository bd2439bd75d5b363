import { Check, TriangleAlert, Undo2, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { useToastPlace } from './toast-place.ts';
import type { Toast as ToastMessage } from './toasts.ts';
import { Button } from './ui/button.tsx';
import { classes } from './ui/classes.ts';
import { useUndoKey } from './use-undo-key.ts';

/** Ten seconds each, longer while the pointer or the focus is on it; F8 goes there. */
export function ToastList() {
  const { toasts } = useRollcall();
  const { words } = useSpeech();
  const shown = useCell(toasts);
  const place = useToastPlace();
  useUndoKey(shown, toasts.close);
  return (
    <Toast.Provider duration={10_000} label={words.app.notifications} swipeDirection="down">
      {shown.map((toast) => (
        <Toast.Root
          key={toast.key}
          onOpenChange={(open) => (open ? undefined : toasts.close(toast.key))}
          className="pop-in pointer-events-auto flex w-max max-w-full items-center gap-2.5 rounded-lg bg-popover py-2 pr-2 pl-3.5 shadow-float"
        >
          {toast.tone === 'done' ? (
            <Check className="text-done" aria-hidden />
          ) : (
            <TriangleAlert className="text-attention" aria-hidden />
          )}
          <Toast.Description className="min-w-0 py-1">
            <span className="num font-strong">{toast.text ?? words.app.somethingFailed}</span>
            {detailOf(toast, words) ? (
              <span className="ml-1.5 text-muted-foreground">{detailOf(toast, words)}</span>
            ) : null}
          </Toast.Description>
          {toast.action ? (
            <>
              <span className="h-5 w-px bg-border" />
              <Toast.Action altText={toast.action.label} asChild>
                <Button look="ghost" className="text-primary" onClick={toast.action.run}>
                  <Undo2 aria-hidden />
                  {toast.action.label}
                </Button>
              </Toast.Action>
            </>
          ) : null}
          <Toast.Close asChild>
            <Button look="ghost" square aria-label={words.app.close}>
              <X aria-hidden />
            </Button>
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport
        className={classes(
          'fixed z-50 flex max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col items-center gap-2 outline-none',
          place,
        )}
      />
    </Toast.Provider>
  );
}

/** A refusal in the page's language, where it has words for it. */
function detailOf({ detail, code }: ToastMessage, words: Words): string | undefined {
  const said: Record<string, string> = words.problems;
  return (code === undefined ? undefined : said[code]) ?? detail;
}
