import { cleanText } from './clean-text.ts';
import { cleanStem } from './file-name.ts';

export type Separator = '-' | '_' | '.' | ' ' | '';

/** What one part of a pattern gives to a name. */
export interface Piece {
  readonly kind: 'model' | 'known' | 'literal' | 'date' | 'counter';
  /** Empty for a value that is missing. */
  readonly words: readonly string[];
  /** Whether a separator stands before the first word, or after the last. */
  readonly before: boolean;
  readonly after: boolean;
}

/** Stands for the separator until the name is whole; cleaned text cannot contain it. */
const gap = '\n';
const separators = /[\s._\-/\\:*?"<>|\u2044\u2215\u29f8\uff0f\uff3c]+/u;
const emptyBrackets = /\(\n*\)|\[\n*\]|\{\n*\}/gu;
/**
 * With a dot as separator a model's words could look like the extension of a program or script, which some
 * web servers run even before `.jpg`.
 */
const programExtension =
  /\.(?=(?:php\d?|phtml|phar|cgi|pl|py|rb|sh|aspx?|jspx?|m?js|s?html?|svg|xml|exe|com|scr|bat|cmd|vbs|ps1|lnk|jar|msi|app|dll|hta)(?:\.|$))/giu;

/** Fixed text of a pattern: every run of spaces, hyphens, underscores and dots in it is one separator. */
export function literalPiece(text: string): Piece {
  const words = cleanText(text)
    .split(separators)
    .filter((word) => word !== '');
  const before = text.search(separators) === 0;
  return { kind: 'literal', words, before, after: separators.test(text.slice(-1)) };
}

export function valuePiece(kind: Piece['kind'], words: readonly string[]): Piece {
  return { kind, words, before: false, after: false };
}

export function withWords(piece: Piece, words: readonly string[]): Piece {
  return { ...piece, words };
}

/** The pieces as one legal stem; what a missing value leaves (doubled separators, empty brackets) goes with it. */
export function joinPieces(pieces: readonly Piece[], separator: Separator): string {
  const joined = pieces
    .map(({ words, before, after }) => `${before ? gap : ''}${words.join(gap)}${after ? gap : ''}`)
    .join('')
    .replace(emptyBrackets, '')
    .replace(/\n{2,}/gu, gap)
    .replace(/(?<=[([{])\n|\n(?=[)\]}])|^\n|\n$/gu, '');
  return cleanStem(withSeparator(joined, separator), { dots: 'keep' });
}

function withSeparator(joined: string, separator: Separator): string {
  // Two numbers would run into one.
  if (separator === '') return joined.replace(/(?<=\p{N})\n(?=\p{N})/gu, '-').replaceAll(gap, '');
  const stem = joined.replaceAll(gap, separator);
  return separator === '.' ? stem.replace(programExtension, '-') : stem;
}
