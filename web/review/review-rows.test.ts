import { expect, test } from 'vitest';
import type { Item } from '../../src/http/schemas/job.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { fits, neighbour, nextOpen, reviewRows, withNew, type ReviewRow } from './review-rows.ts';

const item = (photoId: string, position: number, flags: string[] = []): Item => ({
  photoId,
  position,
  status: 'completed',
  suggestedName: `${photoId}-new.jpg`,
  flags,
  code: null,
  detail: null,
  canRetry: false,
  tries: 1,
});
const photos = new Map(
  [
    makePhoto({ id: 'a', jobId: 'job', state: 'suggested' }),
    makePhoto({ id: 'b', jobId: 'job', state: 'needs_look' }),
    makePhoto({ id: 'c', jobId: 'job', state: 'suggested' }),
    makePhoto({ id: 'named', jobId: 'job', state: 'named' }),
    makePhoto({ id: 'other', jobId: 'newer', state: 'suggested' }),
  ].map((photo) => [photo.id, photo]),
);
const items = [
  item('c', 2),
  item('a', 0),
  item('b', 1, ['low_confidence']),
  item('named', 3),
  item('other', 4),
  item('gone', 5),
];
const rows = reviewRows(items, (id) => photos.get(id), 'job');
const ids = (of: readonly ReviewRow[]) => of.map((row) => row.photoId);

test('what needs a look is on top, the rest keeps the order of the job; nothing decided is asked again', () => {
  expect(ids(rows)).toEqual(['b', 'a', 'c']);
});

test('suggestions that come meanwhile join their kind; what stood here keeps its place', () => {
  const came = reviewRows(
    [item('new', 7), item('look', 8, ['address'])],
    (photoId) => makePhoto({ id: photoId, jobId: 'job', state: 'suggested' }),
    'job',
  );
  expect(ids(withNew(rows, [...came, ...rows]))).toEqual(['b', 'look', 'a', 'c', 'new']);
});

test('after a decision the next open row is current, at the end the nearest one before', () => {
  const decided = new Set(['a']);
  const open = (row: ReviewRow) => !decided.has(row.photoId);
  expect(nextOpen(rows, 'b', open)).toBe('c');
  expect(nextOpen(rows, 'c', open)).toBe('b');
  expect(nextOpen(rows, 'c', () => false)).toBe('c');
});

test('moving stops at the ends', () => {
  expect([neighbour(rows, 'b', -1), neighbour(rows, 'b', 1), neighbour(rows, 'c', 1)]).toEqual([
    'b',
    'a',
    'c',
  ]);
});

test('a filter shows what was decided so; one taken back needs a look again', () => {
  const [b] = rows;
  if (!b) throw new Error('no row');
  expect(fits(b, undefined, 'needsLook')).toBe(true);
  expect(fits(b, { kind: 'skipped' }, 'needsLook')).toBe(false);
  expect(fits(b, { kind: 'skipped' }, 'skipped')).toBe(true);
  expect(fits(b, { kind: 'takenBack' }, 'needsLook')).toBe(true);
  expect(fits(b, { kind: 'accepted', renameId: 'r', edited: false }, 'accepted')).toBe(true);
});
