import { expect, test } from 'vitest';
import type { Photo, PhotoList as PhotoPage, PhotoListQuery } from '../../src/http/schemas/photo.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { createPhotoList } from './photo-list.ts';
import { createPhotoStore } from './photo-store.ts';

const counts = { all: 0, unnamed: 0, named: 0, suggested: 0, needsLook: 0, failed: 0 };
const numbered = (n: number, change: Partial<Photo> = {}) => makePhoto({ id: `p${n}`, ...change });

/** A server with the photos of `library`; pages are served only when `open` is called, if `held`. */
function setUp(library: Photo[], held = false) {
  const photos = createPhotoStore();
  const asked: Partial<PhotoListQuery>[] = [];
  let open: (() => void) | undefined;
  const load = async (query: Partial<PhotoListQuery>): Promise<PhotoPage> => {
    asked.push(query);
    if (held) await new Promise<void>((resolve) => (open = resolve));
    const from = Number(query.cursor ?? 0);
    const to = from + (query.limit ?? 100);
    const fitting = library.filter((photo) => query.state !== 'named' || photo.state === 'named');
    return {
      photos: fitting.slice(from, to),
      total: fitting.length,
      nextCursor: to < fitting.length ? String(to) : null,
      counts: { ...counts, all: library.length },
      folders: [],
    };
  };
  const list = createPhotoList({ load, photos });
  const event = (changed: Photo[], removed: string[] = []) =>
    list.apply({ seq: 99, photos: changed, removed, counts: { ...counts, all: 1 } });
  return { list, photos, asked, event, next: () => open?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the height is right from the first page on, and "all" waits for the last', async () => {
  const library = Array.from({ length: 1300 }, (_, n) => numbered(n));
  const { list, next } = setUp(library, true);
  void list.reload({ keepOrder: false });
  next();
  await turn();
  expect(list.state()).toMatchObject({ total: 1300, status: 'loading' });
  expect(list.state().ids).toHaveLength(200);
  const all = list.loadAll();
  for (let page = 0; page < 3; page++) {
    next();
    await turn();
  }
  expect(await all).toHaveLength(1300);
});

test('while something runs a new photo joins at the end and a changed one stays where it is', async () => {
  const { list, event } = setUp([numbered(1), numbered(2)]);
  await list.reload({ keepOrder: false });
  event([numbered(3, { takenAt: '1999-01-01T00:00:00' }), numbered(1, { name: 'zebra.jpg', seq: 5 })]);
  expect(list.state().ids).toEqual(['p1', 'p2', 'p3']);
});

test('when it is over the new ones are sorted in', async () => {
  const library = [numbered(1), numbered(2)];
  const { list, event } = setUp(library);
  await list.reload({ keepOrder: false });
  library.unshift(numbered(3));
  event([numbered(3)]);
  await list.settle();
  expect(list.state().ids).toEqual(['p3', 'p1', 'p2']);
});

test('a filter keeps a card that no longer fits it, until it is pressed again', async () => {
  const library = [numbered(1, { state: 'named' }), numbered(2, { state: 'named' })];
  const { list, event } = setUp(library);
  await list.setFilter({ state: 'named' });
  library[0] = numbered(1, { state: 'ready', seq: 7 });
  event([numbered(1, { state: 'ready', seq: 7 })]);
  await list.settle();
  expect(list.state().ids).toEqual(['p1', 'p2']);
  await list.setFilter({ state: 'named' });
  expect(list.state().ids).toEqual(['p2']);
});

test('a photo that does not fit the filter does not join', async () => {
  const { list, event } = setUp([numbered(1, { state: 'named' })]);
  await list.setFilter({ state: 'named' });
  event([numbered(2, { state: 'ready' })]);
  expect(list.state().ids).toEqual(['p1']);
});

test('a gap in the feed during a job reloads without moving a photo', async () => {
  const library = [numbered(1), numbered(2), numbered(3)];
  const { list } = setUp(library);
  await list.reload({ keepOrder: false });
  library.splice(0, 3, numbered(4), numbered(3), numbered(1));
  await list.reload({ keepOrder: true });
  expect(list.state().ids).toEqual(['p1', 'p3', 'p4']);
});

test('a photo that arrives between two pages appears one time', async () => {
  const library = Array.from({ length: 300 }, (_, n) => numbered(n));
  const { list, event, next } = setUp(library, true);
  const loaded = list.reload({ keepOrder: false });
  next();
  await turn();
  event([numbered(250), numbered(999)]);
  next();
  await loaded;
  expect(list.state().ids).toHaveLength(301);
  expect(list.state().ids.at(-1)).toBe('p999');
});

test('many gaps in a row ask for the list at most one more time', async () => {
  const { list, asked, next } = setUp([numbered(1)], true);
  const first = list.reload({ keepOrder: false });
  void list.reload({ keepOrder: true });
  void list.reload({ keepOrder: true });
  next();
  await turn();
  next();
  await first;
  expect(asked).toHaveLength(2);
});

test('a deleted photo leaves the grid', async () => {
  const { list, event, photos } = setUp([numbered(1), numbered(2)]);
  await list.reload({ keepOrder: false });
  event([], ['p1']);
  expect(list.state()).toMatchObject({ ids: ['p2'], total: 1 });
  expect(photos.get('p1')).toBeUndefined();
});

test('an answer that comes late does not undo what an event said first', () => {
  const photos = createPhotoStore();
  photos.put([numbered(1, { name: 'new.jpg', seq: 9 })]);
  photos.put([numbered(1, { name: 'old.jpg', seq: 4 })]);
  expect(photos.get('p1')?.name).toBe('new.jpg');
});

test('one changed photo wakes its own card and no other', () => {
  const photos = createPhotoStore();
  photos.put([numbered(1), numbered(2)]);
  const woken: string[] = [];
  photos.subscribe('p1', () => woken.push('p1'));
  photos.subscribe('p2', () => woken.push('p2'));
  photos.put([numbered(2, { name: 'new.jpg', seq: 2 }), numbered(1)]);
  expect(woken).toEqual(['p2']);
});
