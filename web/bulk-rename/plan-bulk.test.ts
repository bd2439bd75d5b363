import { expect, test } from 'vitest';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { planHash, planRenames } from '../../src/names/plan-renames.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { defaultTemplate } from '../../src/names/template.ts';
import { createCountryNames } from '../rename/name-values.ts';
import {
  apartPattern,
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
  return {
    stems: renderStems(valuesOf(of.photos, createCountryNames()), of.template),
    edits: new Map(),
    leftOut: new Set(),
    onConflict: 'fail',
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
  expect(names(wish({ onConflict: 'number', taken: outside })).slice(0, 2)).toEqual([
    '2015-06-30.jpg',
    '2015-06-30-3.jpg',
  ]);
  const first = takenBy([makePhoto({ id: 'z', name: '2015-06-02.png' })], new Set());
  expect(statuses(wish({ taken: first }))[3]).toBe('sameName');
});

test('the hash is that of the plan which refuses same names, whatever is done about them', () => {
  const rows = planRenames(
    photos.map((photo, at) => ({
      photoId: photo.id,
      folder: '',
      from: photo.name,
      extension: photo.name.split('.')[1]?.toLowerCase() ?? '',
      stem: wish().stems[at] ?? '',
    })),
    () => false,
    { onConflict: 'fail', separator: '-', maxLength: 60 },
  ).rows;
  expect(hashOf(wish({ onConflict: 'number' }))).toBe(planHash(rows));
  expect(hashOf(wish({ leftOut: new Set(['a']) }))).not.toBe(planHash(rows));
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

test('same names are told apart by the first known part that does it; where nothing is known, by none', () => {
  const at = (id: string, time: string, camera: string) =>
    makePhoto({ id, name: `${id}.jpg`, originalName: 'same.jpg', takenAt: `2015-06-30T${time}`, camera });
  const apart = (of: readonly Photo[]) =>
    apartPattern(wish({ photos: of }), valuesOf(of, createCountryNames()));
  const byTime = [at('a', '10:00:00', 'X'), at('b', '10:00:05', 'X')];
  expect(apart(byTime)).toBe('{date} {time}');
  const byCamera = [at('a', '10:00:00', 'X'), at('b', '10:00:00', 'Y')];
  expect(apart(byCamera)).toBe('{date} {camera}');
  expect(apart([at('a', '10:00:00', 'X'), at('b', '10:00:00', 'X')])).toBeNull();
});
