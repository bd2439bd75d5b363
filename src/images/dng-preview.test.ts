import sharp from 'sharp';
import { expect, test } from 'vitest';
import { findDngPreview } from './dng-preview.ts';

interface Directory {
  readonly width: number;
  readonly height: number;
  readonly photometric: number;
  readonly samples: number;
  readonly compression: number;
  readonly pixels: Uint8Array;
}

const mosaic: Directory = {
  width: 4000,
  height: 3000,
  photometric: 32_803,
  samples: 1,
  compression: 7,
  pixels: new Uint8Array(10),
};

/** A raw file whose directories lie one behind the other, the first one naming those below it. */
function raw(first: Directory, below: readonly Directory[]): Buffer {
  const all = [first, ...below];
  const size = 2 + 12 * 12 + 4;
  const listAt = 8 + all.length * size;
  let pixelsAt = listAt + below.length * 4;
  const directories = all.map((directory, index) => {
    const tags: [number, number, number, number][] = [
      [256, 4, 1, directory.width],
      [257, 4, 1, directory.height],
      [258, 3, 1, 8],
      [259, 3, 1, directory.compression],
      [262, 3, 1, directory.photometric],
      [273, 4, 1, pixelsAt],
      [277, 3, 1, directory.samples],
      [279, 4, 1, directory.pixels.length],
    ];
    if (index === 0 && below.length > 0)
      tags.push([330, 4, below.length, below.length === 1 ? 8 + size : listAt]);
    pixelsAt += directory.pixels.length;
    const bytes = Buffer.alloc(size);
    bytes.writeUInt16LE(tags.length, 0);
    for (const [at, [tag, kind, count, value]] of tags.entries()) {
      bytes.writeUInt16LE(tag, 2 + at * 12);
      bytes.writeUInt16LE(kind, 4 + at * 12);
      bytes.writeUInt32LE(count, 6 + at * 12);
      bytes.writeUInt32LE(value, 10 + at * 12);
    }
    return bytes;
  });
  const list = Buffer.alloc(below.length * 4);
  for (const index of below.keys()) list.writeUInt32LE(8 + (index + 1) * size, index * 4);
  const head = Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]);
  return Buffer.concat([head, ...directories, list, ...all.map(({ pixels }) => pixels)]);
}

const find = (bytes: Uint8Array) =>
  findDngPreview({
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
  });

async function preview(width: number, height: number): Promise<Directory> {
  const create = { width, height, channels: 3, background: 'teal' } as const;
  const pixels = await sharp({ create }).jpeg().toBuffer();
  return { width, height, photometric: 6, samples: 3, compression: 7, pixels };
}

test('finds the largest JPEG below the sensor’s own data', async () => {
  const [small, large] = [await preview(700, 500), await preview(900, 600)];
  const bytes = raw(mosaic, [small, large]);
  const found = await find(bytes);
  expect(found).toMatchObject({ width: 900, height: 600 });
  expect(Buffer.from(large.pixels).equals(bytes.subarray(found?.start, found?.end))).toBe(true);
});

test('a stamp, uncompressed pixels and what lies outside of the file are no preview', async () => {
  const fine = await preview(900, 600);
  expect(await find(raw(mosaic, [await preview(160, 120)]))).toBeNull();
  expect(await find(raw(mosaic, [{ ...fine, compression: 1 }]))).toBeNull();
  expect(await find(raw(mosaic, [fine]).subarray(0, -1))).toBeNull();
  expect(await find(raw(mosaic, []))).toBeNull();
  expect(await find(Buffer.from('II*\0'))).toBeNull();
});
