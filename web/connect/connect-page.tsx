import { ChevronLeft, Monitor } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useProviders } from '../settings/use-namer.ts';
import { useAccount } from '../sign-in/account.ts';
import { usePage } from '../use-page.ts';
import { AfterTest } from './after-test.tsx';
import { KeyFormBox } from './key-form.tsx';
import { foundServers, LocalServers } from './local-servers.tsx';
import { PausedJobs } from './paused-jobs.tsx';
import { useConnect, useRefreshNamers, type Connect } from './use-connect.ts';

/** Where a model comes from; not for those to choose who sign in to what somebody else runs. */
export function ConnectPage() {
  return useAccount() === null ? <OwnModel /> : <OperatorsModel />;
}

function OperatorsModel() {
  const { words } = useSpeech();
  return (
    <div className="mx-auto max-w-[800px] px-5 pt-7 pb-16 max-sm:px-4 max-sm:pt-3">
      <BackToSettings />
      <h1 className="mt-1.5 text-xl tracking-[-0.02em]">{words.connect.result.setByOperator}</h1>
      <p className="mt-0.5 text-base text-muted-foreground">{words.connect.result.setByOperatorText}</p>
    </div>
  );
}

function BackToSettings() {
  const { words } = useSpeech();
  return (
    <Button look="ghost" size="small" asLink="#/settings" className="-ml-2.5">
      <ChevronLeft className="icon-sm" aria-hidden />
      {words.app.settings}
    </Button>
  );
}

/** A server on this computer, one with a key, or none. */
function OwnModel() {
  const { words } = useSpeech();
  const { view } = usePage();
  const { data, isFetching } = useProviders();
  const connect = useConnect();
  const refresh = useRefreshNamers();
  const [focusKey] = useState(() => window.location.hash.startsWith('#/connect/key'));
  useEffect(() => {
    void refresh();
    return () => view.renamingLater.set(null);
  }, [refresh, view]);
  const hosted = data?.find(({ local, id }) => !local && id !== 'on-device');
  return (
    <div className="mx-auto max-w-[800px] px-5 pt-7 pb-16 max-sm:px-4 max-sm:pt-3">
      <BackToSettings />
      <h1 className="mt-1.5 text-xl tracking-[-0.02em]">{words.connect.title}</h1>
      <p className="mt-0.5 text-base text-muted-foreground">{words.connect.lead}</p>
      <PausedJobs />
      <Heading note={words.connect.foundText}>
        {foundServers(data ?? []).length > 0 ? words.connect.found : words.connect.onThisComputer}
      </Heading>
      <LocalServers
        providers={data}
        looking={isFetching}
        onLookAgain={() => void refresh()}
        connect={connect}
      />
      <Heading note={words.connect.withKeyText}>{words.connect.withKey}</Heading>
      {/* Built once the server has said what is configured, so that it starts with that. */}
      {data ? (
        <KeyFormBox configured={hosted} connect={connect} focusKey={focusKey} />
      ) : (
        <div className="h-44" />
      )}
      <Heading>{words.connect.without}</Heading>
      <BasicNamer connect={connect} current={data?.find(({ id }) => id === 'on-device')?.current === true} />
    </div>
  );
}

function Heading({ note, children }: { note?: string; children: ReactNode }) {
  return (
    <div className="mt-[22px] mb-2 flex flex-wrap items-baseline gap-x-2">
      <h2 className="text-sm">{children}</h2>
      {note === undefined ? null : <span className="text-xs text-muted-foreground">{note}</span>}
    </div>
  );
}

const basic = 'on-device';

function BasicNamer({ connect, current }: { connect: Connect; current: boolean }) {
  const { words } = useSpeech();
  return (
    <div className="rounded-md border border-border bg-card px-3.5 py-2.5">
      <div className="flex min-h-10 items-center gap-3">
        <Monitor className="text-muted-foreground" aria-hidden />
        <div className="min-w-0 flex-1">
          <div className="font-strong">{`${words.app.onThisComputer}, ${words.app.basicNames}`}</div>
          <div className="text-muted-foreground">{words.connect.withoutText}</div>
        </div>
        {current ? (
          <Status tone="done" icon="named" word={words.connect.inUse} />
        ) : (
          <Button
            aria-label={words.connect.chooseNamed(words.app.basicNames)}
            onClick={() => void connect.connect(basic, { provider: basic })}
          >
            {words.connect.choose}
          </Button>
        )}
      </div>
      {current ? null : (
        <AfterTest connect={connect} at={basic} label={words.app.basicNames} className="mt-2 pl-7" />
      )}
    </div>
  );
}
