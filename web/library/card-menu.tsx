import { CheckCheck, Copy, Download, Maximize, ScanText, TextCursorInput, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { commandKey } from '../command-key.ts';
import { MenuItem, MenuSeparator, menuPlace, menuStyle } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { selectedInOrder } from './selection.ts';

/** One menu for all cards, opened where the pointer or the card is. */
export function CardMenu() {
  const { view } = usePage();
  const { photos, selection, list } = useRollcall();
  const { words, format } = useSpeech();
  const actions = useActions();
  const menu = useCell(view.menu);
  const staysInCard = useRef(true);
  const photo = menu ? photos.get(menu.id) : undefined;
  if (!menu || !photo) return null;
  const { id } = menu;
  const leave = (go: () => void) => () => {
    staysInCard.current = false;
    go();
  };
  const proposed = photo.state === 'needs_look' || photo.state === 'suggested';
  const idle = !['preparing', 'waiting', 'analysing'].includes(photo.state);

  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => (open ? undefined : view.menu.set(null))}>
      <DropdownMenu.Trigger asChild>
        <span className="fixed size-0" style={{ left: menu.x, top: menu.y }} aria-hidden tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={menuPlace()}>
        <DropdownMenu.Content
          key={`${menu.x} ${menu.y}`}
          aria-label={words.card.menu(photo.name)}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className={menuStyle}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (staysInCard.current)
              document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
            staysInCard.current = true;
          }}
        >
          <MenuItem icon={<Maximize aria-hidden />} keys="↵" onSelect={leave(() => view.openId.set(id))}>
            {words.card.open}
          </MenuItem>
          {proposed ? (
            <MenuItem icon={<CheckCheck aria-hidden />} onSelect={() => actions.accept([id])}>
              {words.card.accept}
            </MenuItem>
          ) : null}
          <MenuItem
            icon={<ScanText aria-hidden />}
            keys="A"
            disabled={!idle}
            onSelect={() => actions.aiRename(id)}
          >
            {words.card.aiRename}
          </MenuItem>
          {selection.has(id) && selection.size() > 1 ? (
            <MenuItem
              icon={<TextCursorInput aria-hidden />}
              keys="F2"
              onSelect={leave(() => view.bulkRenaming.set(selectedInOrder(selection, list.state().ids)))}
            >
              {words.bulk.menu(format.count(selection.size()))}
            </MenuItem>
          ) : (
            <MenuItem
              icon={<TextCursorInput aria-hidden />}
              keys="F2"
              onSelect={leave(() => view.editingId.set(id))}
            >
              {words.card.rename}
            </MenuItem>
          )}
          <MenuItem
            icon={<Copy aria-hidden />}
            keys={`${commandKey()} C`}
            onSelect={() => actions.copyName(id)}
          >
            {words.card.copyName}
          </MenuItem>
          <MenuItem icon={<Download aria-hidden />} onSelect={() => actions.download([id])}>
            {words.card.download}
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            danger
            icon={<Trash2 aria-hidden />}
            keys="⌫"
            onSelect={leave(() => view.deleting.set([id]))}
          >
            {words.card.delete}
          </MenuItem>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
