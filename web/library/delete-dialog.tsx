import { AlertDialog } from 'radix-ui';
import { DangerQuestion } from '../components/ui/danger-question.tsx';
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
  const close = () => view.deleting.set(null);
  const shown = format.count(ids?.length ?? 0);
  return (
    <AlertDialog.Root open={ids !== null} onOpenChange={(open) => (open ? undefined : close())}>
      <DangerQuestion
        title={words.selection.deleteTitle(ids?.length ?? 0, shown)}
        text={words.selection.deleteText}
        doIt={words.selection.delete(shown)}
        onDoIt={() => actions.remove(ids ?? [])}
        onClose={close}
      />
    </AlertDialog.Root>
  );
}
