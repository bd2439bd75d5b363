import type { Piece } from './stem-pieces.ts';

/** A day, such as 2018-09-10, which is one word to whoever reads it. */
const day = /(?<!\S)\d{4} \d{2} \d{2}(?!\S)/gu;

/** How many words these are to whoever reads them. */
export function countWords(words: readonly string[]): number {
  return words.join(' ').replace(day, 'day').split(' ').length;
}

/** The words of a name that a limit is about: no dates, no counter, no brackets or other signs. */
export function countSaid(pieces: readonly Piece[]): number {
  let count = 0;
  for (const { kind, words } of pieces) {
    if (kind === 'date' || kind === 'counter' || words.length === 0) continue;
    count += words.join(' ').replace(day, '').match(said)?.length ?? 0;
  }
  return count;
}

const said = /\S*[\p{L}\p{N}]\S*/gu;
