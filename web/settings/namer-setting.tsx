import type { Provider } from '../../src/http/schemas/provider.ts';
import { Button } from '../components/ui/button.tsx';
import { RemoveKey } from '../connect/remove-key.tsx';
import { useConnect } from '../connect/use-connect.ts';
import { hostOf } from '../connect/model-wish.ts';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { useAccount } from '../sign-in/account.ts';
import { NamerDot } from './namer-dot.tsx';
import { useProviders } from './use-namer.ts';

/** Who names now, and the ways to another namer, another key, or none. */
export function NamerSetting() {
  const { words } = useSpeech();
  const { data } = useProviders();
  const connect = useConnect();
  const account = useAccount();
  const current = data?.find((provider) => provider.current);
  if (!current) return null;
  const basic = current.id === 'on-device';
  const isMine = account === null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        <NamerDot provider={current} />
        <span className="min-w-0 flex-1 basis-56 break-words">
          <span className="font-strong">{basic ? words.app.onThisComputer : current.model}</span>
          <span className="text-muted-foreground"> · {details(current, words)}</span>
        </span>
        <span
          className="flex flex-wrap items-center gap-1.5 max-sm:w-full max-sm:flex-row-reverse max-sm:justify-end"
          hidden={!isMine}
        >
          {current.keyHint === null ? null : (
            <Button look="ghost" size="small" asLink="#/connect/key">
              {words.settings.replaceKey}
            </Button>
          )}
          {basic ? null : <RemoveKey connect={connect} size="small" />}
          <Button size="small" asLink="#/connect">
            {basic ? words.app.connectModel : words.connect.changeNamer}
          </Button>
        </span>
      </div>
      <p className="mt-1 text-xs text-muted-foreground">
        {basic ? words.connect.withoutText : words.settings.namerWaits}
      </p>
    </>
  );
}

function details(provider: Provider, words: Words): string {
  if (provider.id === 'on-device') return words.app.basicNames;
  const label = provider.id === 'openai-compatible' ? hostOf(provider.baseUrl) : provider.label;
  return [
    provider.local ? `${label}, ${words.settings.local}` : label,
    provider.keyHint === null ? '' : words.settings.keyEnding(provider.keyHint),
    provider.reachable === false ? words.app.notReachable : '',
  ]
    .filter(Boolean)
    .join(', ');
}
