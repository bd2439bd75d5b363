import { ArrowUpDown, Check, ChevronDown, CircleAlert } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from '../components/ui/classes.ts';
import { Menu, MenuChoice, MenuChoices } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell } from '../use-rollcall.ts';
import type { DiskFilter, DiskSort } from './disk-rows.ts';
import type { DiskScreen } from './disk-screen.ts';

const chip =
  'inline-flex h-7 flex-none items-center gap-1.5 rounded-sm px-2 font-medium whitespace-nowrap text-muted-foreground transition-colors duration-(--duration-fast) hover:text-foreground max-sm:h-11';

/** A row that no longer fits stays until the filter is pressed again. */
export function DiskFilters({ screen }: { screen: DiskScreen }) {
  const { words, format } = useSpeech();
  const { counts, filter, status } = useCell(screen);
  const filters: { value: DiskFilter; icon?: ReactNode; count: number }[] = [
    { value: 'toRename', count: counts.toRename },
    { value: 'done', icon: <Check className="icon-sm" aria-hidden />, count: counts.done },
    { value: 'problems', icon: <CircleAlert className="icon-sm" aria-hidden />, count: counts.problems },
    { value: 'all', count: counts.all },
  ];
  return (
    <Toolbar.Root
      aria-label={words.onDisk.filters.label}
      data-region="filters"
      className="no-scrollbar relative flex h-11 flex-none items-center gap-0.5 overflow-x-auto border-b border-border pr-3 pl-3.5 max-sm:h-[52px] max-sm:px-2"
    >
      {filters.map(({ value, icon, count }) => (
        <Toolbar.Button
          key={value}
          aria-pressed={filter === value}
          className={classes(chip, filter === value && 'bg-accent text-foreground')}
          onClick={() => screen.show({ filter: value })}
        >
          {icon}
          {words.onDisk.filters[value]}{' '}
          {status === 'loading' ? null : <span className="num font-normal">{format.count(count)}</span>}
        </Toolbar.Button>
      ))}
      <span className="flex-1" />
      <SortMenu screen={screen} />
    </Toolbar.Root>
  );
}

const sorts: readonly DiskSort[] = ['taken', 'name', 'to'];

function SortMenu({ screen }: { screen: DiskScreen }) {
  const { words } = useSpeech();
  const { sort } = useCell(screen);
  return (
    <Menu
      align="end"
      trigger={
        <Toolbar.Button className={chip}>
          <ArrowUpDown className="icon-sm" aria-hidden />
          <span className="sr-only">{words.onDisk.sort}: </span>
          {words.onDisk.sorts[sort]}
          <ChevronDown className="icon-sm" aria-hidden />
        </Toolbar.Button>
      }
    >
      <MenuChoices
        value={sort}
        onValueChange={(value) => {
          const chosen = sorts.find((each) => each === value);
          if (chosen) screen.show({ sort: chosen });
        }}
      >
        {sorts.map((each) => (
          <MenuChoice key={each} value={each}>
            {words.onDisk.sorts[each]}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
