import { expect, test } from 'vitest';
import type { Pixels } from './pixels.ts';
import { undecodedShare } from './undecoded-share.ts';

/** Busy pixels, but grey where `isBlank` says so. */
function picture(width: number, height: number, isBlank: (x: number, y: number) => boolean): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let index = 0; index < data.length; index += 1) {
    const pixel = Math.floor(index / 3);
    data[index] = isBlank(pixel % width, Math.floor(pixel / width)) ? 128 : (index * 73) % 251;
  }
  return { data, width, height, channels: 3 };
}

test('is nothing for a whole picture', () => {
  expect(undecodedShare(picture(40, 30, () => false))).toBe(0);
});

test('is what is blank at the end, on any side', () => {
  expect(undecodedShare(picture(40, 30, (_, y) => y >= 15))).toBe(0.5);
  expect(undecodedShare(picture(40, 30, (_, y) => y < 3))).toBe(0.1);
  expect(undecodedShare(picture(40, 30, (x) => x >= 30))).toBe(0.25);
});

test('does not count a blank stripe within', () => {
  expect(undecodedShare(picture(40, 30, (_, y) => y > 5 && y < 20))).toBe(0);
});

test('is everything where nothing was decoded', () => {
  expect(undecodedShare(picture(40, 30, () => true))).toBe(1);
});
