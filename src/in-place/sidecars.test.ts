import { expect, test } from 'vitest';
import { looksLikePhoto } from './file-kinds.ts';
import { sidecarName, sidecarsOf } from './sidecars.ts';

const filesOf = (paths: readonly string[]) =>
  paths.map((path) => ({ path, bytes: 1, mtimeMs: 1, isPhotoByName: looksLikePhoto(path) }));

function follow(...paths: string[]): Record<string, readonly string[]> {
  const photos = paths.filter(looksLikePhoto);
  return Object.fromEntries(sidecarsOf(filesOf(paths), photos));
}

test('settings, camera formats and live parts of the stem follow, whatever their case', () => {
  const sidecars = [
    'IMG_1.xmp',
    'img_1.AAE',
    'IMG_1.CR3',
    'IMG_1.MOV',
    'IMG_1.thm',
    'IMG_1.wav',
    'IMG_1.mp4',
  ];
  expect(follow('IMG_1.JPG', ...sidecars)).toEqual({ 'IMG_1.JPG': sidecars });
});

test('what has the whole name follows, of the photo and of the camera format beside it', () => {
  expect(follow('IMG_1.JPG', 'IMG_1.JPG.xmp', 'IMG_1.CR3', 'IMG_1.CR3.xmp')).toEqual({
    'IMG_1.JPG': ['IMG_1.JPG.xmp', 'IMG_1.CR3', 'IMG_1.CR3.xmp'],
  });
});

test('a longer number, another folder, another kind of file and another photo do not follow', () => {
  expect(
    follow(
      'IMG_1.JPG',
      'IMG_10.xmp',
      'IMG_1-2.xmp',
      'sub/IMG_1.xmp',
      'IMG_1.txt',
      'IMG_1.png',
      'IMG_1.b.xmp',
    ),
  ).toEqual({});
});

test('of two photos of a stem the camera format has the sidecar, else the first by name', () => {
  expect(follow('IMG_1.JPG', 'IMG_1.dng', 'IMG_1.xmp', 'IMG_1.jpg.xmp')).toEqual({
    'IMG_1.dng': ['IMG_1.xmp'],
    'IMG_1.JPG': ['IMG_1.jpg.xmp'],
  });
  expect(follow('IMG_1.png', 'IMG_1.JPG', 'IMG_1.xmp')).toEqual({ 'IMG_1.JPG': ['IMG_1.xmp'] });
});

test('where two stems differ in case alone, a sidecar follows the one written as it is', () => {
  expect(follow('IMG.jpg', 'img.jpg', 'img.xmp', 'IMG.xmp')).toEqual({
    'IMG.jpg': ['IMG.xmp'],
    'img.jpg': ['img.xmp'],
  });
});

test('decomposed letters are the same letters', () => {
  expect(follow('caf\u00e9.jpg', 'cafe\u0301.xmp')).toEqual({ 'caf\u00e9.jpg': ['cafe\u0301.xmp'] });
});

test.each([
  ['IMG_1.xmp', 'beach.xmp'],
  ['img_1.AAE', 'beach.AAE'],
  ['IMG_1.CR3.xmp', 'beach.CR3.xmp'],
  ['IMG_1.JPG.xmp', 'beach.jpg.xmp'],
  ['IMG_1.JPG.XMP', 'beach.jpg.XMP'],
])('beside beach.jpg, %s is called %s', (sidecar, name) => {
  expect(sidecarName({ photo: 'a/IMG_1.JPG', to: 'beach.jpg', sidecar: `a/${sidecar}` })).toBe(name);
});

test('a decomposed sidecar keeps the whole of its ending', () => {
  expect(sidecarName({ photo: 'caf\u00e9.jpg', to: 'bar.jpg', sidecar: 'cafe\u0301.xmp' })).toBe('bar.xmp');
});
