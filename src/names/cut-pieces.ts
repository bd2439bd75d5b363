import { isFunctionWord, withoutFunctionEnd } from './function-words.ts';
import { graphemesOf } from './measure-text.ts';
import { withWords } from './stem-pieces.ts';
import type { Piece } from './stem-pieces.ts';

export type Fits = (pieces: readonly Piece[]) => boolean;
type CutPiece = (piece: Piece, fits: (piece: Piece) => boolean) => Piece;

/**
 * Shortens until the name fits: first whole words, from what a model wrote, then from what is known, then from
 * fixed text, always the longest first and never the last word that says something; only then inside words;
 * then dates; and at the very last the zeros before the counter. The counter itself stays.
 */
export function cutPieces(pieces: readonly Piece[], fits: Fits, language: string): readonly Piece[] {
  const words: CutPiece = (piece, pieceFits) => cutAtWords(piece, pieceFits, language);
  const letters: CutPiece = (piece, pieceFits) => cutInside(piece, pieceFits, language);
  const steps: readonly (readonly [Piece['kind'], CutPiece])[] = [
    ['model', words],
    ['known', words],
    ['literal', words],
    ['model', letters],
    ['known', letters],
    ['literal', letters],
    ['date', (piece) => withWords(piece, [])],
    ['counter', cutZeros],
  ];
  let current = pieces;
  for (const [kind, cut] of steps) {
    if (fits(current)) return current;
    if (current.some((piece) => piece.kind === kind)) current = cutKind({ pieces: current, kind, cut, fits });
  }
  return fits(current) ? current : withOneCounter(current);
}

/**
 * Fewer words, none cut inside: first of what a model wrote, then of what is known, at least one of each. Fixed text
 * is meant as it stands.
 */
export function cutToWords(pieces: readonly Piece[], fits: Fits, language: string): readonly Piece[] {
  const cut: CutPiece = (piece, pieceFits) => {
    const fewer = cutAtWords(piece, pieceFits, language);
    if (pieceFits(fewer)) return fewer;
    // The small words in front give way to the one that says something.
    const { words } = piece;
    const start = words.findIndex((word) => !isFunctionWord(word, language));
    const saying = withoutFunctionEnd(words.slice(Math.max(start, 0)), language);
    return cutAtWords(withWords(piece, saying), pieceFits, language);
  };
  return (['model', 'known'] as const).reduce(
    (current, kind) => (fits(current) ? current : cutKind({ pieces: current, kind, cut, fits })),
    pieces,
  );
}

function withOneCounter(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces.findIndex(({ kind }) => kind === 'counter');
  return pieces.filter(({ kind }, index) => kind !== 'counter' || index === first);
}

function cutKind(options: {
  readonly pieces: readonly Piece[];
  readonly kind: Piece['kind'];
  readonly cut: CutPiece;
  readonly fits: Fits;
}): readonly Piece[] {
  const { kind, cut, fits } = options;
  let pieces = options.pieces;
  const longestFirst = pieces
    .map((piece, index) => ({ index, length: piece.words.join(' ').length, kind: piece.kind }))
    .filter((entry) => entry.kind === kind && entry.length > 0)
    .toSorted((a, b) => b.length - a.length);
  for (const { index } of longestFirst) {
    const piece = pieces[index];
    if (piece === undefined || fits(pieces)) break;
    const others = pieces;
    pieces = pieces.with(
      index,
      cut(piece, (candidate) => fits(others.with(index, candidate))),
    );
  }
  return pieces;
}

/** As many words as fit, none of them a function word at the end; at least up to the first word that says something. */
function cutAtWords(piece: Piece, fits: (piece: Piece) => boolean, language: string): Piece {
  const firstWords = (count: number): Piece =>
    count >= piece.words.length
      ? piece
      : withWords(piece, withoutFunctionEnd(piece.words.slice(0, count), language));
  let least = 1;
  while (least < piece.words.length && firstWords(least).words.length === 0) least += 1;
  const count = largest(piece.words.length, (tried) => fits(firstWords(tried)));
  return firstWords(Math.max(count, least));
}

function cutInside(piece: Piece, fits: (piece: Piece) => boolean, language: string): Piece {
  const letters = graphemesOf(piece.words.join('\n'));
  const firstLetters = (count: number): Piece => {
    const words = letters.slice(0, count).join('').split('\n');
    const filled = words.filter((word) => word !== '');
    return withWords(piece, withoutFunctionEnd(filled, language));
  };
  return firstLetters(largest(letters.length, (tried) => fits(firstLetters(tried))));
}

/** The counter without as many of its leading zeros as needed. */
function cutZeros(piece: Piece, fits: (piece: Piece) => boolean): Piece {
  const digits = piece.words.join('');
  const most = digits.length - digits.replace(/^0+(?=\d)/u, '').length;
  const withZeros = (count: number): Piece => withWords(piece, [digits.slice(most - count)]);
  return withZeros(largest(most, (tried) => fits(withZeros(tried))));
}

/** The largest count up to `most` that holds, for what holds for all smaller counts; 0 if none does. */
function largest(most: number, holds: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
