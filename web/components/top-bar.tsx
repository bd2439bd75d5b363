import {
  ChevronDown,
  Ellipsis,
  FolderOpen,
  History,
  Image,
  Images,
  Monitor,
  Search,
  Settings2,
  Upload,
  X,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { JobPill } from '../job/job-pill.tsx';
import { useNamer, useProviders } from '../settings/use-namer.ts';
import { usePickers } from '../upload/use-pickers.tsx';
import { useList, useMedia, usePhone, useRollcall } from '../use-rollcall.ts';
import type { Route } from '../use-route.ts';
import { Brand } from './brand.tsx';
import { Button } from './ui/button.tsx';
import { classes } from './ui/classes.ts';
import { IconButton } from './ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from './ui/menu.tsx';

export function TopBar({ route }: { route: Route }) {
  const phone = usePhone();
  return phone ? <PhoneBar route={route} /> : <WideBar route={route} />;
}

function useHasPhotos(): boolean {
  const { counts, status, filter } = useList();
  return counts.all > 0 || filter.q !== undefined || status === 'loading';
}

function WideBar({ route }: { route: Route }) {
  const { words } = useSpeech();
  const hasPhotos = useHasPhotos();
  const link = 'rounded-sm px-2.5 py-[5px] font-medium';
  const links = [
    { to: 'library', address: '#/', word: words.app.photos },
    { to: 'history', address: '#/history', word: words.app.history },
  ] as const;
  return (
    <header
      data-region="top"
      className="flex h-[52px] flex-none items-center gap-2 border-b border-border bg-card pr-4 pl-5"
    >
      <a href="#/" className="mr-4 rounded-sm" aria-label="Rollcall">
        <Brand />
      </a>
      <nav aria-label={words.app.main} className="flex gap-0.5">
        {links.map(({ to, address, word }) => (
          <a
            key={to}
            href={address}
            aria-current={route === to ? 'page' : undefined}
            className={classes(
              link,
              route === to ? 'bg-accent text-foreground' : 'text-muted-foreground hover:text-foreground',
            )}
          >
            {word}
          </a>
        ))}
      </nav>
      <span className="flex-1" />
      {route === 'library' && hasPhotos ? <SearchField /> : null}
      <span className="flex-1" />
      <JobPill />
      <NamerMenu />
      <span className="mx-1 h-5 w-px bg-border" />
      <SettingsLink />
      <UploadMenu />
    </header>
  );
}

function SettingsLink() {
  const { words } = useSpeech();
  return (
    <IconButton
      label={words.app.settings}
      onClick={() => {
        window.location.hash = '#/settings';
      }}
    >
      <Settings2 aria-hidden />
    </IconButton>
  );
}

/** Answers as you type, a moment after the last letter. */
function SearchField({ autoFocus = false }: { autoFocus?: boolean }) {
  const { words } = useSpeech();
  const { list } = useRollcall();
  const { filter } = useList();
  const [text, setText] = useState(filter.q ?? '');
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const timer = setTimeout(() => {
      const q = text.trim();
      if (q !== (list.state().filter.q ?? '')) void list.setFilter({ q }).catch(() => undefined);
    }, 180);
    return () => clearTimeout(timer);
  }, [text, list]);
  // "Clear search" on the page empties the field too.
  useEffect(() => {
    if (filter.q === undefined && document.activeElement !== field.current) setText('');
  }, [filter.q]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role="dialog"]') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return (
    <search className="mx-2 flex h-8 w-80 min-w-24 shrink items-center gap-2 rounded-md border border-border bg-muted px-2.5 outline-2 outline-offset-1 outline-transparent focus-within:outline-ring max-sm:mx-0 max-sm:h-11 max-sm:w-full">
      <Search className="text-muted-foreground" aria-hidden />
      <input
        ref={field}
        type="search"
        autoFocus={autoFocus}
        value={text}
        placeholder={words.library.search}
        aria-label={words.library.search}
        className="min-w-0 flex-1 bg-transparent outline-none max-sm:text-base [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setText('');
          event.currentTarget.blur();
        }}
      />
      {text === '' ? (
        <kbd className="max-sm:hidden">/</kbd>
      ) : (
        <button
          type="button"
          aria-label={words.library.clearSearch}
          className="grid size-6 place-items-center rounded-sm hover:bg-accent"
          onClick={() => setText('')}
        >
          <X className="icon-sm" aria-hidden />
        </button>
      )}
    </search>
  );
}

function NamerMenu() {
  const { words } = useSpeech();
  const namer = useNamer();
  const { data = [] } = useProviders();
  const narrow = useMedia('(max-width: 900px)');
  if (!namer.known) return null;
  const text = namer.basic ? (
    <>
      <span className="font-medium">{words.app.onThisComputer}</span>
      <span className="text-muted-foreground"> · {words.app.basicNames}</span>
    </>
  ) : (
    <>
      <span className="font-medium">{namer.model}</span>
      <span className="text-muted-foreground">
        {' '}
        · {namer.reachable ? namer.provider : words.app.notReachable}
      </span>
    </>
  );
  return (
    <Menu
      align="end"
      trigger={
        <Button
          look="ghost"
          className="gap-2 px-2.5 font-normal"
          aria-label={narrow ? words.app.namer : undefined}
        >
          {namer.basic ? (
            <Monitor className="icon-sm text-muted-foreground" aria-hidden />
          ) : (
            <span
              className={`size-[7px] rounded-full ${namer.reachable ? 'bg-bar-done' : 'bg-attention'}`}
              aria-hidden
            />
          )}
          {narrow ? null : <span className="max-w-64 truncate">{text}</span>}
          <ChevronDown className="icon-sm text-muted-foreground" aria-hidden />
        </Button>
      }
    >
      {data.map((provider) => (
        <MenuItem
          key={provider.id}
          icon={
            <span
              className={`size-[7px] rounded-full ${provider.current ? 'bg-bar-done' : 'bg-border-strong'}`}
              aria-hidden
            />
          }
          onSelect={() => {
            window.location.hash = '#/settings';
          }}
        >
          {provider.id === 'on-device'
            ? words.app.onThisComputer
            : `${provider.label}${provider.model ? ` · ${provider.model}` : ''}`}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem
        icon={<Settings2 aria-hidden />}
        onSelect={() => {
          window.location.hash = '#/settings';
        }}
      >
        {words.app.connectModel}
      </MenuItem>
    </Menu>
  );
}

function UploadMenu() {
  const { words } = useSpeech();
  const pickers = usePickers();
  return (
    <Menu
      align="end"
      trigger={
        <Button>
          <Upload aria-hidden />
          {words.app.upload}
        </Button>
      }
    >
      <MenuItem icon={<FolderOpen aria-hidden />} onSelect={pickers.folder}>
        {words.app.uploadFolder}
      </MenuItem>
      <MenuItem icon={<Image aria-hidden />} onSelect={pickers.photos}>
        {words.app.uploadPhotos}
      </MenuItem>
    </Menu>
  );
}

function PhoneBar({ route }: { route: Route }) {
  const { words } = useSpeech();
  const pickers = usePickers();
  const hasPhotos = useHasPhotos();
  const [searching, setSearching] = useState(false);
  const go = (address: string) => () => {
    window.location.hash = address;
  };
  if (searching && route === 'library') {
    return (
      <header
        data-region="top"
        className="flex h-[52px] flex-none items-center gap-1 border-b border-border bg-card px-2"
      >
        <SearchField autoFocus />
        <Button look="ghost" className="px-2" onClick={() => setSearching(false)}>
          {words.app.close}
        </Button>
      </header>
    );
  }
  return (
    <header
      data-region="top"
      className="flex h-[52px] flex-none items-center gap-1 border-b border-border bg-card pr-2 pl-4"
    >
      <a href="#/" aria-label="Rollcall" className="rounded-sm">
        <Brand />
      </a>
      <span className="flex-1" />
      {route === 'library' && hasPhotos ? (
        <Button look="ghost" square aria-label={words.library.search} onClick={() => setSearching(true)}>
          <Search className="size-5" aria-hidden />
        </Button>
      ) : null}
      <Button look="ghost" square aria-label={words.app.upload} onClick={pickers.photos}>
        <Upload className="size-5" aria-hidden />
      </Button>
      <Menu
        align="end"
        trigger={
          <Button look="ghost" square aria-label={words.app.more}>
            <Ellipsis className="size-5" aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<Images aria-hidden />} onSelect={go('#/')}>
          {words.app.photos}
        </MenuItem>
        <MenuItem icon={<History aria-hidden />} onSelect={go('#/history')}>
          {words.app.history}
        </MenuItem>
        <MenuItem icon={<Settings2 aria-hidden />} onSelect={go('#/settings')}>
          {words.app.settings}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<FolderOpen aria-hidden />} onSelect={pickers.folder}>
          {words.start.chooseFolder}
        </MenuItem>
      </Menu>
    </header>
  );
}
