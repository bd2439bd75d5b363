import type { Photo } from '../../src/http/schemas/photo.ts';
import { splitFileName } from '../../src/names/file-name.ts';
import type { NameValues } from '../../src/names/template.ts';

export type CountryNames = (code: string, language: string) => string;

/** What the server knows of a photo when it makes its name, from what it told the page. */
export function nameValues(photo: Photo, language: string, countryNames: CountryNames): NameValues {
  const { analysis } = photo;
  return {
    title: analysis?.title ?? '',
    short: analysis?.short ?? '',
    subject: analysis?.subject ?? '',
    keywords: analysis?.keywords ?? [],
    text: analysis?.text ?? '',
    takenLocal: photo.takenAt?.slice(0, 19) ?? null,
    city: photo.place?.city ?? '',
    country: photo.place ? countryNames(photo.place.countryCode, language) : '',
    folder: photo.folder,
    camera: photo.camera ?? '',
    original: splitFileName(photo.originalName).stem,
    language,
  };
}

/** Countries in the language of the names; the code where the browser knows none. Making the list is slow, so each is kept. */
export function createCountryNames(): CountryNames {
  const known = new Map<string, string>();
  return (code, language) => {
    const key = `${language} ${code}`;
    const name = known.get(key) ?? countryName(code, language);
    known.set(key, name);
    return name;
  };
}

function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code;
  } catch {
    return code;
  }
}
