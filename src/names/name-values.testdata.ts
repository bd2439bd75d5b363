import type { NameValues } from './template.ts';

/** A photo of which nothing is known. */
export const noValues: NameValues = {
  title: '',
  short: '',
  subject: '',
  keywords: [],
  text: '',
  takenLocal: null,
  city: '',
  country: '',
  folder: '',
  camera: '',
  original: '',
  language: 'en',
};
