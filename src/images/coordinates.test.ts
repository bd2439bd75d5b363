import { expect, test } from 'vitest';
import { readCoordinates } from './coordinates.ts';

test('believes coordinates on this planet', () => {
  expect(readCoordinates(41.9, -12.5)).toEqual({ latitude: 41.9, longitude: -12.5 });
  expect(readCoordinates(0, 9.4)).toEqual({ latitude: 0, longitude: 9.4 });
  expect(readCoordinates(-90, 180)).toEqual({ latitude: -90, longitude: 180 });
});

test('takes what an unset or broken receiver writes for nothing', () => {
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [0, 0],
    [Number.NaN, 3],
    [90.1, 3],
    [3, -180.1],
    ['41', 12],
    [undefined, 12],
    [Infinity, 0],
  ];
  for (const [latitude, longitude] of pairs) expect(readCoordinates(latitude, longitude)).toBeNull();
});
