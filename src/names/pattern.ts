import { badDateFormat } from './date-format.ts';

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

/** Longer than any name; what is longer was pasted by mistake. */
export const maxPatternLength = 500;

export type PatternErrorCode =
  | 'empty'
  | 'too_long'
  | 'stray_brace'
  | 'unclosed'
  | 'unknown_token'
  | 'no_format'
  | 'bad_format';

export type ParsedPattern = { readonly ok: true; readonly parts: readonly PatternPart[] } | PatternError;

export interface PatternError {
  readonly ok: false;
  /** Index of the character in the pattern that is wrong. */
  readonly at: number;
  readonly code: PatternErrorCode;
  readonly message: string;
  /** Of an unknown token: the one that was probably meant, `''` if none is near. */
  readonly suggestion: TokenName | '';
}

/** `{title}`, `{date:YYYY-MM}`, `{place|unknown}`; `{{` and `}}` are braces in the name. */
export function parsePattern(pattern: string): ParsedPattern {
  if (pattern.trim() === '') return patternError(0, 'empty', 'The pattern is empty.');
  if (pattern.length > maxPatternLength)
    return patternError(
      maxPatternLength,
      'too_long',
      `A pattern has at most ${maxPatternLength} characters.`,
    );
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
  const word = written.trim().toLowerCase();
  // An album is a folder here.
  const name = word === 'album' ? 'folder' : tokenNames.find((known) => known === word);
  if (name === undefined) return unknownToken(written, at);
  if (colon === undefined) return { kind: 'token', name, format: '', fallback };
  const formatAt = at + written.length + 1;
  if (name !== 'date' && name !== 'time') {
    return patternError(formatAt - 1, 'no_format', `{${name}} takes no format; {date} and {time} do.`);
  }
  const wrong = badDateFormat(format);
  if (wrong === null) return { kind: 'token', name, format, fallback };
  return patternError(formatAt + wrong, 'bad_format', 'A format is made of YYYY, YY, MM, DD, HH, mm and ss.');
}

function unknownToken(written: string, at: number): PatternError {
  const word = written.trim();
  const suggestion = nearestToken(word.toLowerCase());
  const message = `There is no {${word}}.${suggestion === '' ? '' : ` Did you mean {${suggestion}}?`}`;
  return { ...patternError(at, 'unknown_token', message), suggestion };
}

function patternError(at: number, code: PatternErrorCode, message: string): PatternError {
  return { ok: false, at, code, message, suggestion: '' };
}

/** What people call them elsewhere. */
const otherNames: ReadonlyMap<string, TokenName> = new Map([
  ['name', 'original'],
  ['filename', 'original'],
  ['number', 'n'],
  ['counter', 'n'],
  ['index', 'n'],
  ['num', 'n'],
  ['location', 'place'],
  ['town', 'city'],
  ['tags', 'keywords'],
  ['day', 'date'],
  ['year', 'date'],
  ['hour', 'time'],
  ['model', 'camera'],
  ['ocr', 'text'],
]);

/** The token that takes the fewest strokes to reach, if that is less than half of them. */
function nearestToken(word: string): TokenName | '' {
  const meant = otherNames.get(word);
  if (meant !== undefined) return meant;
  // Longer than any token could be misspelt: not worth counting.
  if (word === '' || word.length > 20) return '';
  const [nearest] = tokenNames
    .filter((name) => name.length > 1)
    .map((name) => ({ name, strokes: name.startsWith(word) ? 1 : strokesBetween(word, name) }))
    .toSorted((one, other) => one.strokes - other.strokes);
  return nearest !== undefined && nearest.strokes <= Math.max(1, nearest.name.length / 2 - 0.5)
    ? nearest.name
    : '';
}

/** Letters put in, left out or changed to come from one word to the other (Levenshtein). */
function strokesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Whether the pattern needs what a model says about a photo. */
export function usesModel(pattern: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && parsed.parts.some((part) => part.kind === 'token' && modelTokens.has(part.name));
}

/** Tokens that say what a model saw; the others are known without one. */
export const modelTokens: ReadonlySet<TokenName> = new Set(['title', 'short', 'subject', 'keywords', 'text']);
