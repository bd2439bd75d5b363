import { describe, expect, it } from 'vitest';
import { naturalKey, numberPhotos } from './number-photos.ts';

const photo = (name: string, takenLocal: string | null = null, folder = '') => ({ name, takenLocal, folder });
const positions = (...of: Parameters<typeof numberPhotos>) =>
  numberPhotos(...of).map((place) => place.position);

describe('numberPhotos', () => {
  it('counts as chosen, by time, or by name with its numbers', () => {
    const photos = [
      photo('img10.jpg', '2024-05-02T10:00:00'),
      photo('IMG2.jpg', '2024-05-01T10:00:00'),
      photo('img9.jpg', '2024-05-03T10:00:00'),
    ];
    expect(positions(photos, { order: 'selection', restart: 'never' })).toEqual([0, 1, 2]);
    expect(positions(photos, { order: 'taken', restart: 'never' })).toEqual([1, 0, 2]);
    expect(positions(photos, { order: 'name', restart: 'never' })).toEqual([2, 0, 1]);
  });

  it('puts photos without a time last, by name, and those of one second by name too', () => {
    const same = '2024-05-01T10:00:00';
    const photos = [photo('b10'), photo('b9'), photo('a2', same), photo('a1', same)];
    expect(positions(photos, { order: 'taken', restart: 'never' })).toEqual([3, 2, 1, 0]);
  });

  it('begins anew in each folder or each day, with numbers as wide as the largest group needs', () => {
    const photos = [
      photo('a', '2024-05-01T23:59:59', 'x'),
      photo('b', '2024-05-02T00:00:00', 'x'),
      photo('c', null, 'y'),
      photo('d', '2024-05-02T08:00:00', 'y'),
      photo('e', null, 'x'),
    ];
    expect(numberPhotos(photos, { order: 'selection', restart: 'folder' })).toEqual([
      { position: 0, total: 3 },
      { position: 1, total: 3 },
      { position: 0, total: 3 },
      { position: 1, total: 3 },
      { position: 2, total: 3 },
    ]);
    expect(positions(photos, { order: 'selection', restart: 'day' })).toEqual([0, 0, 0, 1, 1]);
  });

  it('counts nothing where there is nothing', () => {
    expect(numberPhotos([], { order: 'taken', restart: 'day' })).toEqual([]);
  });
});

describe('naturalKey', () => {
  it.each([
    ['img2', 'img10'],
    ['img002', 'img10'],
    ['a9b', 'a10a'],
    ['IMG_1', 'img_2'],
    ['2', '100000000000000000000'],
  ])('sorts %s before %s', (one, other) => {
    expect(naturalKey(one) < naturalKey(other)).toBe(true);
  });
});

it('the files of one shot count as one', () => {
  const shot = (name: string, shotKey: string | null) => ({
    folder: '',
    takenLocal: null,
    name,
    shot: shotKey,
  });
  const photos = [
    shot('a.jpg', 'a'),
    shot('a.dng', 'a'),
    shot('b.jpg', null),
    shot('c.jpg', 'c'),
    shot('c.dng', 'c'),
  ];
  expect(numberPhotos(photos, { order: 'selection', restart: 'never' })).toEqual([
    { position: 0, total: 3 },
    { position: 0, total: 3 },
    { position: 1, total: 3 },
    { position: 2, total: 3 },
    { position: 2, total: 3 },
  ]);
});
