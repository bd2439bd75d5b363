import { AlertDialog } from 'radix-ui';
import { useSpeech } from '../../i18n/use-words.tsx';
import { escapeKeys } from '../escape-keys.ts';
import { Button } from './button.tsx';

interface DangerQuestionProps {
  title: string;
  text: string;
  /** What the button says that does it. */
  doIt: string;
  onDoIt: () => void;
  onClose: () => void;
}

/** What an alert dialog asks before something is taken away. */
export function DangerQuestion({ title, text, doIt, onDoIt, onClose }: DangerQuestionProps) {
  const { words } = useSpeech();
  return (
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="fade-in fixed inset-0 z-30 bg-scrim" />
      <AlertDialog.Content
        {...escapeKeys(onClose)}
        className="pop-in fixed inset-x-4 top-1/3 z-31 mx-auto max-w-[360px] rounded-lg bg-popover p-5 shadow-modal"
      >
        <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
        <AlertDialog.Description className="mt-1 text-muted-foreground">{text}</AlertDialog.Description>
        <div className="mt-4 flex gap-2">
          <AlertDialog.Action asChild>
            <Button look="danger" className="border-border-strong" onClick={onDoIt}>
              {doIt}
            </Button>
          </AlertDialog.Action>
          <AlertDialog.Cancel asChild>
            <Button look="ghost">{words.app.cancel}</Button>
          </AlertDialog.Cancel>
        </div>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  );
}
