import { cutText } from './measure-text.ts';

/** Also the blank braille cell, which looks like a space and is none. */
const whiteSpace = /[\p{White_Space}\u2800]+/gu;
/** Signs of Latin text (`©`, `™`) are none; a selector counts only where it makes a picture of a sign (`❤️`). */
const picture = String.raw`(?![\0-\u218f])(?=\p{Emoji})\p{Extended_Pictographic}(?:(?<!\p{Emoji_Presentation})\ufe0f|\p{Emoji_Modifier})?`;
/** Four are joined at most, as in a family or a kiss. */
const joined = String.raw`${picture}(?:\u200d${picture}){0,3}`;
/** England, Scotland and Wales are spelt in tags. */
const flag = String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`;
/**
 * Controls, formats (bidi, zero-width, tags), lone surrogates, private use and unassigned, and what is
 * drawn as nothing: variation selectors, fillers, joiners. Only what holds one emoji together stays.
 */
const unseen = new RegExp(
  String.raw`(?<emoji>${flag}|${joined})|[\p{C}\p{Default_Ignorable_Code_Point}]+`,
  'gu',
);
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
    .replace(unseen, '$<emoji>')
    .normalize('NFC')
    .replace(markPile, '$1')
    .replace(/ {2,}/gu, ' ')
    .trim();
  return cutText(line, { units: maxLength }).trimEnd();
}
