import { countSaid, countWords } from './count-words.ts';
import { cutPieces, cutToWords } from './cut-pieces.ts';
import { formatDate } from './date-format.ts';
import { withoutFunctionEnd } from './function-words.ts';
import { leaveOut } from './leave-out.ts';
import { writeLetters } from './letters.ts';
import { byteLength, graphemeCount } from './measure-text.ts';
import { modelTokens, parsePattern } from './pattern.ts';
import type { PatternPart, TokenName } from './pattern.ts';
import { joinPieces, legalStem, literalPiece, valuePiece, withWords } from './stem-pieces.ts';
import type { NameStyle, Piece } from './stem-pieces.ts';
import { targetRules } from './target.ts';
import { styleOf } from './template.ts';
import type { NameValues, Template } from './template.ts';
import type { CountedPlace } from './number-photos.ts';
import { caseWords, wordsOf } from './words.ts';

type Token = PatternPart & { readonly kind: 'token' };
/** Fixed text is the same in every name. */
type Part = Token | { readonly kind: 'literal'; readonly piece: Piece };

/** What a template makes of one photo. */
export type StemRenderer = (values: NameValues, place: CountedPlace) => string;

/** What a render reads everywhere. */
interface Rendering {
  readonly template: Template;
  readonly style: NameStyle;
  readonly values: NameValues;
  readonly place: CountedPlace;
}

/** A title says it in seven words, whatever a model wrote. */
export const longestTitle = 7;

/**
 * Reads the pattern once, for any number of photos. A stem is legal where it is to be used and within the template's
 * length, the same for the same input for ever. A missing value leaves nothing behind. Where the wished letters leave
 * nothing of a name, the original one is taken; `''` if nothing remains of that either, or the pattern is none.
 */
export function createStemRenderer(template: Template): StemRenderer {
  const parsed = parsePattern(template.pattern);
  if (!parsed.ok) return () => '';
  const style = styleOf(template);
  const parts = parsed.parts.map((part): Part =>
    part.kind === 'token' ? part : { kind: 'literal', piece: literalPiece(part.text) },
  );
  return (values, place) => {
    const stem = render(parts, { template, style, values, place });
    if (stem !== '' || style.letters !== 'latin') return stem;
    const kept: NameStyle = { ...style, letters: 'keep', target: 'any' };
    if (render(parts, { template, style: kept, values, place }) === '') return '';
    return render(originalName, { template, style, values, place });
  };
}

const originalName: readonly Part[] = [{ kind: 'token', name: 'original', format: '', fallback: '' }];

export function renderStem(
  options: { readonly template: Template; readonly values: NameValues } & CountedPlace,
): string {
  const { template, values, position, total } = options;
  return createStemRenderer(template)(values, { position, total });
}

function render(parts: readonly Part[], rendering: Rendering): string {
  const { style, values } = rendering;
  const lineOf = (pieces: readonly Piece[]) => joinPieces(pieces, style.separator);
  const stemOf = (pieces: readonly Piece[]) => legalStem(lineOf(pieces), style.target);
  const { maxWords } = style;
  const isBrief = (pieces: readonly Piece[]) => maxWords === null || countSaid(pieces) <= maxWords;
  const isShort = (pieces: readonly Piece[]) => fitsIn(lineOf(pieces), style);
  const fits = (pieces: readonly Piece[]) => isBrief(pieces) && isShort(pieces);
  const whole = piecesOf(parts, rendering);
  const line = lineOf(whole);
  // Most names: nothing to measure. A device's name will get a mark.
  const isSmall = line.length < style.maxLength && line.length * 3 <= targetRules(style.target).maxBytes;
  if ((isSmall && isBrief(whole)) || fits(whole)) return legalStem(line, style.target);
  const shortened = piecesOf(withShortTitle(parts, rendering), rendering);
  if (fits(shortened)) return stemOf(shortened);
  const smaller = graphemeCount(lineOf(shortened)) < graphemeCount(line) ? shortened : whole;
  return stemOf(cutPieces(cutToWords(smaller, isBrief, values.language), isShort, values.language));
}

/** Letters of one byte that stay as they are. */
const plainLine = /^\w[\w-]{9,}$/u;

/** Before it is made legal, which would cut it in the middle of a word; but for the web's letters, which are others. */
function fitsIn(line: string, { maxLength, target }: NameStyle): boolean {
  const { maxBytes, maxUnits, web } = targetRules(target);
  if (plainLine.test(line)) return line.length <= Math.min(maxLength, maxUnits);
  if (!web && (line.length > maxUnits || byteLength(line) > maxBytes)) return false;
  return graphemeCount(legalStem(line, target)) <= maxLength;
}

/** The short title in place of the title, unless there is none or it is in the name already. */
function withShortTitle(parts: readonly Part[], rendering: Rendering): readonly Part[] {
  const has = (name: TokenName) => parts.some((part) => part.kind === 'token' && part.name === name);
  if (seenWords(rendering.values.short, rendering).length === 0 || has('short')) return parts;
  return parts.map((part) =>
    part.kind === 'token' && part.name === 'title' ? { ...part, name: 'short' } : part,
  );
}

function piecesOf(parts: readonly Part[], rendering: Rendering): readonly Piece[] {
  let opens = true;
  const pieces = parts.map((part) => {
    const piece = part.kind === 'literal' ? part.piece : tokenPiece(part, rendering);
    if (piece.words.length === 0 || piece.kind === 'counter') return piece;
    const words = writtenWords(piece, rendering, opens);
    if (piece.kind !== 'date' && words.length > 0) opens = false;
    return withWords(piece, words);
  });
  return withoutLooseEnd(pieces);
}

/** Fixed text that led to a value which is missing: of `{title} in {city}` no `in` is left hanging. */
function withoutLooseEnd(pieces: readonly Piece[]): readonly Piece[] {
  const at = pieces.findLastIndex(({ words }) => words.length > 0);
  const last = pieces[at];
  if (last?.kind !== 'literal' || at === pieces.length - 1) return pieces;
  // In whatever language the pattern was written.
  return pieces.with(at, withWords(last, withoutFunctionEnd(last.words, '')));
}

/** With the letters and in the case that are wished for. */
function writtenWords(piece: Piece, { style, values }: Rendering, opens: boolean): readonly string[] {
  // Fixed text and places are in no known language, but the model's is the best guess.
  const { language } = values;
  const letters = style.letters === 'keep' ? piece.words : inLetters(piece.words, style, language);
  return piece.kind === 'date' ? letters : caseWords(letters, { letterCase: style.case, language, opens });
}

export function inLetters(words: readonly string[], style: NameStyle, language: string): readonly string[] {
  return words.map((word) => writeLetters(word, style.letters, language)).filter((word) => word !== '');
}

function tokenPiece(token: Token, rendering: Rendering): Piece {
  const words = tokenWords(token, rendering);
  return words.length > 0 ? valuePiece(kindOf(token.name), words) : literalPiece(token.fallback);
}

function kindOf(name: TokenName): Piece['kind'] {
  if (modelTokens.has(name)) return 'model';
  if (name === 'date' || name === 'time') return 'date';
  return name === 'n' ? 'counter' : 'known';
}

function tokenWords(token: Token, rendering: Rendering): readonly string[] {
  const { values, template, place } = rendering;
  switch (token.name) {
    case 'n':
      return [counter(template, place)];
    case 'date':
      return dateWords(values.takenLocal, token.format || 'YYYY-MM-DD');
    case 'time':
      return dateWords(values.takenLocal, token.format || 'HH-mm-ss');
    case 'title':
      return titleWords(rendering);
    case 'place':
      return wordsOf(values.city || values.country);
    case 'folder':
      return wordsOf(values.folder.split(/[/\\]/u).findLast((part) => part !== '') ?? '');
    case 'keywords':
      return values.keywords.flatMap((keyword) => seenWords(keyword, rendering));
    case 'short':
    case 'subject':
    case 'text':
      return toTheEnd(seenWords(values[token.name], rendering), values.language);
    case 'city':
    case 'country':
    case 'camera':
    case 'original':
      return wordsOf(values[token.name]);
    default:
      return token.name satisfies never;
  }
}

/** What a model says, but for what is to be left out. */
function seenWords(text: string, { style, values }: Rendering): readonly string[] {
  return leaveOut(wordsOf(text), style, values.language);
}

/** A title that goes on and on gives way to the short one, or ends where it still makes sense. */
function titleWords(rendering: Rendering): readonly string[] {
  const { title, short, language } = rendering.values;
  const words = seenWords(title, rendering);
  if (words.length <= longestTitle || countWords(words) <= longestTitle) return toTheEnd(words, language);
  const fewer = seenWords(short, rendering);
  return fewer.length > 1 && fewer.length <= longestTitle
    ? toTheEnd(fewer, language)
    : withoutFunctionEnd(words.slice(0, longestTitle), language);
}

/** A model may stop in the middle of what it says: `cat of the`. */
function toTheEnd(words: readonly string[], language: string): readonly string[] {
  const said = withoutFunctionEnd(words, language);
  return said.length > 0 ? said : words;
}

/** A date stays as its format has it, whatever the separator; only its spaces are separators. */
function dateWords(takenLocal: string | null, format: string): readonly string[] {
  return formatDate(takenLocal, format)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

function counter({ start, step, padding }: Template, { position, total }: CountedPlace): string {
  const last = start + Math.max(0, total - 1) * step;
  const width = padding === 'auto' ? String(last).length : padding;
  return String(start + position * step).padStart(width, '0');
}
