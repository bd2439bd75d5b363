import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultPixelLimits } from './pixel-limits.ts';
import { preparePicture } from './prepare-picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-raw-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly photometric: number;
  readonly samples: number;
}

const mosaic: RawPicture = { width: 800, height: 600, photometric: 32_803, samples: 1 };

/** A DNG with one uncompressed 8-bit picture in its first directory and others below it. */
function dng(first: RawPicture, below: readonly RawPicture[] = [], orientation = 1): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0])];
  let at = 8;
  const tagsOf = (
    { width, height, photometric, samples }: RawPicture,
    pixelsAt: number,
  ): [number, number, number][] => [
    [0x00fe, 4, photometric === 2 ? 1 : 0],
    [0x0100, 4, width],
    [0x0101, 4, height],
    [0x0102, 3, 8],
    [0x0103, 3, 1],
    [0x0106, 3, photometric],
    [0x0111, 4, pixelsAt],
    [0x0112, 3, orientation],
    [0x0115, 3, samples],
    [0x0116, 4, height],
    [0x0117, 4, width * height * samples],
  ];
  const write = (picture: RawPicture, extra: [number, number, number][] = []) => {
    const count = tagsOf(picture, 0).length + extra.length;
    const size = 2 + count * 12 + 4;
    const entries = [...tagsOf(picture, at + size), ...extra].toSorted((a, b) => a[0] - b[0]);
    const directory = Buffer.alloc(size);
    directory.writeUInt16LE(count, 0);
    for (const [index, [tag, type, value]] of entries.entries()) {
      directory.writeUInt16LE(tag, 2 + index * 12);
      directory.writeUInt16LE(type, 4 + index * 12);
      directory.writeUInt32LE(1, 6 + index * 12);
      directory.writeUInt32LE(value, 10 + index * 12);
    }
    const pixels = Buffer.from(
      Uint8Array.from({ length: picture.width * picture.height * picture.samples }, (_, i) => i % 251),
    );
    parts.push(directory, pixels);
    at += directory.length + pixels.length;
  };
  const [sub] = below;
  const firstSize = 2 + (11 + 1 + (sub ? 1 : 0)) * 12 + 4 + first.width * first.height * first.samples;
  write(first, [
    [0xc612, 4, 0x0401],
    ...(sub ? [[0x014a, 4, 8 + firstSize] satisfies [number, number, number]] : []),
  ]);
  if (sub) write(sub);
  return Buffer.concat(parts);
}

function noCity() {
  return { nearest: () => null };
}

async function prepare(bytes: Buffer) {
  const file = path.join(folder, 'photo.dng');
  await writeFile(file, bytes);
  return await preparePicture({ path: file, limits: defaultPixelLimits, now: 0 }, noCity);
}

test('uses the finished preview, not the sensor’s mosaic', async () => {
  const outcome = await prepare(dng(mosaic, [{ width: 720, height: 540, photometric: 2, samples: 3 }]));
  expect(outcome).toMatchObject({ ok: true, prepared: { width: 720, height: 540 } });
});

test('turns the preview as the file’s first directory says', async () => {
  const outcome = await prepare(dng(mosaic, [{ width: 720, height: 540, photometric: 2, samples: 3 }], 6));
  expect(outcome).toMatchObject({ ok: true, prepared: { width: 540, height: 720 } });
  const preview = outcome.ok ? outcome.prepared.preview : new Uint8Array();
  expect(await sharp(preview).metadata()).toMatchObject({ width: 540, height: 720 });
});

test('says so where there is only a mosaic, or a stamp', async () => {
  expect(await prepare(dng(mosaic))).toMatchObject({ ok: false, code: 'no_preview_in_raw' });
  const stamp: RawPicture = { width: 256, height: 171, photometric: 2, samples: 3 };
  expect(await prepare(dng(stamp, [mosaic]))).toMatchObject({ ok: false, code: 'no_preview_in_raw' });
  const linear: RawPicture = { width: 800, height: 600, photometric: 34_892, samples: 3 };
  expect(await prepare(dng(mosaic, [linear]))).toMatchObject({ ok: false, code: 'no_preview_in_raw' });
});
