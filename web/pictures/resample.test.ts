import sharp from 'sharp';
import { expect, test } from 'vitest';
import { resample } from './resample.ts';

test('gives what the server’s resizing gives', async () => {
  const [width, height] = [768, 512];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const stroke = x % 7 < 2 && y % 19 < 11 ? 20 : 240;
    data.set([stroke, (stroke + x) % 256, (stroke + y) % 256, 255], pixel * 4);
  }
  const expected = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(480, 320)
    .raw()
    .toBuffer();
  const made = resample({ data, width, height }, 480, 320);
  const sum = made.data.reduce((total, value, index) => total + Math.abs(value - (expected[index] ?? 0)), 0);
  expect(sum / made.data.length).toBeLessThan(0.5);
});

test('what is transparent does not shine through', () => {
  const data = Uint8ClampedArray.from([255, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255, 255]);
  const { data: made } = resample({ data, width: 4, height: 1 }, 2, 1);
  expect(made[0]).toBeLessThan(2);
  expect(made[2]).toBeGreaterThan(253);
});
