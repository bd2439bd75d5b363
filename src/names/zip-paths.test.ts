import { expect, test } from 'vitest';
import { zipPaths } from './zip-paths.ts';

const photosIn = (...paths: string[]) =>
  paths.map((path) => {
    const at = path.lastIndexOf('/');
    return { folder: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) };
  });

test('folders keep their names', () => {
  const { folders, list } = zipPaths(photosIn('a.jpg', 'Trip/a.jpg', 'Trip/Day 1/a.jpg', 'Home/a.jpg'));
  expect(Object.fromEntries(folders)).toEqual({
    '': '',
    Trip: 'Trip',
    'Trip/Day 1': 'Trip/Day 1',
    Home: 'Home',
  });
  expect(list).toBe('rollcall.csv');
});

test('folders that are one on other systems are numbered, past those that exist', () => {
  const photos = photosIn(
    'Trip/a.jpg',
    'trip/a.jpg',
    'TRIP/a.jpg',
    'trip-2/a.jpg',
    'café/a.jpg',
    'cafe\u0301/a.jpg',
  );
  const paths = [...zipPaths(photos).folders.values()];
  expect(paths).toEqual(['', 'Trip', 'trip-2', 'TRIP-3', 'trip-2-2', 'café', 'cafe\u0301-2']);
});

test('a folder called as a photo beside it is numbered, with all below it', () => {
  const { folders } = zipPaths(photosIn('a.jpg', 'A.jpg/deep/b.jpg', 'x/y.jpg', 'x/y.jpg/z.jpg'));
  expect(folders.get('x/y.jpg')).toBe('x/y.jpg-2');
  expect(folders.get('A.jpg/deep')).toBe('A.jpg-2/deep');
});

test.each([
  ['a folder', 'Rollcall.csv/a.jpg'],
  ['a file', 'ROLLCALL.CSV'],
])('the list gives way to %s of its name', (_, path) => {
  expect(zipPaths(photosIn(path, 'rollcall-2.csv')).list).toBe('rollcall-3.csv');
});
