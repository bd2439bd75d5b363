import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { createDiskStore } from './disk-state.ts';
import { makeDiskFile } from './make-disk-file.test-data.ts';
import { needsNames, panelTitle, photoIdsToName, unnamedPhotoIds } from './names-wanted.ts';

function stateOf(...files: ReturnType<typeof makeDiskFile>[]) {
  const store = createDiskStore();
  store.takeFiles({ files, planHash: 'p' });
  return store;
}

const unnamed = (id: string) => makeDiskFile({ id, status: 'unnamed', to: null });

test('names come first only while no photo has one', () => {
  expect(needsNames(stateOf(unnamed('a'), unnamed('b')).get())).toBe(true);
  expect(needsNames(stateOf(unnamed('a'), makeDiskFile({ id: 'b' })).get())).toBe(false);
  expect(needsNames(stateOf().get())).toBe(false);
});

test('the title says what the disk is like', () => {
  expect(panelTitle(stateOf(unnamed('a')).get(), en)).toBe(en.onDisk.noNames);
  expect(panelTitle(stateOf(makeDiskFile()).get(), en)).toBe(en.onDisk.nothingChanged);
  expect(panelTitle(stateOf(makeDiskFile({ status: 'done' })).get(), en)).toBe(en.onDisk.allDone);
});

test('a photo that stands twice on disk is named once, and one left out is not named', () => {
  const store = stateOf(
    makeDiskFile({ id: 'a', photoId: 'p' }),
    makeDiskFile({ id: 'b', photoId: 'p', status: 'problem' }),
    makeDiskFile({ id: 'c', photoId: 'q' }),
    unnamed('d'),
  );
  store.tick(['c'], false);
  expect(photoIdsToName(store.get())).toEqual(['p', 'photo-d']);
  expect(unnamedPhotoIds(store.get())).toEqual(['photo-d']);
});
