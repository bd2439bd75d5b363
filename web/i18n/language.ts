import { en, type Words } from './en.ts';
import { es } from './es.ts';

export type Language = 'en' | 'es';
export const languages: Record<Language, Words> = { en, es };

/** The language of the page: what was set, else the first the browser asks for that there is. */
export function pickLanguage(setting: Language | 'auto', browser: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of browser) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'en' || base === 'es') return base;
  }
  return 'en';
}
