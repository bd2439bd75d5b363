import { cutPieces } from './cut-pieces.ts';
import { badDateFormat, formatDate } from './date-format.ts';
import { maxStemBytes } from './file-name.ts';
import { byteLength, graphemeCount } from './measure-text.ts';
import { joinPieces, literalPiece, valuePiece, withWords } from './stem-pieces.ts';
import type { Piece, Separator } from './stem-pieces.ts';
import { caseWords, wordsOf } from './words.ts';
import type { LetterCase } from './words.ts';

/** How names are built. */
export interface Template {
  readonly pattern: string;
  readonly case: LetterCase;
  readonly separator: Separator;
  readonly start: number;
  readonly step: number;
  readonly padding: 'auto' | number;
  /** Of the stem, in letters as a person counts them. */
  readonly maxLength: number;
}

/** What a job uses where a person says nothing else. */
export const defaultTemplate: Template = {
  pattern: '{title}',
  case: 'lower',
  separator: '-',
  start: 1,
  step: 1,
  padding: 'auto',
  maxLength: 60,
};

/** What is known about one photo; `''` or null where nothing is. */
export interface NameValues {
  readonly title: string;
  readonly short: string;
  readonly subject: string;
  readonly keywords: readonly string[];
  readonly text: string;
  /** `YYYY-MM-DDTHH:MM:SS`, without a zone. */
  readonly takenLocal: string | null;
  readonly city: string;
  readonly country: string;
  readonly folder: string;
  readonly camera: string;
  /** The stem of the name it came with. */
  readonly original: string;
  /** BCP 47, of the model's words. */
  readonly language: string;
}

export const tokenNames = [
  'title',
  'short',
  'subject',
  'keywords',
  'text',
  'date',
  'time',
  'place',
  'city',
  'country',
  'folder',
  'camera',
  'original',
  'n',
] as const;

export type TokenName = (typeof tokenNames)[number];

export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'token';
      readonly name: TokenName;
      /** Of `{date:…}` and `{time:…}`; `''` for the usual one. */
      readonly format: string;
      /** After `|`; `''` if none. */
      readonly fallback: string;
    };

export type PatternErrorCode =
  | 'empty'
  | 'stray_brace'
  | 'unclosed'
  | 'unknown_token'
  | 'no_format'
  | 'bad_format';

export type ParsedPattern = { readonly ok: true; readonly parts: readonly PatternPart[] } | PatternError;

interface PatternError {
  readonly ok: false;
  /** Index of the character in the pattern that is wrong. */
  readonly at: number;
  readonly code: PatternErrorCode;
  readonly message: string;
}

/** `{title}`, `{date:YYYY-MM}`, `{place|unknown}`; `{{` and `}}` are braces in the name. */
export function parsePattern(pattern: string): ParsedPattern {
  if (pattern.trim() === '') return patternError(0, 'empty', 'The pattern is empty.');
  const parts: PatternPart[] = [];
  const scanner = /\{\{|\}\}|[{}]|[^{}]+/gu;
  let literal = '';
  for (let match = scanner.exec(pattern); match !== null; match = scanner.exec(pattern)) {
    const [found] = match;
    if (found === '}')
      return patternError(match.index, 'stray_brace', 'A } closes nothing. Write }} for a brace.');
    if (found !== '{') {
      literal += found === '{{' || found === '}}' ? found.slice(1) : found;
      continue;
    }
    const end = pattern.slice(scanner.lastIndex).search(/[{}]/u) + scanner.lastIndex;
    if (pattern[end] !== '}' || end < scanner.lastIndex) {
      return patternError(match.index, 'unclosed', 'This { is never closed. Write {{ for a brace.');
    }
    const token = parseToken(pattern.slice(scanner.lastIndex, end), scanner.lastIndex);
    if ('ok' in token) return token;
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    parts.push(token);
    literal = '';
    scanner.lastIndex = end + 1;
  }
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return { ok: true, parts };
}

function parseToken(body: string, at: number): PatternPart | PatternError {
  const [, written = '', colon, format = '', fallback = ''] =
    /^([^:|]*)(?:(:)([^|]*))?(?:\|(.*))?$/su.exec(body) ?? [];
  const name = tokenNames.find((known) => known === written.trim().toLowerCase());
  if (name === undefined) return patternError(at, 'unknown_token', `There is no {${written.trim()}}.`);
  if (colon === undefined) return { kind: 'token', name, format: '', fallback };
  const formatAt = at + written.length + 1;
  if (name !== 'date' && name !== 'time') {
    return patternError(formatAt - 1, 'no_format', `{${name}} takes no format; {date} and {time} do.`);
  }
  const wrong = badDateFormat(format);
  if (wrong === null) return { kind: 'token', name, format, fallback };
  return patternError(formatAt + wrong, 'bad_format', 'A format is made of YYYY, YY, MM, DD, HH, mm and ss.');
}

function patternError(at: number, code: PatternErrorCode, message: string): PatternError {
  return { ok: false, at, code, message };
}

/** Whether the pattern needs what a model says about a photo. */
export function usesModel(pattern: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && parsed.parts.some((part) => part.kind === 'token' && kindOf(part.name) === 'model');
}

export interface RenderStemOptions {
  readonly template: Template;
  readonly values: NameValues;
  /** Of the photo in its batch, from 0. */
  readonly position: number;
  /** Photos in the batch; decides the automatic padding. */
  readonly total: number;
}

/**
 * The stem a template gives to a photo: legal on any system and within the template's length, the same for the
 * same input for ever. A missing value leaves nothing behind; `''` if nothing remains, or the pattern is none.
 */
export function renderStem(options: RenderStemOptions): string {
  const { template, values } = options;
  const parsed = parsePattern(template.pattern);
  if (!parsed.ok) return '';
  const stemOf = (pieces: readonly Piece[]) => joinPieces(pieces, template.separator);
  const fits = (pieces: readonly Piece[]) => {
    const stem = stemOf(pieces);
    return graphemeCount(stem) <= template.maxLength && byteLength(stem) <= maxStemBytes;
  };
  const whole = piecesOf(parsed.parts, options);
  if (fits(whole)) return stemOf(whole);
  const shortened = piecesOf(withShortTitle(parsed.parts, values), options);
  const smaller = graphemeCount(stemOf(shortened)) < graphemeCount(stemOf(whole)) ? shortened : whole;
  return stemOf(cutPieces(smaller, fits, values.language));
}

/** The short title in place of the title, unless there is none or it is in the name already. */
function withShortTitle(parts: readonly PatternPart[], values: NameValues): readonly PatternPart[] {
  const has = (name: TokenName) => parts.some((part) => part.kind === 'token' && part.name === name);
  if (wordsOf(values.short).length === 0 || has('short')) return parts;
  return parts.map((part) =>
    part.kind === 'token' && part.name === 'title' ? { ...part, name: 'short' } : part,
  );
}

function piecesOf(parts: readonly PatternPart[], options: RenderStemOptions): readonly Piece[] {
  const { template, values } = options;
  const pieces = parts.map((part) =>
    part.kind === 'literal' ? literalPiece(part.text) : tokenPiece(part, options),
  );
  const first = pieces.findIndex(
    ({ kind, words }) => words.length > 0 && kind !== 'date' && kind !== 'counter',
  );
  return pieces.map((piece, index) => {
    if (piece.kind === 'date' || piece.kind === 'counter') return piece;
    // Fixed text and places are in no known language, but the model's is the best guess.
    const cased = { letterCase: template.case, language: values.language, opens: index === first };
    return withWords(piece, caseWords(piece.words, cased));
  });
}

function tokenPiece(token: PatternPart & { readonly kind: 'token' }, options: RenderStemOptions): Piece {
  const words = tokenWords(token, options);
  return words.length > 0 ? valuePiece(kindOf(token.name), words) : literalPiece(token.fallback);
}

function kindOf(name: TokenName): Piece['kind'] {
  switch (name) {
    case 'title':
    case 'short':
    case 'subject':
    case 'keywords':
    case 'text':
      return 'model';
    case 'date':
    case 'time':
      return 'date';
    case 'n':
      return 'counter';
    case 'place':
    case 'city':
    case 'country':
    case 'folder':
    case 'camera':
    case 'original':
      return 'known';
    default:
      return name satisfies never;
  }
}

function tokenWords(
  token: PatternPart & { readonly kind: 'token' },
  options: RenderStemOptions,
): readonly string[] {
  const { values } = options;
  switch (token.name) {
    case 'n':
      return [counter(options)];
    case 'date':
      return dateWords(values.takenLocal, token.format || 'YYYY-MM-DD');
    case 'time':
      return dateWords(values.takenLocal, token.format || 'HH-mm-ss');
    case 'place':
      return wordsOf(values.city || values.country);
    case 'folder':
      return wordsOf(values.folder.split(/[/\\]/u).findLast((part) => part !== '') ?? '');
    case 'keywords':
      return values.keywords.flatMap((keyword) => wordsOf(keyword));
    case 'title':
    case 'short':
    case 'subject':
    case 'text':
    case 'city':
    case 'country':
    case 'camera':
    case 'original':
      return wordsOf(values[token.name]);
    default:
      return token.name satisfies never;
  }
}

/** A date stays as its format has it, whatever the separator; only its spaces are separators. */
function dateWords(takenLocal: string | null, format: string): readonly string[] {
  return formatDate(takenLocal, format)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

function counter({ template, position, total }: RenderStemOptions): string {
  const { start, step, padding } = template;
  const last = start + Math.max(0, total - 1) * step;
  const width = padding === 'auto' ? String(last).length : padding;
  return String(start + position * step).padStart(width, '0');
}
