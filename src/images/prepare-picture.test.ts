import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Prepared, PrepareOutcome } from './image-work.ts';
import { defaultPixelLimits } from './pixel-limits.ts';
import { preparePicture } from './prepare-picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-pictures-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const fourTiles = path.join(import.meta.dirname, '../../test/photos/four-tiles.heic');

async function prepare(file: string, limits = defaultPixelLimits): Promise<PrepareOutcome> {
  return await preparePicture({ path: file, limits, now: Date.UTC(2026, 5, 15) }, oneCity);
}

function oneCity() {
  return { nearest: () => ({ city: 'Testville', countryCode: 'XX' }) };
}

async function prepareBytes(bytes: Uint8Array): Promise<PrepareOutcome> {
  const file = path.join(folder, 'picture');
  await writeFile(file, bytes);
  return await prepare(file);
}

function trust(outcome: PrepareOutcome): Prepared {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.prepared;
}

async function prepared(bytes: Uint8Array): Promise<Prepared> {
  return trust(await prepareBytes(bytes));
}

/** A busy picture whose top left quarter is red, so that one sees how it is turned. */
function scene(width = 900, height = 600, channels: 3 | 4 = 3): Sharp {
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    const isCorner = x < width / 2 && y < height / 2;
    const tone = (x * 7 + y * 13 + ((x * y) % 37) * 3) % 200;
    data.set(
      isCorner ? [250, tone / 8, tone / 8, 255] : [tone / 4, tone, 255 - tone, 255].slice(0, channels),
      pixel * channels,
    );
  }
  return sharp(data, { raw: { width, height, channels } });
}

async function cornerRedness(picture: Uint8Array): Promise<string> {
  const { data, info } = await sharp(picture)
    .resize(2, 2, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const isRed = (pixel: number) => (data[pixel * info.channels] ?? 0) > 150;
  return [0, 1, 2, 3].map((pixel) => (isRed(pixel) ? 'R' : '.')).join('');
}

test('one decode gives preview, thumbnail, hashes and measures', async () => {
  const picture = await prepared(await scene().jpeg().toBuffer());
  expect(picture).toMatchObject({
    width: 900,
    height: 600,
    damaged: false,
    kind: 'photo',
    previewRecipe: 'jpeg768q70v1',
  });
  expect(await sharp(picture.preview).metadata()).toMatchObject({ format: 'jpeg', width: 768, height: 512 });
  expect(await sharp(picture.thumbnail).metadata()).toMatchObject({
    format: 'webp',
    width: 480,
    height: 320,
  });
  expect(picture.preview.length).toBeLessThanOrEqual(120_000);
  expect(picture.perceptualHash).toHaveLength(16);
  expect(picture.thumbhash.length).toBeGreaterThan(15);
});

test('a preview carries no metadata', async () => {
  const withExif = await scene()
    .withExif({ IFD0: { Make: 'Secret' } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    .jpeg()
    .toBuffer();
  const { exif, xmp, icc } = await sharp((await prepared(withExif)).preview).metadata();
  expect({ exif, xmp, icc }).toEqual({ exif: undefined, xmp: undefined, icc: undefined });
});

test('small pictures are not blown up', async () => {
  const picture = await prepared(await scene(60, 40).png().toBuffer());
  expect(await sharp(picture.preview).metadata()).toMatchObject({ width: 60, height: 40 });
  expect(await sharp(picture.thumbnail).metadata()).toMatchObject({ width: 60, height: 40 });
});

test('every orientation comes out upright, with the size as seen', async () => {
  const cornerAfter: readonly string[] = ['R...', '.R..', '...R', '..R.', 'R...', '.R..', '...R', '..R.'];
  for (const [index, corner] of cornerAfter.entries()) {
    const picture = await prepared(
      await scene()
        .withMetadata({ orientation: index + 1 })
        .jpeg()
        .toBuffer(),
    );
    expect([index + 1, await cornerRedness(picture.preview)]).toEqual([index + 1, corner]);
    const isTurned = index >= 4;
    expect([picture.width, picture.height]).toEqual(isTurned ? [600, 900] : [900, 600]);
  }
});

test('an orientation that does not exist is ignored', async () => {
  const jpeg = await scene().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  // The tag's value, a short, behind tag 0x0112, type 3, count 1 in either byte order.
  const at = jpeg.indexOf(Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0]));
  expect(at).toBeGreaterThan(0);
  jpeg[at + 8] = 99;
  expect(await prepared(jpeg)).toMatchObject({ width: 900, height: 600 });
});

test('reads every format, deep and grey and transparent ones too', async () => {
  const pictures = {
    png: scene(300, 200, 4).png(),
    deepPng: scene(300, 200).toColourspace('rgb16').png(),
    greyJpeg: scene(300, 200).greyscale().jpeg(),
    greyAlphaPng: scene(300, 200, 4).greyscale().png(),
    cmykJpeg: scene(300, 200).toColourspace('cmyk').jpeg(),
    webp: scene(300, 200).webp(),
    gif: scene(300, 200).gif(),
    avif: scene(300, 200).avif({ effort: 0 }),
    tiff: scene(300, 200).tiff(),
  };
  for (const [name, picture] of Object.entries(pictures)) {
    const outcome = await prepareBytes(await picture.toBuffer());
    expect({ name, outcome }).toMatchObject({
      name,
      outcome: { ok: true, prepared: { width: 300, height: 200, damaged: false } },
    });
  }
});

test('reads HEIC, which sharp alone cannot', async () => {
  const { preview, ...rest } = trust(await prepare(fourTiles));
  expect(rest).toMatchObject({ width: 1024, height: 1024, damaged: false });
  expect(await sharp(preview).metadata()).toMatchObject({ format: 'jpeg', width: 768, height: 768 });
});

test('HEIC that ends early is marked or refused, though its decoder is content with it', async () => {
  const whole = await readFile(fourTiles);
  const cut = (share: number) => whole.subarray(0, Math.floor(whole.length * share));
  expect(await prepareBytes(cut(0.98))).toMatchObject({ ok: true, prepared: { damaged: true } });
  expect(await prepareBytes(cut(0.5))).toMatchObject({ ok: false, code: 'file_damaged' });
});

test('transparent parts are white in the preview', async () => {
  const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#0000' } })
    .png()
    .toBuffer();
  const { dominant } = await sharp((await prepared(clear)).preview).stats();
  expect(dominant.r).toBeGreaterThan(240);
});

test('a picture that ends a little early is used, and marked', async () => {
  const jpeg = await scene().jpeg().toBuffer();
  const outcome = await prepareBytes(jpeg.subarray(0, Math.floor(jpeg.length * 0.95)));
  expect(outcome).toMatchObject({ ok: true, prepared: { damaged: true } });
});

test('a picture of which most is missing is refused in plain words', async () => {
  const jpeg = await scene().jpeg().toBuffer();
  const outcome = await prepareBytes(jpeg.subarray(0, Math.floor(jpeg.length * 0.35)));
  expect(outcome).toMatchObject({ ok: false, code: 'file_damaged' });
  expect(outcome.ok ? '' : outcome.detail).toMatch(
    /^The file is damaged: \d\d% of the picture is missing\.$/u,
  );
});

test('stray bytes between segments and behind the end damage nothing', async () => {
  const jpeg = await scene(300, 200).jpeg().toBuffer();
  const secondSegment = 4 + jpeg.readUInt16BE(4);
  const inside = Buffer.concat([
    jpeg.subarray(0, secondSegment),
    Buffer.alloc(500, 7),
    jpeg.subarray(secondSegment),
  ]);
  expect(await strictlyReadable(inside)).toBe(false);
  expect(await prepareBytes(inside)).toMatchObject({ ok: true, prepared: { damaged: false } });
  const behind = Buffer.concat([jpeg, Buffer.from('PK\x03\x04')]);
  expect(await prepareBytes(behind)).toMatchObject({ ok: true, prepared: { damaged: false } });
});

async function strictlyReadable(picture: Uint8Array): Promise<boolean> {
  return await sharp(picture, { failOn: 'warning' })
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
}

test('says of each unreadable file what is wrong with it', async () => {
  const cutWebp = (await scene(300, 200).webp().toBuffer()).subarray(0, 400);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  expect(await prepareBytes(new Uint8Array())).toEqual({
    ok: false,
    code: 'file_damaged',
    detail: 'The file is empty.',
  });
  expect(await prepareBytes(svg)).toMatchObject({ ok: false, code: 'format_not_read' });
  expect(await prepareBytes(Buffer.from('%PDF-1.7'))).toMatchObject({ ok: false, code: 'format_not_read' });
  expect(await prepareBytes(Buffer.from([0xff, 0xd8, 0xff]))).toMatchObject({
    ok: false,
    code: 'file_damaged',
  });
  expect(await prepareBytes(cutWebp)).toMatchObject({ ok: false, code: 'file_damaged' });
});

test('refuses by the header what is over the limits, and names the size', async () => {
  const bomb = await sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'grey' } })
    .jpeg({ progressive: true })
    .toBuffer();
  const file = path.join(folder, 'bomb.jpg');
  await writeFile(file, bomb);
  expect(await prepare(file, { ...defaultPixelLimits, progressiveJpeg: 5e6 })).toEqual({
    ok: false,
    code: 'too_large',
    detail: 'The picture is too large to be read safely: 3000 × 3000 pixels.',
  });
});

test('no sentence for people names a path', async () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x20meta', 'latin1');
  const outcome = await prepareBytes(heic);
  expect(outcome).toMatchObject({ ok: false, code: 'file_damaged' });
  expect(JSON.stringify(outcome)).not.toContain(folder);
});

test('names the place of a photo with coordinates, and no place otherwise', async () => {
  const somewhere = await scene(90, 60)
    .withExif({
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '41/1 0/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '12/1 0/1 0/1',
      },
    })
    .jpeg()
    .toBuffer();
  expect(await prepared(somewhere)).toMatchObject({
    latitude: 41,
    longitude: 12,
    place: { city: 'Testville' },
  });
  expect(await prepared(await scene(90, 60).jpeg().toBuffer())).toMatchObject({
    latitude: null,
    place: null,
  });
});
