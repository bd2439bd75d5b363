import { Check, ChevronDown, Monitor, Plug } from 'lucide-react';
import type { Provider } from '../client.ts';
import { Button } from '../components/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { NamerIcon } from '../job/another-model.tsx';
import { useAccount } from '../sign-in/account.ts';
import { useMedia } from '../use-rollcall.ts';
import { goTo } from '../use-route.ts';
import { NamerDot } from './namer-dot.tsx';
import { providerName } from './provider-name.ts';
import { useNamer, useProviders, type Namer } from './use-namer.ts';
import { useSwitchNamer } from './use-switch-namer.ts';

/** Who gives the names now, and the way to change that. */
export function NamerMenu() {
  const { words } = useSpeech();
  const namer = useNamer();
  const { data = [] } = useProviders();
  const narrow = useMedia('(max-width: 900px)');
  const { switchTo, switching } = useSwitchNamer();
  const account = useAccount();
  if (!namer.known) return null;
  const dot = namer.basic ? (
    <Monitor className="icon-sm text-muted-foreground" aria-hidden />
  ) : (
    <NamerDot provider={{ current: true, reachable: namer.reachable }} />
  );
  const name = narrow ? null : (
    <span className="max-w-64 truncate">
      <NamerName namer={namer} />
    </span>
  );
  // Somebody else runs this, and has chosen.
  if (account !== null)
    return (
      <span className="flex items-center gap-2 px-2.5">
        {narrow ? null : dot}
        {name}
      </span>
    );
  return (
    <Menu
      align="end"
      trigger={
        <Button
          look="ghost"
          className="gap-2 px-2.5 font-normal"
          aria-label={narrow ? words.app.namer : undefined}
          aria-busy={switching}
        >
          {dot}
          {name}
          <ChevronDown className="icon-sm text-muted-foreground" aria-hidden />
        </Button>
      }
    >
      {data.filter(canName).map((provider) => (
        <MenuItem
          key={provider.id}
          icon={<NamerIcon id={provider.id} />}
          onSelect={() => (provider.current ? undefined : switchTo(provider))}
        >
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">
              <ProviderName provider={provider} />
            </span>
            {provider.current ? (
              <Check className="text-muted-foreground" aria-label={words.connect.inUse} />
            ) : null}
          </span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Plug aria-hidden />} onSelect={() => goTo('connect')}>
        {words.app.connectModel}
      </MenuItem>
    </Menu>
  );
}

const canName = ({ current, configured, reachable }: Provider) =>
  current || (configured && reachable !== false);

function NamerName({ namer }: { namer: Namer }) {
  const { words } = useSpeech();
  const [name, where] = namer.basic
    ? [words.app.onThisComputer, words.app.basicNames]
    : [namer.model, namer.reachable ? namer.provider : words.app.notReachable];
  return (
    <>
      <span className="font-medium">{name}</span>
      <span className="text-muted-foreground"> · {where}</span>
    </>
  );
}

function ProviderName({ provider }: { provider: Provider }) {
  const { words } = useSpeech();
  const basic = provider.id === 'on-device';
  const label = providerName(provider, words);
  const where = provider.local ? `${label}, ${words.settings.local}` : label;
  return (
    <>
      <span className="font-medium">{basic ? words.app.onThisComputer : provider.model}</span>
      <span className="text-muted-foreground"> · {basic ? words.app.basicNames : where}</span>
    </>
  );
}
