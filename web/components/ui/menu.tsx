import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState, type ComponentProps, type ReactNode } from 'react';
import { escapeKeys } from '../escape-keys.ts';
import { classes } from './classes.ts';

const itemStyle =
  'flex h-[30px] w-full items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-accent data-disabled:opacity-50 max-sm:h-11 [&>.lucide]:text-muted-foreground';

/**
 * Menus stand inside the page's main part, so that their words are in a landmark; while a dialog is open the
 * page behind it is inert, and they stand beside the dialog instead.
 */
export function menuPlace(): HTMLElement | null {
  if (document.querySelector('[role="dialog"]')) return null;
  return document.querySelector<HTMLElement>('#photos');
}

export const menuStyle =
  'pop-in z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-md bg-popover p-[5px] shadow-float';

export function Menu({
  trigger,
  children,
  align = 'start',
  ...rest
}: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end' } & ComponentProps<
  typeof DropdownMenu.Root
>) {
  // Known here, so that the place of the menu is looked up when it opens.
  const [open, setOpen] = useState(false);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen} {...rest}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={menuPlace()}>
        <DropdownMenu.Content
          {...escapeKeys(() => setOpen(false))}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={menuStyle}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon,
  keys,
  danger = false,
  children,
  ...rest
}: { icon?: ReactNode; keys?: string; danger?: boolean } & ComponentProps<typeof DropdownMenu.Item>) {
  return (
    <DropdownMenu.Item
      className={classes(itemStyle, danger && 'text-failed [&>.lucide]:text-failed')}
      {...rest}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys === undefined ? null : <span className="text-2xs text-muted-foreground">{keys}</span>}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-[5px] h-px bg-border" />;
}

export function MenuChoice({
  icon,
  count,
  children,
  ...rest
}: { icon?: ReactNode; count?: string } & ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem
      className={classes(itemStyle, 'data-[state=checked]:bg-accent data-[state=checked]:font-medium')}
      {...rest}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {count === undefined ? null : <span className="num text-muted-foreground">{count}</span>}
    </DropdownMenu.RadioItem>
  );
}

/** On or off; the menu stays open, so that it is seen. */
export function MenuSwitch({
  hint,
  children,
  ...rest
}: { hint: string } & Omit<ComponentProps<typeof DropdownMenu.CheckboxItem>, 'onSelect'>) {
  return (
    <DropdownMenu.CheckboxItem
      className="group flex w-72 max-w-full items-start gap-2 rounded-sm px-2 py-1.5 outline-none select-none data-highlighted:bg-accent"
      onSelect={(event) => event.preventDefault()}
      {...rest}
    >
      <span
        className="mt-0.5 grid size-4 flex-none place-items-center rounded-[4px] border border-input bg-popover group-data-[state=checked]:border-primary group-data-[state=checked]:bg-primary group-data-[state=checked]:text-primary-foreground"
        aria-hidden
      >
        <DropdownMenu.ItemIndicator>
          <Check className="icon-xs [stroke-width:3]" />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        <span className="block">{children}</span>
        <span className="block text-xs text-muted-foreground">{hint}</span>
      </span>
    </DropdownMenu.CheckboxItem>
  );
}

export const MenuChoices = DropdownMenu.RadioGroup;
