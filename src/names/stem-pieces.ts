import { cleanText } from './clean-text.ts';
import { cleanStem } from './file-name.ts';
import type { LeftOut } from './leave-out.ts';
import { writeLetters } from './letters.ts';
import type { Letters } from './letters.ts';
import { targetRules } from './target.ts';
import type { Target } from './target.ts';
import type { LetterCase } from './words.ts';

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

/** How the words of a name are written: what its template says, as far as where it is to be used allows. */
export interface NameStyle {
  readonly case: LetterCase;
  readonly separator: Separator;
  readonly letters: Letters;
  readonly target: Target;
  /** Of the stem, in letters as a person counts them. */
  readonly maxLength: number;
  /** Null for as many as there are. */
  readonly maxWords: number | null;
  readonly leftOut: LeftOut;
}

/**
 * The pieces in one line, not yet made legal; what a missing value leaves (doubled separators, empty brackets) goes
 * with it.
 */
export function joinPieces(pieces: readonly Piece[], separator: Separator): string {
  let joined = '';
  // One gap at a time, and none in front: it stands where a word has gone before.
  let open = false;
  const leaveGap = () => {
    if (open) joined += gap;
    open = false;
  };
  for (const { words, before, after } of pieces) {
    if (before) leaveGap();
    for (let at = 0; at < words.length; at += 1) {
      if (at > 0) leaveGap();
      joined += words[at];
      open = true;
    }
    if (after) leaveGap();
  }
  if (joined.endsWith(gap)) joined = joined.slice(0, -1);
  return withSeparator(brackets.test(joined) ? withoutEmptyBrackets(joined) : joined, separator);
}

const brackets = /[([{)\]}]/u;

function withoutEmptyBrackets(joined: string): string {
  return joined
    .replace(emptyBrackets, '')
    .replace(/\n{2,}/gu, gap)
    .replace(/(?<=[([{])\n|\n(?=[)\]}])|^\n|\n$/gu, '');
}

/** A stem that its target allows; dots inside stay where they may. */
export function legalStem(stem: string, target: Target): string {
  const { maxBytes, maxUnits, devices, web } = targetRules(target);
  if (!web) return cleanStem(stem, { dots: 'keep', maxBytes, maxUnits, devices });
  const plain = writeLetters(stem, 'latin', '')
    .toLowerCase()
    .replace(/[^a-z\d]+/gu, '-')
    .slice(0, maxUnits)
    .replace(/^-+|-+$/gu, '');
  // The mark that makes a device a name elsewhere is none of these letters.
  return cleanStem(plain).startsWith('_') ? `photo-${plain}` : plain;
}

function withSeparator(joined: string, separator: Separator): string {
  // Two numbers would run into one.
  if (separator === '') return joined.replace(/(?<=\p{N})\n(?=\p{N})/gu, '-').replaceAll(gap, '');
  const stem = joined.replaceAll(gap, separator);
  return separator === '.' ? stem.replace(programExtension, '-') : stem;
}
