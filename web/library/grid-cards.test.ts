import { expect, test } from 'vitest';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { createGridCards } from './grid-cards.ts';
import { createPhotoList } from './photo-list.ts';
import { createPhotoStore } from './photo-store.ts';
import { createSelection } from './selection.ts';

const counts = { all: 0, unnamed: 0, named: 0, suggested: 0, needsLook: 0, failed: 0 };
const stack = { id: 's', size: 3, kind: 'burst' } as const;
const library = [
  makePhoto({ id: 'a' }),
  makePhoto({ id: 'b1', stack }),
  makePhoto({ id: 'b2', stack }),
  makePhoto({ id: 'c' }),
  makePhoto({ id: 'b3', stack }),
];

async function grid(photosThere: readonly Photo[] = library) {
  const photos = createPhotoStore();
  const page = { photos: [...photosThere], total: photosThere.length, nextCursor: null, counts, folders: [] };
  const list = createPhotoList({ load: async () => page, photos });
  const cards = createGridCards({ list, photos });
  await list.reload({ keepOrder: false });
  return { photos, list, cards, selection: createSelection(cards.photosOf) };
}

test('a folded stack is one card and as high as one', async () => {
  const { cards } = await grid();
  expect(cards.state()).toEqual({ ids: ['a', 'b1', 'c'], total: 3 });
  expect(cards.photosOf('b1')).toEqual(['b1', 'b2', 'b3']);
  expect(cards.cardOf('b3')).toBe('b1');
});

test('it opens in place and folds again', async () => {
  const { cards } = await grid();
  cards.toggle('s');
  expect(cards.state()).toEqual({ ids: ['a', 'b1', 'b2', 'b3', 'c'], total: 5 });
  expect([cards.photosOf('b1'), cards.cardOf('b3')]).toEqual([['b1'], 'b3']);
  cards.toggle('s');
  expect(cards.state().ids).toEqual(['a', 'b1', 'c']);
});

test('selecting it selects its photos; open, each is selected on its own', async () => {
  const { cards, selection } = await grid();
  selection.toggle('b1');
  expect(selection.ids()).toEqual(['b1', 'b2', 'b3']);
  selection.setAnchor('a');
  selection.extend(cards.state().ids, 'c');
  expect(selection.size()).toBe(5);
  selection.clear();
  cards.toggle('s');
  selection.toggle('b2');
  expect(selection.ids()).toEqual(['b2']);
});

test('a photo that changes changes no other card; one that leaves its stack does', async () => {
  const { cards, list, photos } = await grid();
  const before = [cards.state(), cards.stackOf('b1')];
  let heard = 0;
  cards.subscribe(() => (heard += 1));
  const apply = (change: Partial<Photo>, seq: number) =>
    list.apply({ seq, photos: [makePhoto({ ...change, seq })], removed: [], counts });
  apply({ id: 'b2', stack, name: 'new.jpg', state: 'named' }, 2);
  apply({ id: 'a', name: 'other.jpg' }, 3);
  expect([cards.state(), cards.stackOf('b1')]).toEqual(before);
  expect([cards.stackOf('b1') === before[1], heard, photos.get('b2')?.name]).toEqual([true, 0, 'new.jpg']);
  apply({ id: 'b3', stack: null }, 4);
  expect(cards.state().ids).toEqual(['a', 'b1', 'c', 'b3']);
});

test('ten thousand photos are folded in a moment that nobody notices', async () => {
  const many = Array.from({ length: 10_000 }, (_, n) =>
    makePhoto({ id: `p${n}`, stack: { id: `s${Math.floor(n / 4)}`, size: 4, kind: 'burst' } }),
  );
  const { cards, list } = await grid(many);
  expect(cards.state().total).toBe(2500);
  const before = cards.state();
  list.apply({
    seq: 9,
    photos: [makePhoto({ id: 'p7', stack: many[7]?.stack ?? null, seq: 9 })],
    removed: [],
    counts,
  });
  expect(cards.state()).toBe(before);
});
