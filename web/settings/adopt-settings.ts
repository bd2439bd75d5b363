import type { Settings } from '../client.ts';
import type { PreferenceStore } from '../preferences.ts';

/** At the start: what was set in another browser holds in this one too, as long as nothing else was set here. */
export function adoptSettings(settings: Settings, preferences: Pick<PreferenceStore, 'adopt'>): void {
  const { theme, interfaceLanguage, language } = settings;
  // The server fills in defaults: only these three together mean that nothing was ever saved.
  if (theme === 'system' && interfaceLanguage === 'auto' && language === 'en') return;
  preferences.adopt({ theme, interfaceLanguage, nameLanguage: language });
}
