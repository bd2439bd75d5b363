import { expect, test } from 'vitest';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { planHash } from '../../src/names/plan-hash.ts';
import { planRenames } from '../../src/names/plan-renames.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { defaultTemplate } from '../../src/names/template.ts';
import { createCountryNames } from '../rename/name-values.ts';
import {
  hashOf,
  planBulk,
  renderStems,
  shortened,
  shownRows,
  takenBy,
  valuesOf,
  type BulkWish,
  type Template,
} from './plan-bulk.ts';

const template: Template = { ...defaultTemplate, pattern: '{date}' };
const numbering: Template = { ...template, sameNames: 'number' };
const taken = (day: string) => ({ takenAt: `2015-06-${day}T10:00:00` });
const photos = [
  makePhoto({ id: 'a', name: 'A.JPG', ...taken('30') }),
  makePhoto({ id: 'b', name: 'B.JPG', ...taken('30') }),
  makePhoto({ id: 'c', name: '2015-06-01.jpg', ...taken('01') }),
  makePhoto({ id: 'd', name: 'D.png', ...taken('02') }),
  makePhoto({ id: 'e', name: 'E.jpg' }),
];

function wish(change: Partial<BulkWish> = {}): BulkWish {
  const of = { photos, template, ...change };
  const values = valuesOf(of.photos, createCountryNames());
  return {
    values,
    stems: renderStems(of.photos, values, of.template),
    edits: new Map(),
    leftOut: new Set(),
    taken: new Set(),
    ...of,
  };
}

const statuses = (of: BulkWish) => planBulk(of).rows.map((row) => row.status);
const names = (of: BulkWish) => planBulk(of).rows.map((row) => row.to);

test('each row says what becomes of its photo, and why it cannot', () => {
  expect(statuses(wish())).toEqual(['sameName', 'sameName', 'unchanged', 'ok', 'noName']);
  expect(planBulk(wish())).toMatchObject({ problems: 3, counts: { ok: 1, sameName: 2 } });
  expect(planBulk(wish()).rows[0]).toMatchObject({ to: '2015-06-30.jpg', number: 1 });
});

test('a photo left out keeps its name, and its name stays taken', () => {
  const leftOut = new Set(['b', 'e']);
  expect(statuses(wish({ leftOut }))).toEqual(['ok', 'leftOut', 'unchanged', 'ok', 'leftOut']);
  const swap = [
    makePhoto({ id: 'x', name: '2015-06-30.jpg' }),
    makePhoto({ id: 'y', name: 'Y.jpg', ...taken('30') }),
  ];
  expect(statuses(wish({ photos: swap, leftOut: new Set(['x']) }))).toEqual(['leftOut', 'sameName']);
});

test('a photo left out still counts for the number', () => {
  const numbered = { ...template, pattern: '{n}' };
  expect(names(wish({ template: numbered, leftOut: new Set(['b']) }))).toEqual([
    '1.jpg',
    'B.JPG',
    '3.jpg',
    '4.png',
    '5.jpg',
  ]);
});

test('a name typed by hand stands above the template and is never shortened unasked', () => {
  const typed = 'a much longer name than eleven letters';
  const plan = planBulk(
    wish({
      edits: new Map([['a', typed]]),
      template: { ...template, maxLength: 11 },
      leftOut: new Set(['e']),
    }),
  );
  expect(plan.rows[0]).toMatchObject({
    to: `${typed}.jpg`,
    status: 'tooLong',
    edited: true,
    number: typed.length - 11,
  });
  expect(plan.rows[1]?.status).toBe('ok');
  expect(shortened(typed, 11)).toBe('a much long');
  expect(shortened('trip to the sea', 8)).toBe('trip to');
});

test('same names are numbered when that is wished, also around a photo outside the choice', () => {
  const outside = takenBy(
    [makePhoto({ id: 'z', name: '2015-06-30-2.JPG' }), ...photos],
    new Set(['a', 'b', 'c', 'd', 'e']),
  );
  expect(names(wish({ template: numbering, taken: outside })).slice(0, 2)).toEqual([
    '2015-06-30.jpg',
    '2015-06-30-3.jpg',
  ]);
  const first = takenBy([makePhoto({ id: 'z', name: '2015-06-02.png' })], new Set());
  expect(statuses(wish({ taken: first }))[3]).toBe('sameName');
});

test('the hash is that of what is shown', () => {
  const rows = planRenames(
    photos.map((photo, at) => ({
      photoId: photo.id,
      folder: '',
      from: photo.name,
      extension: photo.name.split('.')[1]?.toLowerCase() ?? '',
      stem: wish().stems[at] ?? '',
    })),
    () => false,
    { onConflict: 'number', separator: '-', maxLength: 60 },
  ).rows;
  expect(hashOf(wish({ template: numbering }))).toBe(planHash(rows));
  expect(hashOf(wish())).not.toBe(planHash(rows));
  expect(hashOf(wish({ template: numbering, leftOut: new Set(['a']) }))).not.toBe(planHash(rows));
});

test('problems come first, same names beside each other, the rest in the order of the photos', () => {
  const more: Photo[] = [photos[3], photos[0], photos[4], photos[1]].filter((photo) => photo !== undefined);
  const { rows } = planBulk(wish({ photos: more }));
  const ids = (filter: 'all' | 'problems', first: boolean) =>
    shownRows(rows, filter, first).map((row) => row.photo.id);
  expect(ids('all', true)).toEqual(['a', 'b', 'e', 'd']);
  expect(ids('all', false)).toEqual(['d', 'a', 'e', 'b']);
  expect(ids('problems', true)).toEqual(['a', 'b', 'e']);
});

test('same names are told apart by the first word that differs, and numbered where none does', () => {
  const analysis = {
    subject: 'a bee',
    title: 'bee',
    short: '',
    alt: '',
    text: '',
    confidence: 'high',
    problem: 'none',
    language: 'en',
    provider: 'x',
    model: 'm',
  } as const;
  const seen = (id: string, keywords: string[], takenAt: string) =>
    makePhoto({ id, name: `${id}.jpg`, takenAt, analysis: { ...analysis, keywords } });
  const bees = [
    seen('a', ['bee', 'dune'], '2015-06-30T10:00:00'),
    seen('b', ['bee', 'dune'], '2015-06-30T10:00:02'),
    seen('c', ['bee', 'garden'], '2015-06-30T10:00:04'),
    seen('d', ['bee', 'dune'], '2015-06-30T22:30:00'),
    seen('e', ['bee', 'dune'], '2016-07-01T10:00:00'),
  ];
  const apart: Template = { ...defaultTemplate, pattern: '{title}', sameNames: 'tell_apart' };
  expect(names(wish({ photos: bees, template: apart }))).toEqual([
    'bee.jpg',
    'bee-2.jpg',
    'bee-garden.jpg',
    'bee-night.jpg',
    'bee-2016-07-01.jpg',
  ]);
});

test('photos are counted in the order and the groups that were chosen, left out or not', () => {
  const trip = [
    makePhoto({ id: 'a', name: 'img10.jpg', folder: 'x', takenAt: '2015-06-02T09:00:00' }),
    makePhoto({ id: 'b', name: 'img2.jpg', folder: 'x', takenAt: null }),
    makePhoto({ id: 'c', name: 'img1.jpg', folder: 'y', takenAt: '2015-06-01T09:00:00' }),
    makePhoto({ id: 'd', name: 'img3.jpg', folder: 'y', takenAt: '2015-06-02T08:00:00' }),
  ];
  const numbersBy = (part: Partial<Template>) =>
    names(wish({ photos: trip, template: { ...defaultTemplate, pattern: 'n {n}', ...part } })).map((name) =>
      Number(/\d+/u.exec(name)?.[0]),
    );
  expect(numbersBy({})).toEqual([1, 2, 3, 4]);
  expect(numbersBy({ order: 'taken' })).toEqual([3, 4, 1, 2]);
  expect(numbersBy({ order: 'name' })).toEqual([4, 2, 1, 3]);
  expect(numbersBy({ order: 'taken', restart: 'folder' })).toEqual([1, 2, 1, 2]);
  expect(numbersBy({ order: 'taken', restart: 'day', start: 5 })).toEqual([6, 5, 5, 5]);
});
