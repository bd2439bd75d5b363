import { planRenames, type RenamePlan } from '../src/names/plan-renames.ts';
import { createStemRenderer } from '../src/names/render-stem.ts';
import { numberPhotos } from '../src/names/number-photos.ts';
import { tellingWords } from '../src/names/tell-apart.ts';
import { defaultTemplate, styleOf, type NameValues, type Template } from '../src/names/template.ts';
import { milliseconds, type Row } from './row.ts';

const rows = 10_000;
const targetMs = 150;
const repeats = 7;

/** What the Rename dialog does again for every stroke in the pattern: all names, and what becomes of every photo. */
export async function measureNames(): Promise<Row[]> {
  return [
    row('10,000 names, all different', { pattern: '{date} {place} {title} {n}' }),
    row('10,000 names, told apart by 4', { pattern: '{title}', sameNames: 'tell_apart' }),
    row('10,000 names, by time and day', { pattern: '{date} {n}', order: 'taken', restart: 'day' }),
    row('10,000 names, for the web', { pattern: '{title} {n}', target: 'web' }),
  ];
}

function row(what: string, part: Partial<Template>): Row {
  const template = { ...defaultTemplate, ...part };
  const values = Array.from({ length: rows }, (_, i) => photo(i));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeats; i += 1) {
    const start = performance.now();
    recompute(values, template);
    best = Math.min(best, performance.now() - start);
  }
  return {
    what,
    ours: milliseconds(best),
    against: milliseconds(targetMs),
    ratio: best / targetMs,
    target: '< 1',
    met: best < targetMs,
  };
}

function recompute(values: readonly NameValues[], template: Template): RenamePlan {
  const stemOf = createStemRenderer(template);
  const style = styleOf(template);
  const from = (i: number) => `IMG_${i}.JPG`;
  const counted = values.map(({ folder, takenLocal }, i) => ({ folder, takenLocal, name: from(i) }));
  const places = numberPhotos(counted, template);
  const wishes = values.map((each, i) => ({
    photoId: String(i),
    folder: '',
    from: from(i),
    extension: 'jpg',
    stem: stemOf(each, places[i] ?? { position: i, total: rows }),
    telling: () => tellingWords(each, style),
  }));
  const onConflict = template.sameNames === 'ask' ? 'fail' : template.sameNames;
  return planRenames(wishes, () => false, { ...style, onConflict });
}

function photo(i: number): NameValues {
  const day = String((i % 28) + 1).padStart(2, '0');
  const minute = String(i % 60).padStart(2, '0');
  return {
    title: `golden retriever puppy in the snow ${i % (rows / 4)}`,
    short: 'golden puppy',
    subject: 'a young dog',
    keywords: ['dog', 'snow', `word${i % 5}`, `term${i % 7}`],
    text: '',
    takenLocal: `2024-06-${day}T14:${minute}:09`,
    city: i % 3 === 0 ? 'Dublin' : 'A Coruña',
    country: 'Ireland',
    folder: `Trips/${i % 9}`,
    camera: 'Canon EOS 5D',
    original: `IMG_${i}`,
    language: 'en',
  };
}
