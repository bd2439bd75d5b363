import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileNames, isLegalFor } from './hostile-names.testdata.ts';
import { graphemeCount } from './measure-text.ts';
import { numberPhotos } from './number-photos.ts';
import { planHash } from './plan-hash.ts';
import { planRenames, type PlanRow, type RenamePlan, type RenameWish } from './plan-renames.ts';
import { createStemRenderer } from './render-stem.ts';
import { legalStem } from './stem-pieces.ts';
import type { Target } from './target.ts';
import { tellingWords } from './tell-apart.ts';
import { defaultTemplate, styleOf, type NameValues, type Template } from './template.ts';

const targets: readonly Target[] = ['any', 'windows', 'mac_linux', 'web'];
/** For all targets together; `ANSWERS=400000` takes as many for each of them. */
const answersInAll = Number(process.env['ANSWERS'] ?? 100_000);
const answersInOne = 250;

/**
 * fast-check draws the seed of each batch (and tells it, with the batch, when it fails); within a batch texts are
 * made by a plain generator, since four strings a photo by fast-check would take minutes.
 */
function createRandom(seed: number) {
  let state = seed | 0;
  const next = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  return { next, pick: <Value>(of: readonly [Value, ...Value[]]): Value => of[next(of.length)] ?? of[0] };
}

type Random = ReturnType<typeof createRandom>;

const words = [
  'dog',
  'the',
  'in',
  'niña',
  'playa',
  'ÜBER',
  'straße',
  '犬',
  'собака',
  'con',
  'сom1',
  'ΣΑΣ',
  'İ',
] as const;
const odd = [
  '/',
  '\\',
  '..',
  '\u202e',
  '\u200d',
  '\0',
  '%2e%2e%2f',
  '\ud800',
  '\u0301'.repeat(12),
  '👨‍👩‍👧',
  '\u00ad',
  ': ',
] as const;

/** All of Unicode, lone surrogates too; or what models, people and attackers write. */
function textOf({ next, pick }: Random): string {
  const length = pick([0, 1, 3, 8, 8, 20, 200]);
  switch (next(6)) {
    case 0:
      return Array.from({ length }, () => String.fromCodePoint(next(0x11_0000))).join('');
    case 1:
      return Array.from({ length }, () => String.fromCharCode(next(0x1_0000))).join('');
    case 2:
      return hostileNames[next(hostileNames.length)] ?? '';
    case 3:
      return Array.from({ length }, () => pick(next(4) === 0 ? odd : words)).join(pick([' ', '', ' - ']));
    default:
      return Array.from({ length: Math.min(length, 9) }, () => pick(words)).join(' ');
  }
}

function answerOf(random: Random): NameValues {
  const { next, pick } = random;
  return {
    title: textOf(random),
    short: next(2) === 0 ? '' : textOf(random),
    subject: '',
    keywords: Array.from({ length: next(4) }, () => textOf(random)),
    text: '',
    takenLocal: pick([null, '', '2024-06-13T14:05:09', '2023-01-02T03:04:05', '../../etc']),
    city: next(3) === 0 ? textOf(random) : pick(['', 'Lisboa', 'Łódź']),
    country: '',
    folder: pick(['', 'a/b']),
    camera: '',
    original: next(2) === 0 ? textOf(random) : 'IMG_0001',
    language: pick(['en', 'es', 'de', 'tr', 'ja', 'uk', '', 'nonsense!']),
  };
}

function templateOf({ pick, next }: Random, target: Target): Template {
  return {
    ...defaultTemplate,
    pattern: pick([
      '{title}',
      '{title}',
      '{date} {title}',
      '{place|con}.{short}',
      '{title} ({city}) {n}',
      '{original}',
    ]),
    case: pick(['lower', 'upper', 'title', 'sentence', 'keep']),
    separator: pick(['-', '_', '.', ' ', '']),
    start: pick([0, 1, 999_999_999]),
    maxLength: pick([10, 60, 150]),
    maxWords: pick([null, null, 1, 2, 4]),
    without: pick([[], [], ['dog', 'con', 'the'], ['Über straße', '犬', '\u200d', ' - ', 'собака in']]),
    order: pick(['selection', 'taken', 'name']),
    restart: pick(['never', 'folder', 'day']),
    letters: next(2) === 0 ? 'keep' : pick(['plain', 'latin']),
    target,
  };
}

interface Batch {
  readonly template: Template;
  readonly answers: readonly NameValues[];
}

function wishesOf({ template, answers }: Batch, names: readonly string[] = []): readonly RenameWish[] {
  const stemOf = createStemRenderer(template);
  const style = styleOf(template);
  const nameAt = (at: number) => names[at] ?? `IMG_${at}.JPG`;
  const places = numberPhotos(
    answers.map(({ folder, takenLocal }, at) => ({ folder, takenLocal, name: `IMG_${at}.JPG` })),
    template,
  );
  return answers.map((values, at) => ({
    photoId: String(at),
    folder: values.folder,
    from: nameAt(at),
    extension: 'jpg',
    stem: stemOf(values, places[at] ?? { position: 0, total: 1 }),
    telling: () => tellingWords(values, style),
  }));
}

function planOf(batch: Batch, onConflict: 'number' | 'tell_apart', names?: readonly string[]): RenamePlan {
  const options = { ...styleOf(batch.template), onConflict };
  return planRenames(wishesOf(batch, names), () => false, options);
}

/** Said in another way than names are compared: what a disk that folds letter case would take for one file. */
const onDisk = (name: string) => name.normalize('NFD').toLowerCase().toUpperCase().normalize('NFC');

/** What is wrong with a plan, with the answer that did it. */
function faultsOf({ template, answers }: Batch, plan: RenamePlan): readonly string[] {
  const seen = new Set<string>();
  return plan.rows.flatMap((row, at) => {
    const fault = faultOf(row, template);
    const name = `${answers[at]?.folder}/${onDisk(row.to)}`;
    const same = row.status === 'ok' && seen.has(name);
    seen.add(name);
    if (fault === null && !same) return [];
    return [JSON.stringify([fault ?? 'the same as another', row.to, template, answers[at]])];
  });
}

function faultOf({ status, to }: PlanRow, { target, maxLength }: Template): string | null {
  const stem = to.slice(0, -'.jpg'.length);
  // Nothing to name it by, and it is said.
  if (status === 'illegal') return stem === '' ? null : 'refused';
  if (status !== 'ok') return status;
  if (!isLegalFor(target, stem)) return 'not legal';
  if (legalStem(stem, target) !== stem) return 'not stable';
  return graphemeCount(stem) > maxLength ? 'too long' : null;
}

/** `SEED=42 npx vitest run …` draws the same batches again. */
const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) };

describe('names made of anything a model may answer', () => {
  it.each(targets)(
    'are legal for %s, never the same, and always these',
    (target) => {
      fc.assert(
        fc.property(fc.integer(), fc.constantFrom('number', 'tell_apart'), (drawn, onConflict) => {
          const random = createRandom(drawn);
          const answers = Array.from({ length: answersInOne }, () => answerOf(random));
          const batch = { template: templateOf(random, target), answers };
          const plan = planOf(batch, onConflict);
          expect(faultsOf(batch, plan)).toEqual([]);
          // Twice is twice the work, so not for all.
          const again = drawn % 5 === 0 ? planOf(batch, onConflict) : plan;
          expect(planHash(again.rows)).toBe(planHash(plan.rows));
        }),
        { numRuns: answersInAll / targets.length / answersInOne, endOnFailure: true, ...seed },
      );
    },
    120_000,
  );

  it.each(['number', 'tell_apart'] as const)('are kept when they are given again (%s)', (onConflict) => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...targets), (drawn, target) => {
        const random = createRandom(drawn);
        const title = textOf(random);
        const few = Array.from({ length: 40 }, () => ({ ...answerOf(random), title, short: '', folder: '' }));
        const template = { ...templateOf(random, target), pattern: '{title}', order: 'selection' } as const;
        const batch = { template, answers: few };
        const first = planOf(batch, onConflict).rows;
        const again = planOf(
          batch,
          onConflict,
          first.map((row) => row.to),
        ).rows;
        expect(again.map((row) => row.to)).toEqual(first.map((row) => row.to));
      }),
      { numRuns: 100, endOnFailure: true, ...seed },
    );
  });
});
