import { countryName } from './view-photos.ts';

/** What a search looks at besides names: place (English and Spanish) and what was seen; folded to lower case. */
export function searchWords(seen: {
  city?: string | null;
  countryCode?: string | null;
  words?: readonly string[];
}): string {
  const countries =
    seen.countryCode === null || seen.countryCode === undefined
      ? []
      : [countryName(seen.countryCode, 'en'), countryName(seen.countryCode, 'es')];
  const parts = [seen.city ?? '', ...countries, ...(seen.words ?? [])];
  return foldForSearch(parts.filter((part) => part !== '').join(' ')).slice(0, 4000);
}

/** Lower case without accents, so that "malaga" finds "Málaga". */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}
