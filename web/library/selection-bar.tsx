import { CheckCheck, Download, Ellipsis, ScanText, TextCursorInput, Trash2 } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { Button } from '../components/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { XmpSwitch } from '../export/download-options.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { usePhone, useRollcall, useSelectionSize } from '../use-rollcall.ts';
import { LookAgainOfSelection } from './look-again-item.tsx';
import { selectedInOrder } from './selection.ts';

/** Floats over the grid while something is selected; on a phone it is a bottom sheet. */
export function SelectionBar() {
  const size = useSelectionSize();
  const phone = usePhone();
  const { words, format } = useSpeech();
  const text = words.selection.selected(format.count(size));
  return (
    <>
      <output className="sr-only">{size > 0 ? text : ''}</output>
      {size === 0 ? null : phone ? <PhoneSelection text={text} /> : <DesktopSelection text={text} />}
    </>
  );
}

/** Names are proposed on some of the selected photos: they can be accepted together. */
function useProposed(): string[] {
  const { selection, photos } = useRollcall();
  return selection.ids().filter((id) => {
    const state = photos.get(id)?.state;
    return state === 'needs_look' || state === 'suggested';
  });
}

function useInOrder(): () => string[] {
  const { selection, list } = useRollcall();
  return () => selectedInOrder(selection, list.state().ids);
}

function DesktopSelection({ text }: { text: string }) {
  const { selection } = useRollcall();
  const { view } = usePage();
  const { words, format } = useSpeech();
  const actions = useActions();
  const inOrder = useInOrder();
  const proposed = useProposed();
  return (
    <Toolbar.Root
      aria-label={words.selection.toolbar}
      data-region="selection"
      className="pop-in absolute bottom-5 left-1/2 z-10 flex -translate-x-1/2 items-center gap-0.5 rounded-lg bg-popover p-1.5 whitespace-nowrap shadow-float"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        const last = view.activeId.get();
        selection.clear();
        if (last !== null) document.querySelector<HTMLElement>(`[data-id="${CSS.escape(last)}"]`)?.focus();
      }}
    >
      <span className="num pr-2 pl-2.5 font-strong">{text}</span>
      <Toolbar.Button asChild>
        <Button look="ghost" onClick={actions.selectAll}>
          {words.selection.selectAll}
        </Button>
      </Toolbar.Button>
      <span className="mx-1 h-5 w-px bg-border" />
      <Toolbar.Button asChild>
        <Button look="primary" onClick={() => view.renaming.set(inOrder())}>
          <ScanText aria-hidden />
          {words.selection.aiRename}
        </Button>
      </Toolbar.Button>
      <Toolbar.Button asChild>
        <Button look="ghost" onClick={() => view.bulkRenaming.set(inOrder())}>
          <TextCursorInput aria-hidden />
          {words.bulk.open}
        </Button>
      </Toolbar.Button>
      {proposed.length === 0 ? null : (
        <Toolbar.Button asChild>
          <Button look="ghost" className="num" onClick={() => actions.accept(proposed)}>
            <CheckCheck aria-hidden />
            {words.selection.accept(format.count(proposed.length))}
          </Button>
        </Toolbar.Button>
      )}
      <Toolbar.Button asChild>
        <Button look="ghost" onClick={() => actions.download(inOrder())}>
          <Download aria-hidden />
          {words.selection.download}
        </Button>
      </Toolbar.Button>
      <MoreMenu button={false} />
      <span className="mx-1 h-5 w-px bg-border" />
      <Toolbar.Button asChild>
        <Button look="ghost" className="text-muted-foreground" onClick={() => selection.clear()}>
          {words.selection.clear}
          <kbd>Esc</kbd>
        </Button>
      </Toolbar.Button>
    </Toolbar.Root>
  );
}

function MoreMenu({ button }: { button: boolean }) {
  const { selection } = useRollcall();
  const { view } = usePage();
  const { words } = useSpeech();
  const trigger = button ? (
    <button
      type="button"
      className="flex h-14 flex-col items-center justify-center gap-1 text-xs font-medium"
    >
      <Ellipsis className="size-5" aria-hidden />
      {words.app.more}
    </button>
  ) : (
    <Toolbar.Button asChild>
      <Button look="ghost" square aria-label={words.app.more}>
        <Ellipsis aria-hidden />
      </Button>
    </Toolbar.Button>
  );
  return (
    <Menu trigger={trigger} align="end">
      <LookAgainOfSelection />
      <XmpSwitch />
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => view.deleting.set(selection.ids())}>
        {words.card.delete}
      </MenuItem>
    </Menu>
  );
}

function PhoneSelection({ text }: { text: string }) {
  const { selection } = useRollcall();
  const { view } = usePage();
  const { words, format } = useSpeech();
  const actions = useActions();
  const inOrder = useInOrder();
  const proposed = useProposed();
  return (
    <div
      role="toolbar"
      aria-label={words.selection.toolbar}
      data-region="selection"
      className="rise-in absolute inset-x-0 bottom-0 z-10 rounded-t-sheet bg-popover px-3 pb-[max(12px,env(safe-area-inset-bottom))] shadow-modal"
    >
      <div className="mx-auto mt-2 mb-1 h-1 w-9 rounded-full bg-input" aria-hidden />
      <div className="flex items-center">
        <span className="num flex-1 text-lg font-strong">{text}</span>
        <Button look="ghost" onClick={actions.selectAll}>
          {words.selection.selectAll}
        </Button>
        <Button look="ghost" className="px-2" onClick={() => selection.clear()}>
          {words.selection.clear}
        </Button>
      </div>
      <Button
        look="primary"
        className="mt-1 h-11 w-full text-base"
        onClick={() => view.renaming.set(inOrder())}
      >
        <ScanText aria-hidden />
        {words.selection.aiRename}
      </Button>
      <div className="mt-1 grid auto-cols-fr grid-flow-col">
        <button
          type="button"
          className="flex h-14 flex-col items-center justify-center gap-1 text-xs font-medium"
          onClick={() => view.bulkRenaming.set(inOrder())}
        >
          <TextCursorInput className="size-5" aria-hidden />
          {words.bulk.open}
        </button>
        {proposed.length === 0 ? null : (
          <button
            type="button"
            className="flex h-14 flex-col items-center justify-center gap-1 text-xs font-medium"
            onClick={() => actions.accept(proposed)}
          >
            <CheckCheck className="size-5" aria-hidden />
            {words.selection.accept(format.count(proposed.length))}
          </button>
        )}
        <button
          type="button"
          className="flex h-14 flex-col items-center justify-center gap-1 text-xs font-medium"
          onClick={() => actions.download(inOrder())}
        >
          <Download className="size-5" aria-hidden />
          {words.selection.download}
        </button>
        <MoreMenu button />
      </div>
    </div>
  );
}
