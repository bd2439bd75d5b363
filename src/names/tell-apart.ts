import { countSaid } from './count-words.ts';
import { withoutFunctionEnd } from './function-words.ts';
import { leaveOut } from './leave-out.ts';
import { graphemeCount } from './measure-text.ts';
import { cutToRoom } from './name-key.ts';
import { inLetters, longestTitle } from './render-stem.ts';
import { joinPieces, legalStem, valuePiece } from './stem-pieces.ts';
import type { NameStyle } from './stem-pieces.ts';
import type { NameValues } from './template.ts';
import { caseWords, wordsOf } from './words.ts';

/** A name stays short: of a term, two words are enough. */
const mostWords = 2;

/**
 * What a photo can be told from others of its name by, best first: its keywords, its place, the part of the day, the
 * date; written as they would stand in a name of this style.
 */
export function tellingWords(values: NameValues, style: NameStyle): readonly string[] {
  const { language } = values;
  const written = (words: readonly string[]) => {
    const some = withoutFunctionEnd(words.slice(0, mostWords), language);
    const cased = { letterCase: style.case, language, opens: false };
    return caseWords(inLetters(some, style, language), cased).join(' ');
  };
  const seen = values.keywords.map((keyword) => leaveOut(wordsOf(keyword), style, language));
  const known = [values.city || values.country, partOfDay(values)].map((term) => wordsOf(term));
  const date = /^\d{4}-\d{2}-\d{2}/u.exec(values.takenLocal ?? '')?.[0] ?? '';
  const all = [...[...seen, ...known].map(written), date];
  return [...new Set(all.filter((word) => word !== ''))];
}

/** From which hour on it is called so; the same hours as those of the namer on this machine, which a test sees to. */
const partsOfDay: ReadonlyMap<string, readonly (readonly [number, string])[]> = new Map([
  [
    'en',
    [
      [22, 'night'],
      [18, 'evening'],
      [14, 'afternoon'],
      [12, 'midday'],
      [5, 'morning'],
      [0, 'night'],
    ],
  ],
  [
    'es',
    [
      [21, 'noche'],
      [14, 'tarde'],
      [12, 'mediodía'],
      [6, 'mañana'],
      [0, 'madrugada'],
    ],
  ],
]);

function partOfDay({ takenLocal, language }: NameValues): string {
  const time = /T(\d{2}:\d{2}:\d{2})/u.exec(takenLocal ?? '')?.[1];
  // Exactly midnight is how software writes "some time that day".
  if (time === undefined || time === '00:00:00') return '';
  const names = partsOfDay.get(language.split('-')[0] ?? '') ?? [];
  return names.find(([from]) => Number(time.slice(0, 2)) >= from)?.[1] ?? '';
}

export interface ToldApart {
  readonly stem: string;
  /** Of the telling words, the one that stands in it. */
  readonly word: string;
}

/** What it depends on how a name can be made longer. */
export type Room = Pick<NameStyle, 'separator' | 'target' | 'maxLength' | 'maxWords'>;

/** The stem with each of the telling words that it does not say already, best first; cut where it would be too long. */
export function apartStems(stem: string, telling: readonly string[], room: Room): readonly ToldApart[] {
  const said = new Set(wordsOf(stem).map((word) => word.toLowerCase()));
  return telling.flatMap((word) => {
    const news = isDate(word) ? [word] : word.split(' ').filter((each) => !said.has(each.toLowerCase()));
    if (news.length === 0 || (isDate(word) && stem.includes(word))) return [];
    const longer = withWords(stem, news, room);
    return longer === null ? [] : [{ stem: longer, word }];
  });
}

const isDate = (word: string): boolean => /^\d{4}-/u.test(word);

function withWords(stem: string, words: readonly string[], room: Room): string | null {
  const { separator, target, maxLength } = room;
  const less = [...words, ''].join(separator).length;
  const base = cutToRoom(withRoomFor(words.length, stem, room), { maxLength, target, less });
  if (base === '') return null;
  const longer = legalStem(joinPieces([valuePiece('known', [base, ...words])], separator), target);
  // A word that grew or vanished in cleaning tells nothing.
  return longer === base || graphemeCount(longer) > maxLength ? null : longer;
}

/**
 * A name of words alone stays within seven, or within as many as are wished for; one with dates and numbers is what
 * its template wants. `''` where a word more would be one too many.
 */
function withRoomFor(more: number, stem: string, { separator, maxWords }: Room): string {
  const otherwise = maxWords === null ? stem : '';
  if (separator === '') return otherwise;
  const words = stem.split(separator);
  const most = Math.min(longestTitle, maxWords ?? longestTitle);
  const said = countSaid([valuePiece('known', words)]);
  if (said > most || said + more <= most) return stem;
  if (/\p{N}/u.test(stem)) return otherwise;
  return withoutFunctionEnd(words.slice(0, most - more), '').join(separator) || otherwise;
}

/** The telling words of the photo that has a stem already; null where none has it, none where nothing is known of it. */
export type HolderOf = (stem: string) => readonly string[] | null;

/**
 * The stem for the next photo of a name: the bare one while it is free, else with the first word that the holder of
 * the bare one lacks and that is free too. What equals a holder in every word shares its stem, and gets a number.
 */
export function chooseApart(
  wish: {
    readonly stem: string;
    readonly telling: readonly string[];
    readonly variants: () => readonly ToldApart[];
  },
  holderOf: HolderOf,
): string {
  const holder = holderOf(wish.stem);
  if (holder === null) return wish.stem;
  const mine = keysOf(wish.telling);
  if (isSame(keysOf(holder), mine)) return wish.stem;
  const tried = wish.variants().map(({ stem, word }) => {
    const held = holderOf(stem);
    return { stem, key: keyOf(word), holder: held === null ? null : keysOf(held) };
  });
  const bare = keysOf(holder);
  const holders = [bare, ...tried.flatMap((each) => each.holder ?? [])];
  const free = tried.filter((each) => each.holder === null);
  const found =
    tried.find((each) => each.holder !== null && isSame(each.holder, mine)) ??
    free.find(({ key }) => !bare.has(key)) ??
    free.find(({ key }) => holders.some((words) => !words.has(key))) ??
    tried.find(({ key }) => !bare.has(key));
  return found?.stem ?? wish.stem;
}

const keyOf = (word: string): string => word.toLowerCase();
const keysOf = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(keyOf));

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((word) => other.has(word));
}
