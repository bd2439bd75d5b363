import { Check, TriangleAlert, Undo2, X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell, useRollcall, useSelectionSize } from '../use-rollcall.ts';
import { useShownJobs } from '../job/use-shown-jobs.ts';
import { usePage } from '../use-page.ts';
import { useRoute } from '../use-route.ts';
import { Button } from './ui/button.tsx';
import { classes } from './ui/classes.ts';

/** Ten seconds each, longer while the pointer or the focus is on it; F8 goes there. */
export function ToastList() {
  const { toasts } = useRollcall();
  const { words } = useSpeech();
  const shown = useCell(toasts);
  const { view } = usePage();
  const docked = useCell(view.jobPanel) === 'open';
  const [job] = useShownJobs();
  const route = useRoute();
  // Centred in what the job panel leaves of the page.
  const overSelection = useSelectionSize() > 0 && route === 'library';
  const beside = docked && job !== undefined && route === 'library';
  return (
    <Toast.Provider duration={10_000} label={words.app.notifications} swipeDirection="down">
      {shown.map((toast) => (
        <Toast.Root
          key={toast.key}
          onOpenChange={(open) => (open ? undefined : toasts.close(toast.key))}
          className="pop-in flex w-max max-w-full items-center gap-2.5 rounded-lg bg-popover py-2 pr-2 pl-3.5 shadow-float"
        >
          {toast.tone === 'done' ? (
            <Check className="text-done" aria-hidden />
          ) : (
            <TriangleAlert className="text-attention" aria-hidden />
          )}
          <Toast.Description className="min-w-0 py-1">
            <span className="num font-strong">{toast.text ?? words.app.somethingFailed}</span>
            {toast.detail ? <span className="ml-1.5 text-muted-foreground">{toast.detail}</span> : null}
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
          'fixed bottom-5 left-1/2 z-50 flex max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col items-center gap-2 outline-none max-sm:bottom-24',
          // Its buttons stay in reach.
          overSelection && 'bottom-[76px] max-sm:bottom-56',
          beside && 'sm:left-[calc((100%-340px)/2)] lg:left-[calc((100%-392px)/2)]',
        )}
      />
    </Toast.Provider>
  );
}
