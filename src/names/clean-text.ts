import { cutText } from './measure-text.ts';

/** Also the blank braille cell, which looks like a space and is none. */
const whiteSpace = /[\p{White_Space}\u2800]+/gu;
/**
 * Controls, formats (bidi, zero-width, tags), lone surrogates, private use and unassigned, and what is
 * drawn as nothing: variation selectors, fillers, joiners. Emoji families lose their joiners.
 */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}]+/gu;
/** Nothing of all that applies: printable ASCII and Latin letters, no two spaces together, none at an end. */
const plainWords = /^(?:[!-~\xc0-\u024f]+(?: [!-~\xc0-\u024f]+)*)?$/u;
/** No writing stacks more than eight marks on a letter; walls of them are drawn over other lines. */
const markPile = /(\p{M}{8})\p{M}+/gu;

/**
 * Hostile text (a model's, a camera's, a file's name) as one line that is safe to show.
 * `maxLength` counts UTF-16 units; the cut falls between letters as a person sees them.
 */
export function cleanText(text: string, maxLength = 500): string {
  if (text.length <= maxLength && plainWords.test(text)) return text;
  // Bounded first: a comment of many megabytes is not worth reading to its end.
  const line = text
    .slice(0, maxLength * 8 + 1000)
    .replace(whiteSpace, ' ')
    .replace(unseen, '')
    .normalize('NFC')
    .replace(markPile, '$1')
    .replace(/ {2,}/gu, ' ')
    .trim();
  return cutText(line, { units: maxLength }).trimEnd();
}
