import {
  Download,
  Ellipsis,
  FolderOpen,
  History,
  Image,
  Images,
  Search,
  Settings2,
  Upload,
} from 'lucide-react';
import { useState } from 'react';
import { XmpSwitch } from '../export/download-options.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { JobPill } from '../job/job-pill.tsx';
import { SearchField } from '../library/search-field.tsx';
import { ChooseOnDiskItem } from '../on-disk/folder-items.tsx';
import { NamerMenu } from '../settings/namer-menu.tsx';
import { AccountItems, AccountMenu } from '../sign-in/account-menu.tsx';
import { useActions } from '../use-actions.ts';
import { usePickers } from '../upload/use-pickers.tsx';
import { useList, usePhone } from '../use-rollcall.ts';
import { goTo, type Route } from '../use-route.ts';
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
  const current = route === 'review' || route === 'disk' ? 'library' : route;
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
            aria-current={current === to ? 'page' : undefined}
            className={classes(
              link,
              current === to ? 'bg-accent text-foreground' : 'text-muted-foreground hover:text-foreground',
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
      <AccountMenu />
      <UploadMenu />
    </header>
  );
}

function SettingsLink() {
  const { words } = useSpeech();
  return (
    <IconButton label={words.app.settings} onClick={() => goTo('settings')}>
      <Settings2 aria-hidden />
    </IconButton>
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
      <ChooseOnDiskItem />
      <DownloadAll />
    </Menu>
  );
}

/** The whole library, once there is one. */
function DownloadAll() {
  const { words } = useSpeech();
  const { counts } = useList();
  const actions = useActions();
  if (counts.all === 0) return null;
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<Download aria-hidden />} onSelect={actions.downloadAll}>
        {words.app.downloadAll}
      </MenuItem>
      <XmpSwitch />
    </>
  );
}

function PhoneBar({ route }: { route: Route }) {
  const { words } = useSpeech();
  const pickers = usePickers();
  const hasPhotos = useHasPhotos();
  const [searching, setSearching] = useState(false);
  if (searching && route === 'library') {
    return (
      <header
        data-region="top"
        className="flex h-[52px] flex-none items-center gap-1 border-b border-border bg-card px-2"
      >
        <SearchField focused />
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
      <a href="#/" aria-label="Rollcall" className="touch rounded-sm">
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
        <MenuItem icon={<Images aria-hidden />} onSelect={() => goTo('library')}>
          {words.app.photos}
        </MenuItem>
        <MenuItem icon={<History aria-hidden />} onSelect={() => goTo('history')}>
          {words.app.history}
        </MenuItem>
        <MenuItem icon={<Settings2 aria-hidden />} onSelect={() => goTo('settings')}>
          {words.app.settings}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<FolderOpen aria-hidden />} onSelect={pickers.folder}>
          {words.start.chooseFolder}
        </MenuItem>
        <ChooseOnDiskItem />
        <DownloadAll />
        <AccountItems after />
      </Menu>
    </header>
  );
}
