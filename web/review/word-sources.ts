import type { Photo } from '../../src/http/schemas/photo.ts';
import { splitName } from '../name-parts.ts';

export type WordSource = 'picture' | 'text' | 'date' | 'place' | 'you';

export interface SourcedWord {
  /** What stands between it and the word before. */
  before: string;
  word: string;
  source: WordSource;
}

/**
 * Where each word of a name comes from, as far as the facts tell: a word that a person put in is theirs; one that
 * was read in the photo, and is not also part of what it shows, was read; the rest was seen.
 */
export function wordSources(name: string, proposal: string, photo: Photo): readonly SourcedWord[] {
  const proposed = new Set(wordsIn(splitName(proposal).stem));
  const { analysis } = photo;
  const read = new Set(wordsIn(analysis?.text ?? ''));
  const shows = new Set(wordsIn(analysis?.subject ?? ''));
  const place = new Set(wordsIn(`${photo.place?.city ?? ''} ${photo.place?.country ?? ''}`));
  const digits = (photo.takenAt ?? '').replaceAll(/\D/gu, '');
  const sourceOf = (word: string): WordSource => {
    if (!proposed.has(word)) return 'you';
    if (/^\d{2,}$/u.test(word) && digits.includes(word)) return 'date';
    if (place.has(word)) return 'place';
    return read.has(word) && !shows.has(word) ? 'text' : 'picture';
  };
  const { stem } = splitName(name);
  let end = 0;
  return [...stem.matchAll(aWord)].map(({ 0: word, index }) => {
    const before = stem.slice(end, index);
    end = index + word.length;
    return { before, word, source: sourceOf(word.toLowerCase()) };
  });
}

const aWord = /[\p{L}\p{N}]+/gu;

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(aWord) ?? [];
}
