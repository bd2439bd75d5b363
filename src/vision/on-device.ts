import { cleanText } from './clean-answer.ts';
import { fingerprint } from './fingerprint.ts';
import { keywordsOf, phraseOf, type Seen } from './on-device-things.ts';
import { wordsFor, type PartOfDay, type Words } from './on-device-words.ts';
import type { Analysis, Facts, VisionModel } from './vision-model.ts';

/** Sees what is in a JPEG, the largest thing first; rejects only when aborted. */
export type Recognise = (preview: Uint8Array, signal: AbortSignal) => Promise<readonly Seen[]>;

/** By the facts alone, and with what is seen: answers of the one are not taken for the other's. */
const models = { blind: 'basic-names-1', seeing: 'basic-names-2' };

/**
 * Names photos on this machine: by what is known without looking (when, where, what kind of picture) and, with
 * `recognise`, by things in it that are recognised for certain. Every word is a fact.
 */
export function createOnDevice(recognise: Recognise | null = null): VisionModel {
  const formatsFor = createFormats();
  const model = recognise === null ? models.blind : models.seeing;
  return {
    provider: 'on-device',
    model,
    usesFacts: true,
    onDevice: true,
    looks: recognise !== null,
    lane: `on-device:${model}`,
    async describe({ preview, question, facts }, signal) {
      signal.throwIfAborted();
      // Writing on screens and paper is full of what looks like clocks and books.
      const isScene = facts?.kind !== 'screenshot' && facts?.kind !== 'document';
      const isLooking = recognise !== null && isScene && preview.length > 0;
      const seen = isLooking ? await recognise(preview, signal) : [];
      const words = wordsFor(question.language);
      const analysis =
        facts === undefined ? nothingKnown : nameBy({ facts, seen }, words, formatsFor(words.locale));
      const usage = { inputTokens: 0, outputTokens: 0, costNano: 0 };
      return { kind: 'ok', analysis, usage, requestId: null };
    },
    expectedCostNano: () => 0,
  };
}

/** Tells two sets of facts apart, for the key under which an answer made from them is stored. */
export function factsHash(facts: Facts): string {
  const { takenLocal, city, countryCode, kind, brightness } = facts;
  return fingerprint(JSON.stringify([takenLocal, city, countryCode, kind, brightness.toFixed(2)]));
}

const nothingKnown: Analysis = {
  subject: '',
  title: '',
  short: '',
  alt: '',
  keywords: [],
  text: '',
  confidence: 'low',
  problem: 'nothing_known',
};

interface Known {
  readonly words: Words;
  readonly formats: Formats;
  /** What was recognised in the picture, as a phrase. */
  readonly seen: string | null;
  /** Null for a plain photo: that alone says nothing. */
  readonly kind: string | null;
  readonly date: string | null;
  readonly part: PartOfDay | null;
  readonly city: string | null;
  readonly country: string | null;
}

interface Given {
  readonly facts: Facts;
  readonly seen: readonly Seen[];
}

function nameBy(given: Given, words: Words, formats: Formats): Analysis {
  const known = knownFrom(given, words, formats);
  const { seen, kind, date, part, city, country } = known;
  const what = seen ?? kind;
  if (what === null && date === null && city === null && country === null) return nothingKnown;
  const things = keywordsOf(given.seen, words.things);
  return {
    subject: [what ?? words.kinds.photo, inPlace(known, ', ')].filter(Boolean).join(' '),
    title: titleOf(known),
    short: what ?? city ?? country ?? `${words.kinds.photo} ${date ?? ''}`,
    alt: sentenceOf(known),
    keywords: [...things, kind, city, country, part?.word, date?.slice(0, 4)].filter(
      (word) => typeof word === 'string',
    ),
    text: '',
    // Both are recognised, not stored: they can be wrong.
    confidence: what === null ? 'high' : 'medium',
    problem: 'none',
  };
}

/** `two dogs in Himeji Japan 2018-09-10`, `2018-09-10 midday in Himeji Japan`, `screenshot 2019-11-02`. */
function titleOf(known: Known): string {
  const { words, seen, kind, date, part } = known;
  const place = inPlace(known, ' ');
  if (seen !== null) return [seen, place, date].filter(Boolean).join(' ');
  // A date that stands alone would read like a number; with a part of the day or a place it reads like a moment.
  const bare = date === null || (part === null && place === null);
  return [kind ?? (bare ? words.kinds.photo : null), date, part?.inName, place].filter(Boolean).join(' ');
}

function sentenceOf(known: Known): string {
  const { words, seen, kind, date, part } = known;
  const said = date === null ? null : words.onDate(longDate(date, known.formats));
  const what = seen ?? kind ?? words.kinds.photo;
  const sentence = [what, said, part?.inSentence, inPlace(known, ', ')].filter(Boolean).join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function inPlace(known: Known, separator: string): string | null {
  const names = [known.city, known.country].filter((name) => name !== null);
  return names.length === 0 ? null : known.words.inPlace(names.join(separator));
}

function knownFrom({ facts, seen }: Given, words: Words, formats: Formats): Known {
  const moment = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2}:\d{2}))?/u.exec(facts.takenLocal ?? '');
  const date = moment?.[1] ?? null;
  // Exactly midnight is how software writes "some time that day".
  const hour =
    moment?.[2] === undefined || `${moment[2]}:${moment[3]}` === '00:00:00' ? null : Number(moment[2]);
  const scene = facts.kind !== 'screenshot' && facts.kind !== 'document';
  const city = facts.city === null ? '' : cleanText(facts.city, 80);
  const country = countryName(facts.countryCode, formats);
  return {
    words,
    formats,
    seen: phraseOf(seen, words.things),
    kind: facts.kind === 'photo' ? null : words.kinds[facts.kind],
    date,
    // What hour it was says nothing about a screen or a sheet of paper.
    part: scene && hour !== null ? partOfDay(hour, facts.brightness, words) : null,
    city: city === '' ? null : city,
    country: country !== null && country.toLowerCase() === city.toLowerCase() ? null : country,
  };
}

/** Clocks are often wrong by hours; a bright picture at night, or a black one at midday, says that this one is. */
function partOfDay(hour: number, brightness: number, words: Words): PartOfDay | null {
  const part = words.partsOfDay.findLast((one) => one.from <= hour) ?? null;
  if (part?.light === 'dark' && brightness > 0.45) return null;
  if (part?.light === 'bright' && brightness < 0.12) return null;
  return part;
}

/** Codes that stand for no country. */
const noCountry = /^(?:ZZ|EU|EZ|UN|QO|X[A-JL-Z])$/u;
/** Their full names carry their status ("Hong Kong SAR China"); of all others the full name is the usual one. */
const shortNamed = new Set(['HK', 'MO', 'PS']);

function countryName(code: string | null, formats: Formats): string | null {
  if (code === null || !/^[A-Z]{2}$/u.test(code) || noCountry.test(code)) return null;
  const names = shortNamed.has(code) ? formats.shortRegions : formats.regions;
  const name = names.of(code)?.replace(/\s*\(.*\)/u, '');
  return name === undefined || name === '' ? null : name;
}

function longDate(date: string, formats: Formats): string {
  const day = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? date : formats.dates.format(day);
}

interface Formats {
  readonly regions: Intl.DisplayNames;
  readonly shortRegions: Intl.DisplayNames;
  readonly dates: Intl.DateTimeFormat;
}

/** Kept for each language: making them takes longer than everything else here. */
function createFormats(): (locale: string) => Formats {
  const made = new Map<string, Formats>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const regions = { type: 'region', fallback: 'none' } as const;
    const formats = {
      regions: new Intl.DisplayNames([locale], regions),
      shortRegions: new Intl.DisplayNames([locale], { ...regions, style: 'short' }),
      dates: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
    };
    made.set(locale, formats);
    return formats;
  };
}
