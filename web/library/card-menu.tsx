import {
  CheckCheck,
  Copy,
  Download,
  Layers2,
  Maximize,
  ScanText,
  TextCursorInput,
  Trash2,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { commandKey } from '../command-key.ts';
import { escapeKeys } from '../components/escape-keys.ts';
import { MenuItem, MenuSeparator, menuPlace, menuStyle } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { focusCard } from './focus-card.ts';
import { LookAgainItem } from './look-again-item.tsx';
import { selectedInOrder } from './selection.ts';

/** One menu for all cards, opened where the pointer or the card is. */
export function CardMenu() {
  const { view } = usePage();
  const { photos, cards } = useRollcall();
  const { words } = useSpeech();
  const actions = useActions();
  const menu = useCell(view.menu);
  const staysInCard = useRef(true);
  const photo = menu ? photos.get(menu.id) : undefined;
  if (!menu || !photo) return null;
  const { id } = menu;
  const ids = cards.photosOf(id);
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
          {...escapeKeys(() => view.menu.set(null))}
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
          <StackItem id={id} leave={leave} />
          {proposed ? (
            <MenuItem icon={<CheckCheck aria-hidden />} onSelect={() => actions.accept(ids)}>
              {words.card.accept}
            </MenuItem>
          ) : null}
          <MenuItem
            icon={<ScanText aria-hidden />}
            keys="A"
            disabled={!idle}
            onSelect={() => actions.aiRename(ids)}
          >
            {words.card.aiRename}
          </MenuItem>
          <RenameItem id={id} leave={leave} />
          <MenuItem
            icon={<Copy aria-hidden />}
            keys={`${commandKey()} C`}
            onSelect={() => actions.copyName(id)}
          >
            {words.card.copyName}
          </MenuItem>
          <LookAgainItem id={id} leave={leave} />
          <MenuItem icon={<Download aria-hidden />} onSelect={() => actions.download(ids)}>
            {words.card.download}
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            danger
            icon={<Trash2 aria-hidden />}
            keys="⌫"
            onSelect={leave(() => view.deleting.set(ids))}
          >
            {words.card.delete}
          </MenuItem>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export interface ItemProps {
  id: string;
  /** What is done takes the focus with it. */
  leave: (go: () => void) => () => void;
}

function StackItem({ id, leave }: ItemProps) {
  const { cards } = useRollcall();
  const { words, format } = useSpeech();
  const stack = cards.stackOf(id);
  if (!stack) return null;
  return (
    <MenuItem
      icon={<Layers2 aria-hidden />}
      keys="S"
      onSelect={leave(() => {
        cards.toggle(stack.id);
        focusCard(document.body, cards.cardOf(id));
      })}
    >
      {(stack.open ? words.card.foldStack : words.card.openStack)(format.count(stack.members.length))}
    </MenuItem>
  );
}

/** Of several selected photos all are renamed by a pattern, else this one by hand. */
function RenameItem({ id, leave }: ItemProps) {
  const { view } = usePage();
  const { selection, list } = useRollcall();
  const { words, format } = useSpeech();
  const several = selection.has(id) && selection.size() > 1;
  const rename = () =>
    several ? view.bulkRenaming.set(selectedInOrder(selection, list.state().ids)) : view.editingId.set(id);
  return (
    <MenuItem icon={<TextCursorInput aria-hidden />} keys="F2" onSelect={leave(rename)}>
      {several ? words.bulk.menu(format.count(selection.size())) : words.card.rename}
    </MenuItem>
  );
}
