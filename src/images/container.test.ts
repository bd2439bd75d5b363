import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert, asyncProperty, constantFrom, uint8Array } from 'fast-check';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readContainer } from './container.ts';
import type { MediaType } from './image-work.ts';
import { reachesEndMark } from './jpeg-container.ts';
import { readPictureMetadata } from './picture-metadata.ts';
import type { ReadableFile } from './readable-file.ts';

const fourTiles = path.join(import.meta.dirname, '../../test/photos/four-tiles.heic');
const now = Date.UTC(2026, 5, 15);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-containers-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function inMemory(bytes: Uint8Array): ReadableFile {
  return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}

function scene(channels: 3 | 4 = 3): Sharp {
  const data = Uint8Array.from({ length: 90 * 60 * channels }, (_, index) => (index * 7) % 251);
  return sharp(data, { raw: { width: 90, height: 60, channels } });
}

const taken = { IFD0: { Make: 'Maker', Model: 'M1' }, IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' } };
const signed = (channels?: 4) => scene(channels).withMetadata({ orientation: 6 }).withExifMerge(taken);

const pictures: readonly [string, MediaType, () => Sharp][] = [
  ['JPEG', 'image/jpeg', () => signed().jpeg()],
  ['progressive JPEG', 'image/jpeg', () => signed().jpeg({ progressive: true })],
  ['grey JPEG', 'image/jpeg', () => signed().greyscale().jpeg()],
  ['PNG', 'image/png', () => signed().png()],
  ['interlaced PNG with transparency', 'image/png', () => signed(4).png({ progressive: true })],
  ['deep PNG', 'image/png', () => signed().toColourspace('rgb16').png()],
  ['WebP', 'image/webp', () => signed().webp()],
  ['lossless WebP with transparency', 'image/webp', () => signed(4).webp({ lossless: true })],
  ['GIF', 'image/gif', () => scene().gif()],
  ['AVIF', 'image/avif', () => scene().withExif(taken).avif({ effort: 0 })],
  ['AVIF with transparency', 'image/avif', () => scene(4).avif({ effort: 0 })],
];

test.for(pictures)('%s: says the same as its decoder', async ([, mediaType, make]) => {
  const bytes = await make().toBuffer();
  const told = await sharp(bytes).metadata();
  const container = await readContainer(inMemory(bytes), mediaType);
  expect(container?.header).toMatchObject({
    mediaType,
    width: told.width,
    height: told.height,
    frames: 1,
    progressive: mediaType === 'image/gif' ? false : (told.isProgressive ?? false),
    ...(mediaType === 'image/gif' ? {} : { hasAlpha: told.hasAlpha }),
  });
  expect(container?.exif === null).toBe(told.exif === undefined);
  expect(readPictureMetadata(container?.exif ?? null, now)).toEqual(
    readPictureMetadata(told.exif ?? null, now),
  );
});

test('HEIC: size of the whole, not of a tile', async () => {
  const container = await readContainer(inMemory(await readFile(fourTiles)), 'image/heic');
  expect(container?.header).toMatchObject({ width: 1024, height: 1024 });
});

test('a JPEG without its EXIF segment is not turned by any decoder', async () => {
  const bytes = await signed().jpeg().toBuffer();
  const container = await readContainer(inMemory(bytes), 'image/jpeg');
  expect(container?.exifSpans).toHaveLength(1);
  const [span] = container?.exifSpans ?? [];
  const file = path.join(folder, 'bare.jpg');
  await writeFile(file, Buffer.concat([bytes.subarray(0, span?.start), bytes.subarray(span?.end)]));
  expect(await sharp(file).metadata()).toMatchObject({ width: 90, height: 60 });
  expect((await sharp(file).metadata()).orientation).toBeUndefined();
});

test('a JPEG that breaks off does not reach its end mark', async () => {
  const bytes = await sharp({
    create: { width: 400, height: 300, channels: 3, noise: noise(), background: 'grey' },
  })
    .jpeg({ quality: 95 })
    .toBuffer();
  const pixelsAt = (await readContainer(inMemory(bytes), 'image/jpeg'))?.pixelsAt ?? 0;
  expect(await reachesEndMark(inMemory(bytes), pixelsAt)).toBe(true);
  expect(await reachesEndMark(inMemory(Buffer.concat([bytes, Buffer.from('PK')])), pixelsAt)).toBe(true);
  expect(await reachesEndMark(inMemory(bytes.subarray(0, -2)), pixelsAt)).toBe(false);
  expect(await reachesEndMark(inMemory(bytes.subarray(0, bytes.length / 2)), pixelsAt)).toBe(false);
});

function noise() {
  return { type: 'gaussian', mean: 120, sigma: 60 } as const;
}

test('never throws, whatever it is given', async () => {
  const starts = await Promise.all(pictures.map(async ([, , make]) => await make().toBuffer()));
  const types = [...new Set(pictures.map(([, mediaType]) => mediaType)), 'image/heic'] as const;
  await assert(
    asyncProperty(
      constantFrom(...starts, await readFile(fourTiles)),
      constantFrom(...types),
      uint8Array({ minLength: 1, maxLength: 30 }),
      async (picture, mediaType, scratches) => {
        const bytes = Uint8Array.from(picture.subarray(0, 3000));
        for (const [index, scratch] of scratches.entries())
          bytes[(scratch * 7919 + index * 104_729) % Math.min(bytes.length, 700)] = scratch;
        expect(await readContainer(inMemory(bytes), mediaType)).not.toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});
