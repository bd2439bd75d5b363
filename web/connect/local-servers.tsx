import { RotateCcw, Search, Server } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Provider } from '../../src/http/schemas/provider.ts';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { hostOf } from './model-wish.ts';
import { AfterTest } from './after-test.tsx';
import type { Connect } from './use-connect.ts';

const localIds = new Set(['ollama', 'lm-studio', 'llama-cpp']);

/** Those that answer, and the one in use. */
export const foundServers = (providers: readonly Provider[]): readonly Provider[] =>
  providers.filter((server) => localIds.has(server.id) && (server.reachable !== false || server.current));

interface LocalServersProps {
  providers: readonly Provider[] | undefined;
  looking: boolean;
  onLookAgain: () => void;
  connect: Connect;
}

/** Servers on Rollcall's own machine: found by themselves, used with one click. */
export function LocalServers({ providers, looking, onLookAgain, connect }: LocalServersProps) {
  const { words, format } = useSpeech();
  const local = providers?.filter(({ id }) => localIds.has(id)) ?? [];
  const found = foundServers(local);
  const missing = local.filter((server) => !found.includes(server)).map(({ label }) => label);
  // The one proposal of this page, as long as nothing is connected.
  const unconnected = providers?.find(({ current }) => current)?.id === 'on-device';
  const proposed = unconnected ? found.find((server) => server.models.length > 0)?.id : undefined;
  const lookAgain = (
    <Button
      size="small"
      className="text-foreground"
      aria-disabled={looking}
      onClick={looking ? undefined : onLookAgain}
    >
      <RotateCcw className={looking ? 'icon-sm spin' : 'icon-sm'} aria-hidden />
      {words.connect.lookAgain}
    </Button>
  );
  const blind = found.some((server) => server.models.length === 0);
  return (
    <ul className="rounded-md border border-border bg-card">
      {found.map((server) => (
        <ServerRow
          key={server.id}
          server={server}
          connect={connect}
          proposed={server.id === proposed}
          lookAgain={lookAgain}
        />
      ))}
      {missing.length > 0 || providers === undefined ? (
        <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-t border-border px-3.5 py-1.5 text-muted-foreground first:border-t-0">
          <Search className="flex-none" aria-hidden />
          <span className="min-w-0 flex-1 basis-52">
            {providers === undefined ? words.connect.looking : words.connect.noneFound(format.list(missing))}
          </span>
          {blind || providers === undefined ? null : lookAgain}
        </li>
      ) : null}
    </ul>
  );
}

function ServerRow(props: { server: Provider; connect: Connect; proposed: boolean; lookAgain: ReactNode }) {
  const { server, connect } = props;
  const { words, format } = useSpeech();
  const [chosen, setChosen] = useState<string | null>(null);
  const model = chosen !== null && server.models.includes(chosen) ? chosen : server.model;
  const sees = server.models.length > 0;
  const several = server.models.length > 1;
  const modelText = several ? words.connect.seeing(format.count(server.models.length)) : model;
  const inUse = server.current && model === server.model;
  const busy = connect.state.kind === 'testing' && connect.state.at === server.id;
  return (
    <li className="border-t border-border px-3.5 py-2.5 first:border-t-0">
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-2">
        <span className="grid size-8 flex-none place-items-center rounded-md bg-muted">
          <Server aria-hidden />
        </span>
        <div className="min-w-0 flex-1 basis-52">
          <div className="flex flex-wrap items-center gap-x-2">
            <span className="font-strong">{server.label}</span>
            <span className="text-xs text-muted-foreground">{hostOf(server.baseUrl)}</span>
            <ServerStatus server={server} />
          </div>
          <div className={sees ? 'truncate' : 'text-muted-foreground'}>
            {sees ? modelText : words.connect.textOnlyText}
          </div>
        </div>
        {several ? (
          <div className="w-48 max-sm:flex-1">
            <Select
              label={words.connect.modelOf(server.label)}
              value={model}
              onChange={setChosen}
              choices={server.models.map((value) => ({ value, label: value }))}
            />
          </div>
        ) : null}
        {inUse ? null : sees ? (
          <Button
            look={props.proposed ? 'primary' : 'secondary'}
            aria-label={words.connect.chooseNamed(server.label)}
            aria-disabled={connect.state.kind === 'testing'}
            onClick={() => void connect.connect(server.id, { provider: server.id, model })}
          >
            {busy ? words.connect.testing : words.connect.choose}
          </Button>
        ) : (
          props.lookAgain
        )}
      </div>
      <AfterTest connect={connect} at={server.id} label={server.label} className="mt-2 pl-11 max-sm:pl-0" />
    </li>
  );
}

function ServerStatus({ server }: { server: Provider }) {
  const { words } = useSpeech();
  if (server.reachable === false)
    return <Status tone="attention" icon="attention" word={words.settings.unreachable} />;
  if (server.models.length === 0)
    return <Status tone="attention" icon="attention" word={words.connect.textOnly} />;
  return (
    <Status tone="done" icon="named" word={server.current ? words.connect.inUse : words.connect.ready} />
  );
}
