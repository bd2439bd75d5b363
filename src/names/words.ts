import { cleanText } from './clean-text.ts';

export type LetterCase = 'lower' | 'upper' | 'title' | 'sentence' | 'keep';

/** Apostrophes of every kind, accents used as such, and the Catalan middle dot: they stand inside a word. */
const insideWords = /['\u2018\u2019\u02bc\u2032`\u00b4\uff07\u00b7]/gu;
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

/** Latin letters, digits and what stands between words. */
const plainText = /^[\w ,.\-\xc0-\xd6\xd8-\xf6\xf8-\u024f]*$/u;
const plainWord = /[a-z\d\xc0-\u024f]+/giu;

/** The words of a model's or a camera's text: letters of any script and digits, nothing else. */
export function wordsOf(text: string): readonly string[] {
  if (text === '') return [];
  if (text.length <= 500 && plainText.test(text)) return text.match(plainWord) ?? [];
  return cleanText(text).replace(insideWords, '').match(word) ?? [];
}

/**
 * `title` and `sentence` raise first letters and leave the rest as written (`USB`, `McDonald`), unless the
 * whole text shouts. `sentence` touches the first word only, and that only if it `opens` the name.
 */
export function caseWords(
  words: readonly string[],
  options: { readonly letterCase: LetterCase; readonly language: string; readonly opens: boolean },
): readonly string[] {
  const { letterCase, language, opens } = options;
  const calm = () => (shouts(words) ? words.map((each) => lower(each, language)) : words);
  switch (letterCase) {
    case 'keep':
      return words;
    case 'lower':
      return turkic(language) ? words.map((each) => lower(each, language)) : words.map(lowerAnywhere);
    case 'upper':
      return words.map((each) => upper(each, language));
    case 'title':
      return calm().map((each) => capital(each, language));
    case 'sentence':
      return calm().map((each, index) => (opens && index === 0 ? capital(each, language) : each));
    default:
      return letterCase satisfies never;
  }
}

function shouts(words: readonly string[]): boolean {
  return (
    words.filter((each) => /\p{Lu}/u.test(each)).length > 1 && !words.some((each) => /\p{Ll}/u.test(each))
  );
}

function lower(text: string, language: string): string {
  return turkic(language) ? text.toLocaleLowerCase('tr') : lowerAnywhere(text);
}

/** Outside Turkish the dotted capital leaves a loose dot behind. */
function lowerAnywhere(text: string): string {
  const small = text.toLowerCase();
  return small.includes('\u0307') ? small.replaceAll('i\u0307', 'i') : small;
}

function upper(text: string, language: string): string {
  if (turkic(language)) return text.toLocaleUpperCase('tr');
  return /^el\b/u.test(language) ? text.toLocaleUpperCase('el') : text.toUpperCase();
}

function turkic(language: string): boolean {
  return /^(?:tr|az)\b/u.test(language);
}

/** Georgian has capitals for whole lines only. */
function capital(text: string, language: string): string {
  return text.replace(
    /^([^\p{L}\p{N}]*)(?!\p{Script=Georgian})(\p{Ll})/u,
    (_, before: string, letter: string) => {
      const large = upper(letter, language);
      return before + (large.length === letter.length ? large : letter);
    },
  );
}
