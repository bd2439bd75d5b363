import type { JobChoices } from '../client.ts';
import type { Language } from '../i18n/language.ts';
import type { Preferences } from '../preferences.ts';

/** The last AI rename's settings as a job's options. */
export function jobChoices(preferences: Preferences, pageLanguage: Language): JobChoices {
  return { language: preferences.nameLanguage ?? pageLanguage, template: preferences.template };
}

/** The same, for photos that were seen and named before. */
export const lookAgainChoices = (preferences: Preferences, pageLanguage: Language): JobChoices => ({
  ...jobChoices(preferences, pageLanguage),
  alreadyNamed: 'again',
  lookAgain: true,
});
