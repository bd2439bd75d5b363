/** The page of settings. */
export const settingsEn = {
  languageTitle: 'Language',
  notifications: 'Notifications',
  replaceKey: 'Replace key',
  namerWaits: 'When it cannot be reached, jobs wait. They do not switch to another namer.',
  look: 'Look',
  theme: 'Theme',
  stacks: 'Fold bursts and RAW + JPEG',
  stacksText: 'They are looked at once and share a name. Off, each photo is on its own.',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  language: 'Of Rollcall',
  languages: { auto: 'As the browser', en: 'English', es: 'Español' },
  nameLanguage: 'Of new names',
  unreachable: 'No answer',
  keyEnding: (hint: string) => `key ending in ${hint}`,
  local: 'on this computer',
};
