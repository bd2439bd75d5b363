import { expect, test } from 'vitest';
import { reviewLines, rowsShown } from './review-lines.ts';
import type { ReviewRow } from './review-rows.ts';

const row = (photoId: string, ...flags: string[]): ReviewRow => ({
  photoId,
  proposal: 'x.jpg',
  flags,
  position: 0,
});
const unsure = [row('u1', 'low_confidence'), row('u2', 'low_confidence')];
const address = row('a', 'address');
const plain = [row('p1'), row('p2')];
const all = [...unsure, address, ...plain];
const grouping = (...open: string[]) => ({
  groups: [{ flag: 'low_confidence', rows: unsure }],
  isOpen: (flag: string) => open.includes(flag),
});
const shape = (open: string[], offerAt: string | null = null) =>
  reviewLines(rowsShown(all, grouping(...open)), grouping(...open), { heads: true, offerAt }).map(
    (line) => line.key,
  );

test('a folded group stands on top and its names are not gone through', () => {
  expect(shape([])).toEqual(['group low_confidence', 'look', 'a', 'ready', 'p1', 'p2']);
  expect(rowsShown(all, grouping()).map(({ photoId }) => photoId)).toEqual(['a', 'p1', 'p2']);
});

test('looked through, its names come first', () => {
  expect(shape(['low_confidence'])).toEqual([
    'group low_confidence',
    'u1',
    'u2',
    'look',
    'a',
    'ready',
    'p1',
    'p2',
  ]);
});

test('an offer stands under the name it came from', () => {
  expect(shape([], 'p1').slice(-3)).toEqual(['p1', 'offer', 'p2']);
});
