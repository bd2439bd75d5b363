import type { ReactNode } from 'react';
import type { Provider } from '../../src/http/schemas/provider.ts';
import { Status } from '../components/status-icon.tsx';
import { Segments } from '../components/ui/controls.tsx';
import { Select } from '../components/ui/select.tsx';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import type { Preferences } from '../preferences.ts';
import { usePage } from '../use-page.ts';
import { useCell, useRollcall } from '../use-rollcall.ts';
import { useProviders } from './use-namer.ts';

/** Saved as you change them; there is no save button. */
export function SettingsPage() {
  const { words, language } = useSpeech();
  const { preferences } = usePage();
  const { client, toasts } = useRollcall();
  const current = useCell(preferences);

  function change(part: Partial<Pick<Preferences, 'theme' | 'interfaceLanguage' | 'nameLanguage'>>): void {
    preferences.change(part);
    const { theme, interfaceLanguage, nameLanguage } = preferences.get();
    void client
      .saveSettings({ theme, interfaceLanguage, language: nameLanguage ?? language })
      .catch(toasts.problem);
  }

  return (
    <div className="mx-auto max-w-[760px] px-5 pt-8 pb-16 max-sm:px-4 max-sm:pt-5">
      <h1 className="mb-4 text-xl tracking-[-0.02em]">{words.app.settings}</h1>
      <Part title={words.settings.look}>
        <Row title={words.settings.theme}>
          <Segments
            wide
            label={words.settings.theme}
            value={current.theme}
            onChange={(theme) => change({ theme })}
            choices={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              label: words.settings.themes[value],
            }))}
          />
        </Row>
        <Row title={words.settings.language}>
          <Select
            label={words.settings.language}
            value={current.interfaceLanguage}
            onChange={(interfaceLanguage) => change({ interfaceLanguage })}
            choices={(['auto', 'en', 'es'] as const).map((value) => ({
              value,
              label: words.settings.languages[value],
            }))}
          />
        </Row>
        <Row title={words.settings.nameLanguage}>
          <Select
            label={words.settings.nameLanguage}
            value={(current.nameLanguage ?? language) === 'es' ? 'es' : 'en'}
            onChange={(nameLanguage) => change({ nameLanguage })}
            choices={(['en', 'es'] as const).map((value) => ({
              value,
              label: words.rename.languages[value],
            }))}
          />
        </Row>
      </Part>
      <Part title={words.settings.namers} lead={words.settings.namersText}>
        <Providers />
        <div className="mt-4">
          <h3 className="text-sm">{words.settings.howTitle}</h3>
          <p className="text-muted-foreground">{words.settings.howKey}</p>
          <p className="text-muted-foreground">{words.settings.howLocal}</p>
        </div>
      </Part>
    </div>
  );
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[200px_1fr] gap-x-7 border-t border-border py-[18px] max-sm:grid-cols-1">
      <div>
        <h2 className="text-sm">{title}</h2>
        {lead === undefined ? null : <p className="mt-1 text-xs text-muted-foreground">{lead}</p>}
      </div>
      <div className="max-sm:mt-3">{children}</div>
    </section>
  );
}

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-3.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 last:mb-0">
      <span className="min-w-44 flex-1">{title}</span>
      <div className="w-56 max-sm:w-full">{children}</div>
    </div>
  );
}

function Providers() {
  const { words } = useSpeech();
  const { data = [] } = useProviders();
  return (
    <ul className="rounded-md border border-border bg-card">
      {data.map((provider) => (
        <li
          key={provider.id}
          className="flex min-h-14 items-center gap-3 border-t border-border px-3.5 py-2.5 first:border-t-0"
        >
          <div className="min-w-0 flex-1">
            <div className="font-strong">
              {provider.id === 'on-device'
                ? `${words.app.onThisComputer}, ${words.app.basicNames}`
                : provider.label}
            </div>
            <div className="truncate text-xs text-muted-foreground">{details(provider, words)}</div>
          </div>
          <Status {...status(provider, words)} />
        </li>
      ))}
    </ul>
  );
}

function details(provider: Provider, words: Words): string {
  return [
    provider.id === 'on-device' ? '' : provider.model,
    provider.local && provider.id !== 'on-device' ? words.settings.local : '',
    provider.keyHint === null ? '' : words.settings.keyEnding(provider.keyHint),
  ]
    .filter(Boolean)
    .join(' · ');
}

function status(provider: Provider, words: Words) {
  if (provider.reachable === false && provider.configured)
    return { tone: 'attention', icon: 'attention', word: words.settings.unreachable } as const;
  if (provider.current) return { tone: 'done', icon: 'done', word: words.settings.current } as const;
  if (provider.configured || provider.reachable === true)
    return { tone: 'waiting', icon: 'named', word: words.settings.available } as const;
  return { tone: 'waiting', icon: 'canceled', word: words.settings.notSetUp } as const;
}
