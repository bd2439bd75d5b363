import sharp from 'sharp';
import { expect, test } from 'vitest';
import { perceptualHash } from './perceptual-hash.ts';
import type { Pixels } from './pixels.ts';

/** A smooth scene of a few waves; another `seed` is another scene. */
function scene(seed: number, width = 300, height = 200): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const x = (pixel % width) / width;
    const y = Math.floor(pixel / width) / height;
    const tone = 128 + 60 * Math.sin(x * 9 * seed + y * 5) + 60 * Math.cos(y * 11 - x * 4 * seed + seed);
    data.fill(Math.max(0, Math.min(255, tone)), pixel * 3, pixel * 3 + 3);
  }
  return { data, width, height, channels: 3 };
}

function distance(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (const [index, byte] of a.entries())
    bits += (byte ^ (b[index] ?? 0)).toString(2).replaceAll('0', '').length;
  return bits;
}

async function recompressed({ data, width, height, channels }: Pixels): Promise<Pixels> {
  const jpeg = await sharp(data, { raw: { width, height, channels } })
    .resize(160)
    .jpeg({ quality: 40 })
    .toBuffer();
  const { data: smaller, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return { data: smaller, width: info.width, height: info.height, channels: 3 };
}

test('is the same, or nearly, for a smaller and recompressed copy', async () => {
  const original = perceptualHash(scene(1));
  expect(original).toHaveLength(16);
  expect(distance(original, perceptualHash(await recompressed(scene(1))))).toBeLessThanOrEqual(12);
});

test('is far apart for different scenes', () => {
  expect(distance(perceptualHash(scene(1)), perceptualHash(scene(2)))).toBeGreaterThan(20);
});

test('sees which neighbour is brighter, to the right and below', () => {
  const rightwards = new Uint8Array(9 * 9 * 3).map((_, index) => (Math.floor(index / 3) % 9) * 20);
  const hash = perceptualHash({ data: rightwards, width: 9, height: 9, channels: 3 });
  expect([...hash]).toEqual([...Array(8).fill(255), ...Array(8).fill(0)]);
});

test('works for a picture of one pixel', () => {
  expect([...perceptualHash({ data: Uint8Array.of(9, 9, 9), width: 1, height: 1, channels: 3 })]).toEqual(
    Array(16).fill(0),
  );
});
