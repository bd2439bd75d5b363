import type { Settings } from '../client.ts';
import type { PreferenceStore } from '../preferences.ts';

/** At the start: what was set in another browser holds in this one too, as long as nothing else was set here. */
export function adoptSettings(
  settings: Pick<Settings, 'theme' | 'interfaceLanguage' | 'language'>,
  preferences: Pick<PreferenceStore, 'adopt'>,
): void {
  const { theme, interfaceLanguage, language } = settings;
  // English is also what the server says when nobody ever chose: then names follow the page's language.
  preferences.adopt({ theme, interfaceLanguage, ...(language === 'en' ? {} : { nameLanguage: language }) });
}
