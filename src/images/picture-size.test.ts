import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readPictureSize } from './picture-size.ts';

const picture = (width: number, height: number, alpha = false) =>
  sharp({
    create: { width, height, channels: alpha ? 4 : 3, background: { r: 200, g: 30, b: 90, alpha: 0.5 } },
  });

describe('the size of a picture, by its header', () => {
  test.each([
    ['JPEG', 'image/jpeg', () => picture(768, 511).jpeg()],
    ['progressive JPEG', 'image/jpeg', () => picture(33, 768).jpeg({ progressive: true })],
    [
      'JPEG with metadata',
      'image/jpeg',
      () =>
        picture(12, 34)
          .jpeg()
          .withExif({ IFD0: { Make: 'x'.repeat(9000) } }),
    ],
    ['lossy WebP', 'image/webp', () => picture(480, 321).webp()],
    ['lossless WebP', 'image/webp', () => picture(321, 480).webp({ lossless: true })],
    ['WebP with alpha', 'image/webp', () => picture(7, 480, true).webp()],
  ] as const)('is that of the decoder for a %s', async (_, mediaType, make) => {
    const { data, info } = await make().toBuffer({ resolveWithObject: true });
    expect(readPictureSize(data)).toEqual({ mediaType, width: info.width, height: info.height });
  });

  test('is unknown for other types, for a header cut off, and for no width', async () => {
    const jpeg = await picture(40, 30).jpeg().toBuffer();
    expect(readPictureSize(await picture(40, 30).png().toBuffer())).toBeNull();
    expect(readPictureSize(jpeg.subarray(0, 40))).toBeNull();
    expect(readPictureSize(new Uint8Array())).toBeNull();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    const flat = Uint8Array.from(jpeg);
    flat.set([0, 0], frame + 7);
    expect(readPictureSize(flat)).toBeNull();
  });

  test('ends for whatever follows the first bytes', () => {
    const starts = [
      [0xff, 0xd8, 0xff],
      [...Buffer.from('RIFF....WEBPVP8 ')],
      [...Buffer.from('RIFF....WEBPVP8X')],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const size = readPictureSize(Uint8Array.from([...start, ...rest]));
        expect(size === null || size.width > 0).toBe(true);
      }),
    );
  });
});
