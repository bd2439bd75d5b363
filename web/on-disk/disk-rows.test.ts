import { expect, test } from 'vitest';
import { countFiles, lastParts, rowsKept, rowsOf } from './disk-rows.ts';
import { makeDiskFile } from './make-disk-file.test-data.ts';

const nobody: ReadonlySet<string> = new Set();

test('what is left out by hand is not counted as renamed, nor are its sidecars', () => {
  const files = [
    makeDiskFile({ id: 'a', sidecars: ['.CR3', '.xmp'] }),
    makeDiskFile({ id: 'b', sidecars: ['.xmp'] }),
    makeDiskFile({ id: 'c', status: 'done' }),
    makeDiskFile({ id: 'd', status: 'unnamed', to: null }),
  ];
  expect(countFiles(files, nobody)).toMatchObject({ all: 4, toRename: 2, ticked: 2, sidecars: 3, done: 1 });
  expect(countFiles(files, new Set(['a', 'c']))).toMatchObject({
    toRename: 2,
    ticked: 1,
    sidecars: 1,
    leftOut: 1,
    unnamed: 1,
  });
});

test('raw files of every maker are said as one kind, the most frequent kind first', () => {
  const files = [
    makeDiskFile({ id: 'a', sidecars: ['.CR3', '.XMP'] }),
    makeDiskFile({ id: 'b', sidecars: ['.nef', '.xmp'] }),
    makeDiskFile({ id: 'c', sidecars: ['.xmp'] }),
  ];
  expect(countFiles(files, nobody).sidecarKinds).toEqual(['.xmp', 'raw']);
});

test('problems are counted by their reason', () => {
  const problem = { code: 'open_elsewhere', text: '' } as const;
  const files = [
    makeDiskFile({ id: 'a', status: 'problem', problem }),
    makeDiskFile({ id: 'b', status: 'problem', problem }),
    makeDiskFile({ id: 'c', status: 'problem', problem: { code: 'name_taken', text: '' } }),
  ];
  expect(Object.fromEntries(countFiles(files, nobody).reasons)).toEqual({ open_elsewhere: 2, name_taken: 1 });
});

test('rows are sorted as people count: 2 before 10, folder by folder', () => {
  const files = [
    makeDiskFile({ id: 'a', name: 'IMG_10.JPG', to: 'b.jpg' }),
    makeDiskFile({ id: 'b', name: 'IMG_2.JPG', to: 'c.jpg' }),
    makeDiskFile({ id: 'c', name: 'IMG_1.JPG', place: 'Z', to: 'a.jpg' }),
  ];
  expect(rowsOf(files, 'all', 'taken')).toEqual(['a', 'b', 'c']);
  expect(rowsOf(files, 'all', 'name')).toEqual(['b', 'a', 'c']);
  expect(rowsOf(files, 'all', 'to')).toEqual(['c', 'a', 'b']);
});

test('a row stays in its filter and in its place after it was renamed, and new ones join at the end', () => {
  const before = [makeDiskFile({ id: 'a' }), makeDiskFile({ id: 'b' }), makeDiskFile({ id: 'gone' })];
  const shown = rowsOf(before, 'toRename', 'taken');
  const after = [
    makeDiskFile({ id: 'new' }),
    makeDiskFile({ id: 'other', status: 'done' }),
    makeDiskFile({ id: 'a', status: 'done' }),
    makeDiskFile({ id: 'b' }),
  ];
  expect(rowsKept(shown, after, 'toRename')).toEqual(['a', 'b', 'new']);
});

test('the end of a path is read in the way of every system', () => {
  expect(lastParts('/home/ana/Pictures/Wedding 2024/Ceremony', 3)).toEqual([
    'Pictures',
    'Wedding 2024',
    'Ceremony',
  ]);
  expect(lastParts('C:\\Fotos\\Boda\\', 3)).toEqual(['C:', 'Fotos', 'Boda']);
  expect(lastParts('/', 3)).toEqual([]);
});
