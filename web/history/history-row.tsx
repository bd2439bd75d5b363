import { ChevronDown, ChevronRight, Redo2, Undo2, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../components/ui/button.tsx';
import { classes } from '../components/ui/classes.ts';
import { IconButton } from '../components/ui/icon-button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { useRefreshHistory } from './use-history.ts';

interface HistoryRowProps {
  at: string;
  icon: LucideIcon;
  title: string;
  count: string;
  status: ReactNode;
  detail: string;
  /** Taken back: still listed, in a quieter tone. */
  past: boolean;
  pictures: ReactNode;
  action: ReactNode;
  children: ReactNode;
  openAtFirst?: boolean;
}

/** One line of the history: when, what, what became of it; its names under it when it is open. */
export function HistoryRow(props: HistoryRowProps) {
  const { words, format } = useSpeech();
  const [open, setOpen] = useState(props.openAtFirst ?? false);
  const Icon = props.icon;
  return (
    <li className="border-b border-border py-2">
      <div className="flex items-center gap-4 max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-1">
        <span className="num w-[42px] flex-none text-muted-foreground">
          {format.clock(new Date(props.at))}
        </span>
        <span className="grid size-8 flex-none place-items-center rounded-md bg-muted">
          <Icon aria-hidden />
        </span>
        <div className="min-w-0 flex-1">
          <div className="num flex flex-wrap items-center gap-x-2">
            <span className={props.past ? 'text-muted-foreground' : 'font-strong'}>{props.title}</span>
            <span className="text-muted-foreground">{props.count}</span>
            {props.status}
          </div>
          <div className="truncate text-muted-foreground max-sm:whitespace-normal" title={props.detail}>
            {props.detail}
          </div>
        </div>
        {props.pictures}
        {/* On a phone in a line of its own, where there is one; the arrow stays beside the words. */}
        <span
          className={classes(
            'flex w-[94px] flex-none justify-end max-sm:order-last max-sm:w-full max-sm:justify-start max-sm:pl-[98px]',
            props.action === null && 'max-sm:hidden',
          )}
        >
          {props.action}
        </span>
        <IconButton
          className="-mr-2 -ml-3 flex-none"
          label={open ? words.history.hideNames : words.history.showNames}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
        </IconButton>
      </div>
      {open ? <div className="mt-1.5 pl-[106px] max-sm:pl-0">{props.children}</div> : null}
    </li>
  );
}

/** Takes a rename back; of an undo that is a redo. Nothing is asked: it can be taken back too. */
export function UndoButton({ renameId, redo }: { renameId: string; redo: boolean }) {
  const { words } = useSpeech();
  const actions = useActions();
  const refresh = useRefreshHistory();
  const [busy, setBusy] = useState(false);
  async function undo(): Promise<void> {
    setBusy(true);
    await actions.undone(renameId);
    setBusy(false);
    refresh();
  }
  return (
    <Button aria-disabled={busy} onClick={() => void (busy ? undefined : undo())}>
      {redo ? <Redo2 aria-hidden /> : <Undo2 aria-hidden />}
      {redo ? words.history.redo : words.app.undo}
    </Button>
  );
}
