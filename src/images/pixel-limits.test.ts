import { expect, test } from 'vitest';
import { defaultPixelLimits, isWithinLimits } from './pixel-limits.ts';
import type { PictureHeader } from './pixel-limits.ts';

function allowed(header: Partial<PictureHeader>): boolean {
  const whole: PictureHeader = {
    mediaType: 'image/jpeg',
    width: 1,
    height: 1,
    frames: 1,
    progressive: false,
    bitsPerSample: 8,
    hasAlpha: false,
    ...header,
  };
  return isWithinLimits(whole, defaultPixelLimits);
}

test('lets through what phones and cameras make', () => {
  expect(allowed({ width: 16_320, height: 12_240 })).toBe(true);
  expect(allowed({ mediaType: 'image/heic', width: 8064, height: 6048 })).toBe(true);
  expect(allowed({ mediaType: 'image/avif', width: 5472, height: 3648 })).toBe(true);
  expect(allowed({ mediaType: 'image/avif', width: 5472, height: 3648, bitsPerSample: 10 })).toBe(true);
  expect(allowed({ mediaType: 'image/gif', width: 1920, height: 1080, frames: 500 })).toBe(true);
});

test('refuses what would take a gigabyte', () => {
  expect(allowed({ width: 16_000, height: 16_000 })).toBe(false);
  expect(allowed({ width: 10_100, height: 10_000, progressive: true })).toBe(false);
  expect(allowed({ mediaType: 'image/png', width: 30_000, height: 30_000 })).toBe(false);
  expect(allowed({ mediaType: 'image/png', width: 8000, height: 8000, progressive: true })).toBe(false);
  expect(allowed({ mediaType: 'image/avif', width: 8000, height: 8000 })).toBe(false);
  expect(allowed({ mediaType: 'image/avif', width: 6000, height: 5000, bitsPerSample: 10 })).toBe(false);
  expect(allowed({ mediaType: 'image/avif', width: 6000, height: 5000, hasAlpha: true })).toBe(false);
  expect(allowed({ mediaType: 'image/heic', width: 9000, height: 9000 })).toBe(false);
  expect(allowed({ mediaType: 'image/gif', width: 10_000, height: 10_000, frames: 2000 })).toBe(false);
});
