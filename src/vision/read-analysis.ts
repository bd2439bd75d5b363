import { cleanText } from './clean-answer.ts';
import { findObject, withoutThoughts } from './find-json.ts';
import type { Analysis } from './vision-model.ts';

export type ReadAnalysis =
  | { readonly kind: 'ok'; readonly analysis: Analysis }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unusable'; readonly reason: 'not_json' | 'no_name' };

/** How polite machines say no, in the languages they say it in most. */
const refusal =
  /^(?:i['’]?m (?:very )?sorry|i am sorry|sorry,? (?:but )?i|i can(?:no|['’])?t|i['’]m (?:not able|unable)|i am (?:not able|unable)|as an ai|lo siento|no puedo|(?:je suis )?désolée?|(?:es )?tut mir leid|desculpe|mi dispiace)(?!\p{L})/iu;

/** What a model wrote, as an analysis: found leniently, validated and bounded strictly. */
export function readAnalysis(written: string): ReadAnalysis {
  const object = findObject(written);
  if (object !== undefined) return fromObject(object);
  const text = withoutThoughts(written).trim();
  if (refusal.test(text)) return { kind: 'refused', detail: cleanText(text, 300) };
  return isPlainName(text) && !saysNothing.test(withoutExtension(text))
    ? { kind: 'ok', analysis: fromPlainName(text) }
    : { kind: 'unusable', reason: 'not_json' };
}

function fromObject(object: Record<string, unknown>): ReadAnalysis {
  const title = titleOf(oneLine(object['title'] ?? object['name'] ?? object['filename'], 120));
  const problem = problemOf(object['problem']);
  if (refusal.test(title)) return { kind: 'refused', detail: title };
  if ((!hasLetter(title) || saysNothing.test(title)) && problem === 'none')
    return { kind: 'unusable', reason: 'no_name' };
  return {
    kind: 'ok',
    analysis: {
      subject: oneLine(object['subject'], 200),
      title,
      short: withoutExtension(oneLine(object['short'], 60)) || firstWords(title),
      alt: oneLine(object['alt'], 250),
      keywords: keywordsOf(object['keywords']),
      text: oneLine(object['text'], 300),
      confidence: confidenceOf(object['confidence']),
      problem,
    },
  };
}

/** What stands where a name should: a value of the program, the kind of every photo, the name a camera gave. */
const saysNothing =
  /^(?:null|undefined|nan|none|n\/?a|true|false|unknown|untitled|the|an?|una?|el|la|los|las|(?:an? |the |una? |la |el )?(?:image|photo(?:graph)?|picture|foto(?:graf[ií]a)?|imagen)|(?:img|dsc[fn]?|pxl|mvimg)[-_ ]?\d{3,}.*)$/iu;

function fromPlainName(text: string): Analysis {
  const title = titleOf(cleanText(text.replace(/^["'`*]+|["'`*.]+$/gu, ''), 120));
  const rest = { subject: '', alt: '', keywords: [], text: '' };
  return { ...rest, title, short: firstWords(title), confidence: 'low', problem: 'none' };
}

/** A model that ignores the form often still gives a name, and nothing else. */
function isPlainName(text: string): boolean {
  const short = text.length > 0 && text.length <= 80 && text.split(/\s+/u).length <= 10;
  return short && !/[\n{}<>[\]]/u.test(text) && hasLetter(text);
}

/** A sentence begins with an article, a name does not: all would stand together under A. */
const openingArticle = /^(?:[Aa]n?|[Tt]he) (?=\p{Ll}\S* \S)/u;

function titleOf(written: string): string {
  return withoutExtension(written).replace(openingArticle, '');
}

/** Asked for a name, many give one for a file. */
function withoutExtension(title: string): string {
  return title.replace(/(?<=[^\s.])\.(?:jpe?g|png|webp|gif|tiff?|hei[cf]|avif|dng)$/iu, '');
}

function hasLetter(text: string): boolean {
  return /[\p{L}\p{N}\p{S}]/u.test(text);
}

/** Words, however they were sent: some models send a list, or a number. */
function oneLine(value: unknown, max: number): string {
  if (typeof value === 'string') return cleanText(value, max);
  if (typeof value === 'number') return cleanText(String(value), max);
  if (Array.isArray(value)) return cleanText(value.filter((one) => typeof one === 'string').join(' '), max);
  return '';
}

function firstWords(title: string): string {
  return cleanText(title.split(' ').slice(0, 3).join(' '), 60);
}

function keywordsOf(value: unknown): string[] {
  const list: readonly unknown[] =
    typeof value === 'string' ? value.split(',', 50) : Array.isArray(value) ? value.slice(0, 50) : [];
  const words = list.map((word) => oneLine(word, 40)).filter(hasLetter);
  return [...new Set(words)].slice(0, 12);
}

/** Whoever does not say how sure they are gets looked at. */
function confidenceOf(value: unknown): Analysis['confidence'] {
  return value === 'high' || value === 'medium' ? value : 'low';
}

function problemOf(value: unknown): Analysis['problem'] {
  switch (value) {
    case 'blank':
    case 'too_blurry':
    case 'unreadable':
    case 'not_a_photo':
    case 'declined':
      return value;
    default:
      return 'none';
  }
}
