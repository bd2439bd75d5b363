import { leftOutOf } from './leave-out.ts';
import type { Letters } from './letters.ts';
import type { Order, Restart } from './number-photos.ts';
import type { NameStyle, Separator } from './stem-pieces.ts';
import type { Target } from './target.ts';
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
  /** Of the name, without its dates and its number; fixed text and one word of each token stay. Null for any. */
  readonly maxWords: number | null;
  /** Words and phrases that a model's words are taken without. */
  readonly without: readonly string[];
  /** What the photos are numbered by: as they were chosen, when they were taken, or what they are called. */
  readonly order: Order;
  /** Where the number begins anew. */
  readonly restart: Restart;
  readonly letters: Letters;
  readonly target: Target;
  /** Same names: asked about, told apart by what is known, numbered, or left as they are. A job asks nobody. */
  readonly sameNames: 'ask' | 'tell_apart' | 'number' | 'skip';
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
  maxWords: null,
  without: [],
  order: 'selection',
  restart: 'never',
  letters: 'keep',
  target: 'any',
  sameNames: 'ask',
};

/** How the words of its names are written; a web address leaves no choice. */
export function styleOf(template: Template): NameStyle {
  const { case: letterCase, separator, letters, target, maxLength, maxWords } = template;
  const common = { target, maxLength, maxWords, leftOut: leftOutOf(template.without) };
  if (target === 'web') return { case: 'lower', separator: '-', letters: 'latin', ...common };
  return { case: letterCase, separator, letters, ...common };
}

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
