import sharp from 'sharp';
import { expect, test } from 'vitest';
import { bareJpeg } from './bare-jpeg.ts';

const picture = () => sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } });

test('leaves the colour profile and all other notes out, and every pixel in', async () => {
  const noted = await picture()
    .withIccProfile('srgb')
    .withExif({ IFD0: { Make: 'Maker' } })
    .jpeg()
    .toBuffer();
  const bare = bareJpeg(noted);
  const { icc, exif, width, height } = await sharp(bare).metadata();
  expect({ icc, exif, width, height }).toEqual({ icc: undefined, exif: undefined, width: 40, height: 30 });
  const pixels = async (jpeg: Uint8Array) => await sharp(jpeg).raw().toBuffer();
  expect((await pixels(bare)).equals(await pixels(noted))).toBe(true);
});

test('what has none stays as it is', async () => {
  const jpeg = await picture().jpeg().toBuffer();
  expect(Buffer.from(bareJpeg(jpeg)).equals(jpeg)).toBe(true);
});
