import { splitFileName } from '../names/file-name.ts';
import type { NameValues } from '../names/template.ts';
import type { StoredAnswer } from './photo.ts';
import { countryName } from './view-photos.ts';

/** The stored facts a template can speak of. */
export interface NameFacts {
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
  readonly original_name: string;
  readonly taken_local: string | null;
  readonly city: string | null;
  readonly country_code: string | null;
  readonly camera: string | null;
  readonly answer: StoredAnswer | null;
  readonly language: string | null;
}

export function nameValues(facts: NameFacts, language: string): NameValues {
  const { answer } = facts;
  return {
    title: answer?.title ?? '',
    short: answer?.short ?? '',
    subject: answer?.subject ?? '',
    keywords: answer?.keywords ?? [],
    text: answer?.text ?? '',
    takenLocal: facts.taken_local === null ? null : facts.taken_local.slice(0, 19).replace(' ', 'T'),
    city: facts.city ?? '',
    country: facts.country_code === null ? '' : countryName(facts.country_code, language),
    folder: facts.folder,
    camera: facts.camera ?? '',
    original: splitFileName(facts.original_name).stem,
    language,
  };
}
