import { AlertDialog } from 'radix-ui';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useCell } from '../use-rollcall.ts';

/** Asks once; what is deleted can be brought back. */
export function DeleteDialog() {
  const { view } = usePage();
  const { words, format } = useSpeech();
  const actions = useActions();
  const ids = useCell(view.deleting);
  const shown = format.count(ids?.length ?? 0);
  return (
    <AlertDialog.Root
      open={ids !== null}
      onOpenChange={(open) => (open ? undefined : view.deleting.set(null))}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fade-in fixed inset-0 z-30 bg-scrim" />
        <AlertDialog.Content className="pop-in fixed inset-x-4 top-1/3 z-31 mx-auto max-w-[360px] rounded-lg bg-popover p-5 shadow-modal">
          <AlertDialog.Title className="text-base font-semibold">
            {words.selection.deleteTitle(ids?.length ?? 0, shown)}
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted-foreground">
            {words.selection.deleteText}
          </AlertDialog.Description>
          <div className="mt-4 flex gap-2">
            <AlertDialog.Action asChild>
              <Button
                look="danger"
                className="border-border-strong"
                onClick={() => actions.remove(ids ?? [])}
              >
                {words.selection.delete(shown)}
              </Button>
            </AlertDialog.Action>
            <AlertDialog.Cancel asChild>
              <Button look="ghost">{words.app.cancel}</Button>
            </AlertDialog.Cancel>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
