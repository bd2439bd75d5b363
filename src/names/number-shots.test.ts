import { expect, test } from 'vitest';
import { numberShots } from './number-shots.ts';

function numbersOf(...paths: readonly string[]): number[] {
  const files = paths.map((path) => {
    const [folder = '', stem = '', extension = ''] = path.split(/[/.]/u);
    return { folder, extension, shotKey: stem === '' ? null : stem, takenLocal: null };
  });
  return numberShots(files, 'never').map(({ position }) => position);
}

test('RAW and JPEG of one shot have one number, wherever they stand', () => {
  expect(numbersOf('a/1.jpg', 'a/1.DNG', 'a/2.jpg')).toEqual([0, 0, 1]);
  expect(numbersOf('a/1.jpg', 'a/2.jpg', 'a/1.dng', 'a/2.dng', 'a/3.jpg')).toEqual([0, 1, 0, 1, 2]);
});

test('what is no pair counts by itself: another folder, another picture of the same name, a photo without a key', () => {
  expect(numbersOf('a/1.jpg', 'b/1.dng', 'a/2.jpg', 'a/2.png', 'a/.dng', 'a/.jpg')).toEqual([
    0, 1, 2, 3, 4, 5,
  ]);
});

test('a second JPEG of that name is another shot', () => {
  expect(numbersOf('a/1.jpg', 'a/1.dng', 'a/1.jpg', 'a/2.jpg')).toEqual([0, 0, 1, 2]);
});

test('the largest number tells how wide all of them are', () => {
  const file = { folder: 'a', extension: 'jpg', shotKey: 'one', takenLocal: null };
  expect(numberShots([file, { ...file, extension: 'DNG' }], 'never')[1]).toEqual({ position: 0, total: 1 });
});
