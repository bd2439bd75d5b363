import { ChevronDown, Monitor, Settings2 } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useMedia } from '../use-rollcall.ts';
import { goTo } from '../use-route.ts';
import { useNamer, useProviders } from './use-namer.ts';

/** Who gives the names now, and the way to change that. */
export function NamerMenu() {
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
          onSelect={() => goTo('settings')}
        >
          {provider.id === 'on-device'
            ? words.app.onThisComputer
            : `${provider.label}${provider.model ? ` · ${provider.model}` : ''}`}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Settings2 aria-hidden />} onSelect={() => goTo('settings')}>
        {words.app.connectModel}
      </MenuItem>
    </Menu>
  );
}
