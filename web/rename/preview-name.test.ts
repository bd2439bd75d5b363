import { expect, test } from 'vitest';
import { makePhoto } from '../make-photo.test-data.ts';
import { defaultTemplate } from '../../src/names/template.ts';
import { placesIn, previewName, settleEqualNames } from './preview-name.ts';

const analysis = {
  subject: 'bee on a flower',
  title: 'Bee on pincushion flower',
  short: 'bee',
  alt: '',
  keywords: [],
  text: '',
  confidence: 'high',
  problem: '',
  language: 'en',
  provider: 'openai',
  model: 'gpt-6-luna',
} as const;
const base = { template: defaultTemplate, language: 'en', position: 0, total: 128, seen: true };
const bee = makePhoto({
  name: 'IMG_4031.JPG',
  analysis: { ...analysis, keywords: [] },
  takenAt: '2012-09-29T16:11:00',
});

test('a photo that was seen shows the name the job would give', () => {
  expect(previewName({ ...base, photo: bee })).toMatchObject({
    kind: 'name',
    name: 'bee-on-pincushion-flower.jpg',
  });
});

test('a title is never made up for a photo that was not seen', () => {
  expect(previewName({ ...base, photo: makePhoto(), seen: false })).toEqual({ kind: 'unseen' });
});

test('a pattern of facts needs no look', () => {
  const template = { ...defaultTemplate, pattern: '{date} {n}', start: 7, padding: 4 };
  const photo = makePhoto({ takenAt: '2012-09-29T16:11:00' });
  expect(previewName({ ...base, photo, template, position: 2, seen: false })).toMatchObject({
    name: '2012-09-29-0009.jpg',
  });
});

test('a photo with nothing to go by keeps its name', () => {
  const template = { ...defaultTemplate, pattern: '{place}' };
  expect(previewName({ ...base, photo: makePhoto(), template })).toEqual({ kind: 'keeps' });
});

test('numbers in the preview begin anew where the job will', () => {
  const photos = new Map(
    ['x', 'y', 'x'].map((folder, at) => [`p${at}`, makePhoto({ id: `p${at}`, folder })]),
  );
  const ids = [...photos.keys()];
  const positions = (restart: 'never' | 'folder') => ids.map((_, at) => placesIn(ids, photos, restart)(at));
  expect(positions('never').map((place) => place.position)).toEqual([0, 1, 2]);
  expect(positions('folder')).toEqual([
    { position: 0, total: 2 },
    { position: 0, total: 2 },
    { position: 1, total: 2 },
  ]);
});

test('RAW and JPEG of one shot have one number in the preview, as in the job', () => {
  const stack = { id: 's', size: 2, kind: 'pair' } as const;
  const photos = new Map(
    ['IMG_1.JPG', 'IMG_1.DNG', 'IMG_2.JPG'].map((name, at) => [
      `p${at}`,
      makePhoto({ id: `p${at}`, name, originalName: name, stack: at < 2 ? stack : null }),
    ]),
  );
  const ids = [...photos.keys()];
  const places = ids.map((_, at) => placesIn(ids, photos, 'never')(at));
  expect(places).toEqual([0, 0, 1].map((position) => ({ position, total: 2 })));
});

test('equal names in the preview are told apart as the job would, or numbered, or left', () => {
  const photos = [['rocks'], ['rocks'], ['dune']].map((keywords, at) =>
    makePhoto({ id: `p${at}`, name: `IMG_${at}.JPG`, analysis: { ...analysis, keywords } }),
  );
  const namesWith = (sameNames: 'ask' | 'number' | 'skip') => {
    const template = { ...defaultTemplate, sameNames };
    const options = photos.map((photo) => ({ ...base, template, photo }));
    return settleEqualNames(options, options.map(previewName), template).map((preview) =>
      preview.kind === 'name' ? preview.name : preview.kind,
    );
  };
  const bare = 'bee-on-pincushion-flower';
  expect(namesWith('ask')).toEqual([`${bare}.jpg`, `${bare}-2.jpg`, `${bare}-dune.jpg`]);
  expect(namesWith('number')).toEqual([`${bare}.jpg`, `${bare}-2.jpg`, `${bare}-3.jpg`]);
  expect(namesWith('skip')).toEqual([`${bare}.jpg`, 'IMG_1.JPG', 'IMG_2.JPG']);
});
