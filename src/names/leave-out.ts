import { isFunctionWord, withoutFunctionEnd } from './function-words.ts';
import { writeLetters } from './letters.ts';
import type { Letters } from './letters.ts';
import { nameKey } from './name-key.ts';
import { wordsOf } from './words.ts';

/** So many words can be left out, each so long; some may be phrases, such as `golden hour`. */
export const mostLeftOut = 50;
export const longestLeftOut = 40;

/** What is not wanted in names: words, and phrases of several, in the form they are compared in. */
export type LeftOut = readonly (readonly string[])[];

export function leftOutOf(without: readonly string[]): LeftOut {
  return without.map((each) => wordsOf(each).map(keyOf)).filter((phrase) => phrase.length > 0);
}

const keyOf = (word: string): string => nameKey(word, '');

/**
 * A model's words without those that are not wanted: whole words, whatever their case, as they were said or as they
 * will be written. The function words that led to one go with it, as long as no other needs them: of `photo of a
 * dog on the beach`, without `photo` and `beach`, `dog` is left.
 */
export function leaveOut(
  words: readonly string[],
  style: { readonly leftOut: LeftOut; readonly letters: Letters },
  language: string,
): readonly string[] {
  if (style.leftOut.length === 0) return words;
  let left: readonly Said[] = words.map((word) => ({ word, forms: formsOf(word, style.letters, language) }));
  // What goes may leave a phrase behind that is not wanted either.
  for (;;) {
    const found = firstFound(left, style.leftOut);
    if (found === null) break;
    left = withoutRun(left, found, language);
  }
  if (left.length === words.length) return words;
  return withoutFunctionEnd(
    left.map(({ word }) => word),
    language,
  );
}

interface Said {
  readonly word: string;
  /** As it is compared: what was said, and what will be written. */
  readonly forms: readonly string[];
}

function formsOf(word: string, letters: Letters, language: string): readonly string[] {
  const said = keyOf(word);
  return letters === 'keep' ? [said] : [said, keyOf(writeLetters(word, letters, language))];
}

interface Run {
  readonly start: number;
  readonly end: number;
}

function firstFound(words: readonly Said[], leftOut: LeftOut): Run | null {
  for (let start = 0; start < words.length; start += 1) {
    let end = start;
    for (const phrase of leftOut) {
      const isThere = phrase.every((key, at) => words[start + at]?.forms.includes(key) === true);
      if (isThere) end = Math.max(end, start + phrase.length);
    }
    if (end > start) return { start, end };
  }
  return null;
}

function withoutRun(words: readonly Said[], { start, end }: Run, language: string): readonly Said[] {
  const isFunction = (at: number) => isFunctionWord(words[at]?.word ?? '', language);
  let before = start;
  while (before > 0 && isFunction(before - 1)) before -= 1;
  let after = end;
  while (after < words.length && isFunction(after)) after += 1;
  // In front of another word they belong to that: `dog on the old beach` without `old`.
  if (after === end && end < words.length) return [...words.slice(0, start), ...words.slice(end)];
  return before === 0 ? words.slice(after) : [...words.slice(0, before), ...words.slice(end)];
}
