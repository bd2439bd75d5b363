import {
  ArrowUpDown,
  Check,
  ChevronDown,
  CircleDashed,
  CircleX,
  Folder,
  FolderOpen,
  Image,
  SquarePen,
  TriangleAlert,
} from 'lucide-react';
import { Slider, Toolbar } from 'radix-ui';
import type { ReactNode } from 'react';
import { Menu, MenuChoice, MenuChoices } from '../components/ui/menu.tsx';
import { classes } from '../components/ui/classes.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { FoldersOnDiskItems } from '../on-disk/folder-items.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useList, usePhone, useRollcall } from '../use-rollcall.ts';
import type { Filter } from './photo-filter.ts';

const chip =
  'inline-flex h-7 flex-none items-center gap-1.5 rounded-sm px-2 font-medium whitespace-nowrap text-muted-foreground transition-colors duration-(--duration-fast) hover:text-foreground max-sm:h-11';

/** State, folder, sort, size; arrow keys move inside. When the row is tight the size slider goes first. */
export function FilterBar() {
  const { words, format } = useSpeech();
  const { list } = useRollcall();
  const { counts, filter, status } = useList();
  const phone = usePhone();

  const states: { state: Filter['state']; word: string; icon?: ReactNode; count: number }[] = [
    { state: undefined, word: words.library.all, count: counts.all },
    {
      state: 'unnamed',
      word: words.library.unnamed,
      icon: <CircleDashed className="icon-sm" aria-hidden />,
      count: counts.unnamed,
    },
    {
      state: 'named',
      word: words.library.named,
      icon: <Check className="icon-sm" aria-hidden />,
      count: counts.named,
    },
    ...(counts.suggested > 0 || filter.state === 'suggested'
      ? [
          {
            state: 'suggested' as const,
            word: words.library.suggested,
            icon: <SquarePen className="icon-sm" aria-hidden />,
            count: counts.suggested,
          },
        ]
      : []),
    {
      state: 'needs_look',
      word: words.library.needsLook,
      icon: <TriangleAlert className="icon-sm" aria-hidden />,
      count: counts.needsLook,
    },
    {
      state: 'failed',
      word: words.library.failed,
      icon: <CircleX className="icon-sm" aria-hidden />,
      count: counts.failed,
    },
  ];

  return (
    <div className="@container flex-none">
      <Toolbar.Root
        aria-label={words.library.filters}
        data-region="filters"
        className="no-scrollbar relative flex h-11 items-center gap-0.5 overflow-x-auto bg-background pr-5 pl-3.5 max-sm:h-[52px] max-sm:px-2"
      >
        {states.map(({ state, word, icon, count }) => (
          <Toolbar.Button
            key={word}
            aria-pressed={filter.state === state}
            className={classes(chip, filter.state === state && 'bg-accent text-foreground')}
            onClick={() => void list.setFilter({ state }).catch(() => undefined)}
          >
            {icon}
            {word} {/* Nothing is counted before the first photos came. */}
            {status === 'first' ? null : <span className="num font-normal">{format.count(count)}</span>}
          </Toolbar.Button>
        ))}
        <span className="mx-1 h-5 w-px flex-none bg-border" />
        <FolderMenu />
        {/* Where the row is tight the slider wraps out of sight: it is the first to go. */}
        <div className="flex h-11 min-w-14 flex-1 flex-wrap content-start items-center justify-end overflow-hidden">
          <SortMenu />
          {phone ? null : <SizeSlider />}
        </div>
      </Toolbar.Root>
    </div>
  );
}

function FolderMenu() {
  const { words, format } = useSpeech();
  const { list } = useRollcall();
  const { folders, filter, counts } = useList();
  const all = '\u0000all';
  const nameOf = (folder: string) => (folder === '' ? words.library.noFolder : folder);
  return (
    <Menu
      trigger={
        <Toolbar.Button className={classes(chip, filter.folder !== undefined && 'bg-accent text-foreground')}>
          <Folder className="icon-sm" aria-hidden />
          <span className="max-w-44 truncate">
            {filter.folder === undefined ? words.library.allFolders : nameOf(filter.folder)}
          </span>
          <ChevronDown className="icon-sm" aria-hidden />
        </Toolbar.Button>
      }
    >
      <MenuChoices
        value={filter.folder ?? all}
        onValueChange={(folder) =>
          void list.setFilter({ folder: folder === all ? undefined : folder }).catch(() => undefined)
        }
      >
        <MenuChoice value={all} icon={<FolderOpen aria-hidden />} count={format.count(counts.all)}>
          {words.library.allFolders}
        </MenuChoice>
        {folders.map(({ folder, count }) => (
          <MenuChoice key={folder} value={folder} icon={<Folder aria-hidden />} count={format.count(count)}>
            {nameOf(folder)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <FoldersOnDiskItems folder={filter.folder} />
    </Menu>
  );
}

function SortMenu() {
  const { words } = useSpeech();
  const { list } = useRollcall();
  const { filter } = useList();
  const sorts = {
    taken: words.library.sortTaken,
    added: words.library.sortAdded,
    name: words.library.sortName,
  };
  return (
    <Menu
      align="end"
      trigger={
        <Toolbar.Button className={classes(chip, 'h-11 min-w-0 flex-initial')}>
          <ArrowUpDown className="icon-sm" aria-hidden />
          <span className="truncate @max-[760px]:sr-only">{sorts[filter.sort]}</span>
          <ChevronDown className="icon-sm" aria-hidden />
        </Toolbar.Button>
      }
    >
      <MenuChoices
        value={filter.sort}
        onValueChange={(sort) => {
          if (sort === 'taken' || sort === 'added' || sort === 'name')
            void list.setFilter({ sort }).catch(() => undefined);
        }}
      >
        <MenuChoice value="taken">{sorts.taken}</MenuChoice>
        <MenuChoice value="added">{sorts.added}</MenuChoice>
        <MenuChoice value="name">{sorts.name}</MenuChoice>
      </MenuChoices>
    </Menu>
  );
}

function SizeSlider() {
  const { words } = useSpeech();
  const { view, preferences } = usePage();
  const size = useCell(view.photoSize);
  return (
    <div className="ml-1 flex h-11 items-center gap-1 pl-2.5">
      <Image className="icon-xs text-muted-foreground" aria-hidden />
      <Slider.Root
        min={118}
        max={330}
        step={4}
        value={[size]}
        onValueChange={([value]) => view.photoSize.set(value ?? size)}
        onValueCommit={([value]) => preferences.change({ photoSize: value ?? size })}
        className="relative flex h-4 w-[84px] touch-none items-center"
      >
        <Slider.Track className="h-0.5 w-full rounded-full bg-input" />
        <Slider.Thumb
          aria-label={words.library.size}
          className="block size-3 rounded-full border border-input bg-card shadow-[0_1px_2px_oklch(0_0_0/0.15)]"
        />
      </Slider.Root>
      <Image className="text-muted-foreground" aria-hidden />
    </div>
  );
}
