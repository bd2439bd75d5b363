import { Tooltip } from 'radix-ui';
import { useEffect, type ReactNode } from 'react';
import { pickLanguage } from './i18n/language.ts';
import { SpeechProvider } from './i18n/use-words.tsx';
import { usePage } from './use-page.ts';
import { useCell, useMedia } from './use-rollcall.ts';

/** What every screen stands in, the one for signing in too: language, theme, tooltips. */
export function Surroundings({ children }: { children: ReactNode }) {
  const { preferences } = usePage();
  const { interfaceLanguage } = useCell(preferences);
  const language = pickLanguage(interfaceLanguage, navigator.languages);
  useTheme();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <SpeechProvider language={language}>
      <Tooltip.Provider delayDuration={500}>{children}</Tooltip.Provider>
    </SpeechProvider>
  );
}

/** The theme that was set, else the system's. */
function useTheme(): void {
  const { preferences } = usePage();
  const { theme } = useCell(preferences);
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const dark = theme === 'dark' || (theme === 'system' && systemDark);
  useEffect(() => {
    document.documentElement.classList.toggle('dark', dark);
  }, [dark]);
}
