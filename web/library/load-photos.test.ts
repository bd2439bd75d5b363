import { expect, test } from 'vitest';
import type { PhotoList } from '../../src/http/schemas/photo.ts';
import { createPhotoStore } from './photo-store.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { loadPhotos } from './load-photos.ts';

function server(ids: readonly string[], size: number) {
  const asked: string[] = [];
  return {
    asked,
    listPhotos: ({ cursor }: { cursor?: string | undefined }): Promise<PhotoList> => {
      const start = cursor === undefined ? 0 : Number(cursor);
      asked.push(cursor ?? 'first');
      const end = start + size;
      return Promise.resolve({
        photos: ids.slice(start, end).map((id) => makePhoto({ id })),
        total: ids.length,
        nextCursor: end < ids.length ? String(end) : null,
        counts: { all: ids.length, unnamed: 0, named: 0, suggested: 0, needsLook: 0, failed: 0 },
        folders: [],
      });
    },
  };
}

test('photos that the page knows are not asked for again', async () => {
  const photos = createPhotoStore();
  photos.put([makePhoto({ id: 'b' }), makePhoto({ id: 'a' })]);
  const api = server(['a', 'b'], 1);
  const loaded = await loadPhotos(['a', 'b'], { photos, ...api });
  expect(loaded.map((photo) => photo.id)).toEqual(['a', 'b']);
  expect(api.asked).toEqual([]);
});

test('missing ones are read page by page, no further than needed, and keep the order of the choice', async () => {
  const photos = createPhotoStore();
  const api = server(['a', 'b', 'c', 'd', 'e'], 2);
  const loaded = await loadPhotos(['d', 'a'], { photos, ...api });
  expect(loaded.map((photo) => photo.id)).toEqual(['d', 'a']);
  expect(api.asked).toEqual(['first', '2']);
});

test('one that was deleted meanwhile is left out', async () => {
  const loaded = await loadPhotos(['gone', 'a'], { photos: createPhotoStore(), ...server(['a'], 2) });
  expect(loaded.map((photo) => photo.id)).toEqual(['a']);
});
