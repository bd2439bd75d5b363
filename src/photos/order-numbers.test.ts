import { expect, test } from 'vitest';
import { exchanges, type NumberedPhoto } from './order-numbers.ts';

const photo = (
  id: string,
  number: number,
  position: number,
  more: Partial<NumberedPhoto> = {},
): NumberedPhoto => ({
  id,
  name_rev: 1,
  folder: '',
  base_key: 'beach.jpg',
  stem: number === 1 ? 'beach' : `beach-${number}`,
  extension: 'jpg',
  name_key: number === 1 ? 'beach.jpg' : `beach-${number}.jpg`,
  number,
  position,
  stack_id: null,
  taken_local: null,
  ...more,
});

/** Whose name each photo has afterwards. */
const after = (photos: readonly NumberedPhoto[]) => {
  const taken = new Map(exchanges(photos).map(({ photo: { id }, takes }) => [id, takes.stem]));
  return Object.fromEntries(photos.map(({ id, stem }) => [id, taken.get(id) ?? stem]));
};

test('photos of one name exchange their numbers until these follow the order of the photos', () => {
  expect(after([photo('a', 7, 0), photo('b', 1, 1), photo('c', 8, 2)])).toEqual({
    a: 'beach',
    b: 'beach-7',
    c: 'beach-8',
  });
});

test('what is in order already is left alone, and other names and folders are not mixed up', () => {
  expect(exchanges([photo('a', 1, 0), photo('b', 2, 1)])).toEqual([]);
  expect(
    exchanges([
      photo('a', 2, 0),
      photo('b', 1, 1, { folder: 'x' }),
      photo('c', 1, 2, { base_key: 'pier.jpg' }),
    ]),
  ).toEqual([]);
});

test('a burst keeps together where its first photo stands, in the order of its shots', () => {
  const shot = (second: number) => ({ stack_id: 's', taken_local: `2024-05-01 10:00:0${second}` });
  expect(after([photo('late', 2, 1, shot(2)), photo('alone', 1, 2), photo('early', 3, 3, shot(1))])).toEqual({
    early: 'beach',
    late: 'beach-2',
    alone: 'beach-3',
  });
});
