import { expect, test } from 'vitest';
import { createPhotoStore } from '../library/photo-store.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { createNameFeed } from './name-feed.ts';

function feed() {
  const photos = createPhotoStore();
  const names = createNameFeed({ photos, now: () => 1000 });
  /** As the page does it: the feed first, then the store. */
  const come = (change: Parameters<typeof makePhoto>[0]) => {
    const photo = makePhoto({ id: 'a', jobId: 'j', name: 'IMG_1.jpg', ...change });
    names.take([photo]);
    photos.put([photo]);
  };
  return { names, come };
}

test('a proposal is listed as it comes, beside the name that the photo still has', () => {
  const { names, come } = feed();
  come({ state: 'analysing' });
  come({ state: 'suggested', suggestedName: 'red-fox.jpg' });
  expect(names.get()).toMatchObject([{ name: 'red-fox.jpg', old: 'IMG_1.jpg', proposed: true, at: 1000 }]);
  expect(names.before('j')).toMatchObject([{ name: 'red-fox.jpg', proposed: true, at: null }]);
});

test('a proposal that is told again is not new, another one takes its place', () => {
  const { names, come } = feed();
  come({ state: 'needs_look', suggestedName: 'red-fox.jpg' });
  come({ state: 'needs_look', suggestedName: 'red-fox.jpg' });
  come({ state: 'suggested', suggestedName: 'fox-in-snow.jpg' });
  expect(names.get().map(({ name }) => name)).toEqual(['fox-in-snow.jpg']);
});

test('a photo that a job named is listed with the name it had', () => {
  const { names, come } = feed();
  come({ state: 'named', nameSource: 'job', nameRev: 2, name: 'red-fox.jpg', previousName: 'IMG_1.jpg' });
  expect(names.get()).toMatchObject([{ name: 'red-fox.jpg', old: 'IMG_1.jpg', proposed: false }]);
});
