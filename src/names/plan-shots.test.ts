import { describe, expect, test } from 'vitest';
import { planShots, shotOf, type ShotWish } from './plan-shots.ts';
import type { PlanOptions } from './plan-renames.ts';

const options = (onConflict: PlanOptions['onConflict']): PlanOptions => ({
  onConflict,
  separator: '-',
  maxLength: 60,
});

const wish = (from: string, stem: string, more: Partial<ShotWish> = {}): ShotWish => ({
  photoId: from,
  folder: '',
  from,
  extension: from.split('.').at(-1)?.toLowerCase() ?? '',
  stem,
  shot: shotOf('s', from),
  typed: false,
  ...more,
});
const single = (from: string, stem: string) => wish(from, stem, { shot: null });
const pair = (stem: string, wished: string) => [wish(`${stem}.JPG`, wished), wish(`${stem}.DNG`, wished)];

const plan = (
  wishes: readonly ShotWish[],
  onConflict: PlanOptions['onConflict'] = 'number',
  taken: readonly string[] = [],
) => planShots(wishes, (_, key) => taken.includes(key), options(onConflict)).rows;
const names = (...of: Parameters<typeof plan>) => plan(...of).map(({ to }) => to);
const statuses = (...of: Parameters<typeof plan>) => plan(...of).map(({ status }) => status);

describe('files of one shot', () => {
  test('have the stem of the first', () => {
    expect(names([wish('a.JPG', 'beach-1'), wish('a.DNG', 'beach-2')])).toEqual([
      'beach-1.jpg',
      'beach-1.dng',
    ]);
  });

  test('have the stem that was typed for either, and each its own where both were typed', () => {
    const [jpeg, raw] = [wish('a.JPG', 'beach'), wish('a.DNG', 'Anna', { typed: true })];
    expect(names([jpeg, raw])).toEqual(['Anna.jpg', 'Anna.dng']);
    expect(names([{ ...jpeg, typed: true }, raw])).toEqual(['beach.jpg', 'Anna.dng']);
  });

  test('are numbered shot by shot', () => {
    expect(names([...pair('a', 'beach'), ...pair('b', 'beach')])).toEqual([
      'beach.jpg',
      'beach.dng',
      'beach-2.jpg',
      'beach-2.dng',
    ]);
  });

  test('pass over a number that only one of them can have', () => {
    const taken = ['beach.jpg', 'beach-2.dng'];
    expect(names([...pair('a', 'beach'), ...pair('b', 'beach')], 'number', taken)).toEqual([
      'beach-3.jpg',
      'beach-3.dng',
      'beach-4.jpg',
      'beach-4.dng',
    ]);
    expect(names([single('z.DNG', 'beach'), ...pair('a', 'beach')])).toEqual([
      'beach.dng',
      'beach-2.jpg',
      'beach-2.dng',
    ]);
  });

  test('join one that has its name', () => {
    expect(
      names([wish('beach-2.jpg', 'beach'), wish('beach-2.DNG', 'beach')], 'number', ['beach.jpg']),
    ).toEqual(['beach-2.jpg', 'beach-2.dng']);
  });

  test('are refused, or left out, together', () => {
    expect(statuses(pair('a', 'beach'), 'fail', ['beach.dng'])).toEqual(['collision', 'collision']);
    expect(statuses(pair('a', 'beach'), 'skip', ['beach.dng'])).toEqual(['skipped', 'skipped']);
    expect(statuses(pair('a', 'beach'), 'fail')).toEqual(['ok', 'ok']);
  });

  test('go their own ways where one keeps its name, or in another folder', () => {
    const [jpeg, raw] = [wish('a.JPG', 'one'), wish('a.DNG', 'two')];
    expect(names([{ ...jpeg, locked: true }, raw])).toEqual(['a.JPG', 'two.dng']);
    expect(names([{ ...jpeg, folder: 'x' }, raw])).toEqual(['one.jpg', 'two.dng']);
  });
});

test('photos of one burst are no files of one shot', () => {
  expect(names([wish('a.JPG', 'one'), wish('b.JPG', 'two')])).toEqual(['one.jpg', 'two.jpg']);
  expect(shotOf(null, 'a.JPG')).toBeNull();
  expect(shotOf('s', 'IMG_1.dng')).toBe(shotOf('s', 'img_1.JPG'));
});

test('ten thousand pairs of one name do not go round often', () => {
  let asked = 0;
  const wishes = Array.from({ length: 10_000 }, (_, n) => pair(`p${n}`, 'beach')).flat();
  const { rows } = planShots(
    wishes,
    () => {
      asked += 1;
      return false;
    },
    options('number'),
  );
  expect(rows.at(-1)?.to).toBe('beach-10000.dng');
  expect(asked).toBeLessThan(100_000);
});
