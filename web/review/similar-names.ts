import type { Photo } from '../../src/http/schemas/photo.ts';
import { splitName } from '../name-parts.ts';

/** What an edit put in place of what: julia for bartender. */
export interface WordChange {
  from: readonly string[];
  to: readonly string[];
}

const wordPattern = /[\p{L}\p{N}]+/gu;
const wordsIn = (text: string): readonly string[] => text.match(wordPattern) ?? [];
const same = (one: string | undefined, other: string | undefined): boolean =>
  one?.toLowerCase() === other?.toLowerCase();

/** More than this is another name, not another word in it. */
const mostWords = 3;

/** Null where words were only added, taken out, or changed in several places. */
export function wordChange(proposedStem: string, typedStem: string): WordChange | null {
  const before = wordsIn(proposedStem);
  const after = wordsIn(typedStem);
  let start = 0;
  while (start < before.length && start < after.length && same(before[start], after[start])) start += 1;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && same(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const from = before.slice(start, before.length - end);
  const to = after.slice(start, after.length - end);
  const few = (words: readonly string[]) => words.length > 0 && words.length <= mostWords;
  // Numbers tell photos apart, they are not what these show.
  return few(from) && few(to) && from.some((word) => /\p{L}/u.test(word)) ? { from, to } : null;
}

/** The stem with the new words in place of the old; null where it does not say them. */
export function withChange(stem: string, change: WordChange): string | null {
  const old = saying(change.from);
  if (!old.test(stem)) return null;
  const separator = /[^\p{L}\p{N}]+/u.exec(stem)?.[0] ?? '-';
  return stem.replace(old, () => change.to.join(separator));
}

/** What finds these words in a stem, whatever stands between them. */
function saying(words: readonly string[]): RegExp {
  const apart = '[^\\p{L}\\p{N}]+';
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join(apart)}(?![\\p{L}\\p{N}])`, 'iu');
}

/** Rows that say the same words, or are of the same moment: those of its own stack first. */
export function similarRows<Row extends { photoId: string }>(
  rows: readonly Row[],
  change: WordChange,
  {
    photoId,
    nameOf,
    photo,
  }: {
    photoId: string;
    nameOf: (row: Row) => string;
    photo: (id: string) => Photo | undefined;
  },
): readonly Row[] {
  // Made once: thousands of rows are looked at each time the page is drawn.
  const old = saying(change.from);
  const says = rows.filter((row) => row.photoId !== photoId && old.test(splitName(nameOf(row)).stem));
  const stackId = photo(photoId)?.stack?.id;
  const ofStack = (row: Row) => stackId !== undefined && photo(row.photoId)?.stack?.id === stackId;
  return [...says.filter(ofStack), ...says.filter((row) => !ofStack(row))];
}

/** The note with what was learnt from the edit; null where it has no room, or says it already. */
export function noteWith(
  note: string,
  { from, to }: WordChange,
  sentence: (role: string, name: string) => string,
): string | null {
  const learnt = sentence(from.join(' '), to.join(' '));
  if (note.includes(learnt)) return null;
  const whole = [note.trim(), learnt]
    .filter(Boolean)
    .join(note.trim().endsWith('.') || note === '' ? ' ' : '. ');
  return whole.length > 500 ? null : whole;
}
