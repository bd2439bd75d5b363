import type { Words } from './en.ts';

export const settingsEs: Words['settings'] = {
  languageTitle: 'Idioma',
  notifications: 'Avisos',
  replaceKey: 'Sustituir la clave',
  namerWaits: 'Si no responde, los trabajos esperan. No cambian a otro.',
  look: 'Aspecto',
  theme: 'Tema',
  stacks: 'Plegar ráfagas y RAW + JPEG',
  stacksText: 'Se miran una vez y comparten nombre. Sin plegar, cada foto va por su cuenta.',
  themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
  language: 'De Rollcall',
  languages: { auto: 'Como el navegador', en: 'English', es: 'Español' },
  nameLanguage: 'De los nombres nuevos',
  unreachable: 'No responde',
  keyEnding: (hint) => `clave que acaba en ${hint}`,
  local: 'en este equipo',
};
