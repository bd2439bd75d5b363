import { Moon, Monitor, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Segments } from '../components/ui/controls.tsx';
import { Label } from '../components/ui/fields.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { TellMeSwitch } from '../job/tell-me-switch.tsx';
import type { Preferences } from '../preferences.ts';
import { ShortcutList } from '../shortcuts/shortcut-list.tsx';
import { usePage } from '../use-page.ts';
import { useCell, usePhone, useRollcall } from '../use-rollcall.ts';
import { NamerSetting } from './namer-setting.tsx';
import { DeletedSetting, SpaceSetting } from './space-setting.tsx';
import { StacksSetting } from './stacks-setting.tsx';
import { SpendingSetting } from './spending-setting.tsx';
import { useSpace } from './use-usage.ts';

/** Saved as you change them; there is no save button. */
export function SettingsPage() {
  const { words } = useSpeech();
  const phone = usePhone();
  return (
    <div className="mx-auto max-w-[800px] px-5 pt-7 pb-16 max-sm:px-4 max-sm:pt-5">
      <h1 className="mb-4 text-xl tracking-[-0.02em]">{words.app.settings}</h1>
      <Part title={words.app.namer}>
        <NamerSetting />
      </Part>
      <Part title={words.limits.title}>
        <SpendingSetting />
      </Part>
      <Languages />
      <Look />
      {'Notification' in window ? (
        <Part title={words.settings.notifications}>
          <TellMeSwitch />
        </Part>
      ) : null}
      <Space />
      {phone ? null : (
        <Part title={words.shortcuts.title}>
          <ShortcutList />
        </Part>
      )}
    </div>
  );
}

function Space() {
  const { words } = useSpeech();
  const { data } = useSpace();
  if (data === undefined) return null;
  return (
    <>
      <Part title={data.folder === null ? words.limits.space : words.limits.dataFolder}>
        <SpaceSetting space={data} />
      </Part>
      <Part title={words.limits.deleted}>
        <DeletedSetting deleted={data.deleted} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[200px_minmax(0,1fr)] items-start gap-x-7 border-t border-border py-3.5 max-sm:grid-cols-1">
      <h2 className="flex min-h-8 items-center text-sm max-sm:min-h-0">{title}</h2>
      <div className="flex min-h-8 flex-col justify-center max-sm:mt-2">{children}</div>
    </section>
  );
}

/** Changes this browser at once, and what the server keeps for the next one. */
function useChange() {
  const { preferences } = usePage();
  const { client, toasts } = useRollcall();
  return (part: Partial<Pick<Preferences, 'theme' | 'interfaceLanguage' | 'nameLanguage'>>): void => {
    preferences.change(part);
    const { nameLanguage, ...shared } = part;
    void client
      .saveSettings({ ...shared, ...(nameLanguage ? { language: nameLanguage } : {}) })
      .catch(toasts.problem);
  };
}

function Languages() {
  const { words, language } = useSpeech();
  const { preferences } = usePage();
  const { nameLanguage, interfaceLanguage } = useCell(preferences);
  const change = useChange();
  return (
    <Part title={words.settings.languageTitle}>
      <div className="grid grid-cols-2 gap-3.5 max-sm:grid-cols-1">
        <div>
          <Label>{words.settings.nameLanguage}</Label>
          <Select
            label={`${words.settings.languageTitle}, ${words.settings.nameLanguage}`}
            value={(nameLanguage ?? language) === 'es' ? 'es' : 'en'}
            onChange={(value) => change({ nameLanguage: value })}
            choices={(['en', 'es'] as const).map((value) => ({
              value,
              label: words.rename.languages[value],
            }))}
          />
        </div>
        <div>
          <Label>{words.settings.language}</Label>
          <Select
            label={`${words.settings.languageTitle}, ${words.settings.language}`}
            value={interfaceLanguage}
            onChange={(value) => change({ interfaceLanguage: value })}
            choices={(['auto', 'en', 'es'] as const).map((value) => ({
              value,
              label: words.settings.languages[value],
            }))}
          />
        </div>
      </div>
    </Part>
  );
}

const themeIcons = {
  system: <Monitor className="icon-sm" aria-hidden />,
  light: <Sun className="icon-sm" aria-hidden />,
  dark: <Moon className="icon-sm" aria-hidden />,
};

function Look() {
  const { words } = useSpeech();
  const { preferences } = usePage();
  const { theme } = useCell(preferences);
  const change = useChange();
  return (
    <Part title={words.settings.look}>
      <div className="flex">
        <Segments
          label={words.settings.theme}
          value={theme}
          onChange={(value) => change({ theme: value })}
          choices={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            name: words.settings.themes[value],
            label: (
              <span className="flex items-center gap-2 px-1">
                {themeIcons[value]}
                {words.settings.themes[value]}
              </span>
            ),
          }))}
        />
      </div>
      <StacksSetting />
    </Part>
  );
}
