import { englishThings, spanishThings, type Things } from './on-device-things.ts';

/** Everything the on-device namer can say in one language. */
export interface Words {
  /** For dates in sentences and for country names. */
  readonly locale: string;
  readonly kinds: Readonly<
    Record<'photo' | 'screenshot' | 'document' | 'panorama' | 'black_and_white', string>
  >;
  /** In order; each part of the day begins at `from` (hour) and ends where the next begins. */
  readonly partsOfDay: readonly PartOfDay[];
  readonly inPlace: (place: string) => string;
  readonly onDate: (date: string) => string;
  readonly things: Things;
}

export interface PartOfDay {
  readonly from: number;
  /** As it stands in a name, after the date. */
  readonly inName: string;
  /** As it stands in a sentence. */
  readonly inSentence: string;
  /** As a keyword. */
  readonly word: string;
  /** What the light must not contradict; null where either is usual. */
  readonly light: 'bright' | 'dark' | null;
}

const english: Words = {
  locale: 'en-GB',
  kinds: {
    photo: 'photo',
    screenshot: 'screenshot',
    document: 'document',
    panorama: 'panorama',
    black_and_white: 'black and white picture',
  },
  partsOfDay: [
    { from: 0, inName: 'night', inSentence: 'at night', word: 'night', light: 'dark' },
    { from: 5, inName: 'morning', inSentence: 'in the morning', word: 'morning', light: 'bright' },
    { from: 12, inName: 'midday', inSentence: 'at midday', word: 'midday', light: 'bright' },
    { from: 14, inName: 'afternoon', inSentence: 'in the afternoon', word: 'afternoon', light: 'bright' },
    { from: 18, inName: 'evening', inSentence: 'in the evening', word: 'evening', light: null },
    { from: 22, inName: 'night', inSentence: 'at night', word: 'night', light: 'dark' },
  ],
  inPlace: (place) => `in ${place}`,
  onDate: (date) => `taken on ${date}`,
  things: englishThings,
};

const spanish: Words = {
  locale: 'es',
  kinds: {
    photo: 'foto',
    screenshot: 'captura de pantalla',
    document: 'documento',
    panorama: 'panorámica',
    black_and_white: 'imagen en blanco y negro',
  },
  partsOfDay: [
    { from: 0, inName: 'de madrugada', inSentence: 'de madrugada', word: 'madrugada', light: 'dark' },
    { from: 6, inName: 'por la mañana', inSentence: 'por la mañana', word: 'mañana', light: 'bright' },
    { from: 12, inName: 'a mediodía', inSentence: 'a mediodía', word: 'mediodía', light: 'bright' },
    { from: 14, inName: 'por la tarde', inSentence: 'por la tarde', word: 'tarde', light: 'bright' },
    { from: 18, inName: 'por la tarde', inSentence: 'por la tarde', word: 'tarde', light: null },
    { from: 21, inName: 'por la noche', inSentence: 'por la noche', word: 'noche', light: 'dark' },
  ],
  inPlace: (place) => `en ${place}`,
  onDate: (date) => `del ${date}`,
  things: spanishThings,
};

/** Spanish for every kind of Spanish, else English. */
export function wordsFor(language: string): Words {
  return /^es(?:-|$)/iu.test(language) ? spanish : english;
}
