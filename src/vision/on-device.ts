import { cleanText } from './clean-answer.ts';
import { fingerprint } from './fingerprint.ts';
import { wordsFor, type PartOfDay, type Words } from './on-device-words.ts';
import type { Analysis, Facts, VisionModel } from './vision-model.ts';

const model = 'basic-names-1';

/** Names photos from what is known without looking: when, where, and what kind of picture. Every word is a fact. */
export function createOnDevice(): VisionModel {
  const formatsFor = createFormats();
  return {
    provider: 'on-device',
    model,
    usesFacts: true,
    onDevice: true,
    lane: `on-device:${model}`,
    describe(request, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const usage = { inputTokens: 0, outputTokens: 0, costNano: 0 };
      const words = wordsFor(request.question.language);
      const { facts } = request;
      const analysis =
        facts === undefined ? nothingKnown : nameByFacts(facts, words, formatsFor(words.locale));
      return Promise.resolve({ kind: 'ok', analysis, usage, requestId: null });
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
  /** Null for a plain photo: that alone says nothing. */
  readonly kind: string | null;
  readonly date: string | null;
  readonly part: PartOfDay | null;
  readonly city: string | null;
  readonly country: string | null;
}

function nameByFacts(facts: Facts, words: Words, formats: Formats): Analysis {
  const known = knownFrom(facts, words, formats);
  const { kind, date, part, city, country } = known;
  if (kind === null && date === null && city === null && country === null) return nothingKnown;
  return {
    subject: [kind ?? known.words.kinds.photo, inPlace(known, ', ')].filter(Boolean).join(' '),
    title: titleOf(known),
    short: kind ?? city ?? country ?? `${known.words.kinds.photo} ${date ?? ''}`,
    alt: sentenceOf(known),
    keywords: [kind, city, country, part?.word, date?.slice(0, 4)].filter((word) => typeof word === 'string'),
    text: '',
    // The kind is recognised, not stored: it can be wrong.
    confidence: kind === null ? 'high' : 'medium',
    problem: 'none',
  };
}

/** `2018-09-10 midday in Himeji Japan`, `screenshot 2019-11-02`, `photo in Himeji Japan`. */
function titleOf(known: Known): string {
  const { words, kind, date, part } = known;
  const place = inPlace(known, ' ');
  // A date that stands alone would read like a number; with a part of the day or a place it reads like a moment.
  const bare = date === null || (part === null && place === null);
  return [kind ?? (bare ? words.kinds.photo : null), date, part?.inName, place].filter(Boolean).join(' ');
}

function sentenceOf(known: Known): string {
  const { words, kind, date, part } = known;
  const said = date === null ? null : words.onDate(longDate(date, known.formats));
  const sentence = [kind ?? words.kinds.photo, said, part?.inSentence, inPlace(known, ', ')]
    .filter(Boolean)
    .join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function inPlace(known: Known, separator: string): string | null {
  const names = [known.city, known.country].filter((name) => name !== null);
  return names.length === 0 ? null : known.words.inPlace(names.join(separator));
}

function knownFrom(facts: Facts, words: Words, formats: Formats): Known {
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
