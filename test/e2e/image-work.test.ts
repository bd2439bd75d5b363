import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Prepared } from '../../src/images/image-work.ts';
import { describeImageWork, type ImageWorkUnderTest } from '../contracts/image-work.ts';
import { cut, exif, makePictures, scene } from '../contracts/pictures.ts';
import { openServerImageWork } from '../contracts/server-image-work.ts';
import { openPicturePage, type PicturePage } from './picture-page.ts';

describeImageWork('browser', openPicturePage);

describe('in the browser', () => {
  let browser: PicturePage;
  let server: ImageWorkUnderTest;
  beforeAll(async () => {
    browser = await openPicturePage();
    server = await openServerImageWork();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test('a picture is told about as on the server', async () => {
    for (const [name, bytes] of await makePictures()) {
      const [here, there] = [await browser.prepare(bytes), await server.prepare(bytes)];
      if (!here.ok || !there.ok) throw new Error(`${name}: ${JSON.stringify([here, there]).slice(0, 300)}`);
      expect({ name, ...exactFacts(here.prepared) }).toEqual({ name, ...exactFacts(there.prepared) });
      expect([name, here.sha256]).toEqual([name, createHash('sha256').update(bytes).digest('hex')]);
      // Printers' inks have no colours of their own; decoders differ in the ones they show them by.
      if (name === 'CMYK JPEG') continue;
      const bits = differentBits(here.prepared.perceptualHash, there.prepared.perceptualHash);
      expect([name, bits <= 6 ? 'alike' : bits]).toEqual([name, 'alike']);
      expect([name, here.prepared.brightness]).toEqual([name, expect.closeTo(there.prepared.brightness, 1)]);
      for (const picture of ['thumbnail', 'preview'] as const) {
        const difference = await meanDifference(here.prepared[picture], there.prepared[picture]);
        expect([name, picture, difference < 8 ? 'alike' : difference]).toEqual([name, picture, 'alike']);
      }
    }
  });

  test('nothing breaks the content security policy, and costly parts come only when needed', async () => {
    const fresh = await openPicturePage();
    try {
      await fresh.prepare(await scene(300, 200).jpeg().toBuffer());
      expect(fresh.requests.filter((path) => /heif|cities/u.test(path))).toEqual([]);
      await fresh.prepare(await scene(300, 200).withExif(exif).jpeg().toBuffer());
      expect(fresh.requests.filter((path) => path.includes('cities'))).toHaveLength(1);
      await fresh.prepare(await readFile(join(import.meta.dirname, '../photos/four-tiles.heic')));
      expect(fresh.requests.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
      expect(fresh.troubles).toEqual([]);
    } finally {
      await fresh.close();
    }
  });

  test('HEIC that ends early is marked or refused', async () => {
    const whole = await readFile(join(import.meta.dirname, '../photos/four-tiles.heic'));
    expect(await browser.prepare(cut(whole, 0.98))).toMatchObject({ ok: true, prepared: { damaged: true } });
    expect(await browser.prepare(cut(whole, 0.5))).toMatchObject({ ok: false, code: 'file_damaged' });
  });

  test('TIFF is refused with the way out', async () => {
    expect(await browser.prepare(await scene(300, 200).tiff().toBuffer())).toEqual({
      ok: false,
      code: 'format_not_read',
      detail: 'Browsers cannot read TIFF pictures. Convert it to JPEG.',
    });
  });

  test('a picture that takes too long ends its worker, and no other', async () => {
    expect(await browser.page.evaluate('prepareForever()')).toMatchObject({ code: 'took_too_long' });
    expect(await browser.prepare(await scene(60, 40).jpeg().toBuffer())).toMatchObject({ ok: true });
  });
});

/** What must be the same to the letter. */
function exactFacts(prepared: Prepared) {
  const {
    thumbnail: _t,
    preview: _p,
    perceptualHash: _h,
    thumbhash: _th,
    brightness: _b,
    ...facts
  } = prepared;
  return facts;
}

function differentBits(one: Uint8Array, other: Uint8Array): number {
  let bits = 0;
  for (const [index, byte] of one.entries())
    for (let rest = byte ^ (other[index] ?? 0); rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}

/** Mean difference of all channels, 0 to 255; the pictures must have the same size. */
async function meanDifference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([one, other].map(onGrey));
  if (!a || !b || a.info.width !== b.info.width || a.info.height !== b.info.height) return 255;
  let sum = 0;
  for (const [index, value] of a.data.entries()) sum += Math.abs(value - (b.data[index] ?? 0));
  return sum / a.data.length;
}

function onGrey(picture: Uint8Array) {
  return sharp(picture)
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
}
