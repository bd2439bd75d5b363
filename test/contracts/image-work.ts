import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Prepared, PrepareOutcome } from '../../src/images/image-work.ts';
import { cut, exif, scene } from './pictures.ts';

export interface ImageWorkUnderTest {
  prepare(original: Uint8Array): Promise<PrepareOutcome>;
  close(): Promise<void>;
}

/** What every image work promises, whichever decoders it has. */
export function describeImageWork(name: string, make: () => Promise<ImageWorkUnderTest>): void {
  describe(`image work: ${name}`, () => {
    let subject: ImageWorkUnderTest;
    beforeAll(async () => {
      subject = await make();
    });
    afterAll(async () => {
      await subject.close();
    });

    async function prepared(original: Uint8Array): Promise<Prepared> {
      const outcome = await subject.prepare(original);
      if (!outcome.ok) throw new Error(outcome.detail);
      return outcome.prepared;
    }

    test('makes thumbnail and preview of the sizes agreed on, without metadata', async () => {
      const picture = await prepared(await scene(1800, 1200).withExif(exif).jpeg().toBuffer());
      expect(await sharp(picture.preview).metadata()).toMatchObject({
        format: 'jpeg',
        width: 768,
        height: 512,
      });
      expect(await sharp(picture.thumbnail).metadata()).toMatchObject({
        format: 'webp',
        width: 480,
        height: 320,
      });
      const { exif: notes, icc, xmp } = await sharp(picture.preview).metadata();
      expect({ notes, icc, xmp }).toEqual({ notes: undefined, icc: undefined, xmp: undefined });
      expect(picture.preview.length).toBeLessThanOrEqual(120_000);
      expect(picture.perceptualHash).toHaveLength(16);
      expect(picture).toMatchObject({ width: 1800, height: 1200, previewRecipe: 'jpeg768q70v1' });
    });

    test('turns every orientation upright', async () => {
      const corners = ['R...', '.R..', '...R', '..R.', 'R...', '.R..', '...R', '..R.'];
      for (const [index, corner] of corners.entries()) {
        const original = scene()
          .withMetadata({ orientation: index + 1 })
          .jpeg();
        const picture = await prepared(await original.toBuffer());
        expect([index + 1, await redCorner(picture.preview)]).toEqual([index + 1, corner]);
        expect([index + 1, await redCorner(picture.thumbnail)]).toEqual([index + 1, corner]);
        expect([picture.width, picture.height]).toEqual(index >= 4 ? [600, 900] : [900, 600]);
      }
    });

    test('reads what the camera wrote, and names the place', async () => {
      expect(await prepared(await scene().withExif(exif).jpeg().toBuffer())).toMatchObject({
        takenLocal: '2024-05-06T07:08:09',
        takenOffsetMinutes: 120,
        camera: 'NIKON D40',
        exposure: { lens: 'AF-S 35mm', focalLength: 35, fNumber: 2.8, seconds: 1 / 250, iso: 400 },
        latitude: expect.closeTo(40.4167, 3),
        longitude: expect.closeTo(-3.7, 3),
        place: { city: 'Madrid', countryCode: 'ES' },
      });
    });

    test('leaves out of the exposure what cannot be', async () => {
      const written = {
        FNumber: '28/0',
        ExposureTime: '0/0',
        ISOSpeedRatings: '65535',
        FocalLength: '4294967295/1',
        LensModel: '----',
      };
      const nonsense = await prepared(await scene().withExif({ IFD2: written }).jpeg().toBuffer());
      expect(nonsense.exposure).toBeNull();
      const partly = { IFD2: { ...written, FNumber: '71/10' } };
      expect((await prepared(await scene().withExif(partly).jpeg().toBuffer())).exposure).toEqual({
        lens: null,
        focalLength: null,
        fNumber: 7.1,
        seconds: null,
        iso: null,
      });
    });

    test('uses a busy picture at fewer bits rather than more bytes', async () => {
      const noise = sharp({
        create: {
          width: 900,
          height: 900,
          channels: 3,
          background: 'grey',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      });
      const { preview } = await prepared(await noise.jpeg({ quality: 95 }).toBuffer());
      expect(preview.length).toBeGreaterThan(60_000);
      expect(preview.length).toBeLessThan(250_000);
    });

    test('shows transparent parts white to a model', async () => {
      const create = { width: 50, height: 50, channels: 4, background: '#0000' } as const;
      const { preview } = await prepared(await sharp({ create }).png().toBuffer());
      expect((await sharp(preview).stats()).dominant.r).toBeGreaterThan(240);
    });

    test('uses a picture that ends a little early and marks it; refuses one that lacks most', async () => {
      const jpeg = await scene().jpeg().toBuffer();
      expect(await subject.prepare(cut(jpeg, 0.95))).toMatchObject({
        ok: true,
        prepared: { damaged: true, width: 900, height: 600 },
      });
      const most = await subject.prepare(cut(jpeg, 0.3));
      expect(most).toMatchObject({ ok: false, code: 'file_damaged' });
      expect(most.ok ? '' : most.detail).toMatch(/^The file is damaged: \d\d% of the picture is missing\.$/u);
    });

    test('says of each file that is no picture what is wrong with it', async () => {
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
      const png = await scene(300, 200).png().toBuffer();
      expect(await subject.prepare(new Uint8Array())).toMatchObject({
        code: 'file_damaged',
        detail: 'The file is empty.',
      });
      expect(await subject.prepare(svg)).toMatchObject({ code: 'format_not_read' });
      expect(await subject.prepare(Buffer.from('%PDF-1.7'))).toMatchObject({ code: 'format_not_read' });
      expect(await subject.prepare(Buffer.from([0xff, 0xd8, 0xff]))).toMatchObject({ code: 'file_damaged' });
      expect(await subject.prepare(png.subarray(0, 60))).toMatchObject({ code: 'file_damaged' });
      expect(await subject.prepare(garble(png))).toMatchObject({ code: 'file_damaged' });
    });

    test('refuses by its header a picture that is too large to decode', async () => {
      const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'grey' } })
        .png()
        .toBuffer();
      expect(await subject.prepare(withSize(png, 30_000, 30_000))).toMatchObject({
        code: 'too_large',
        detail: 'The picture is too large to be read safely: 30000 × 30000 pixels.',
      });
    });
  });
}

/** Everything behind the header is nonsense. */
function garble(png: Uint8Array): Uint8Array {
  return Uint8Array.from(png, (byte, index) => (index > 60 ? (byte * 31 + index) % 256 : byte));
}

/** A PNG whose header claims another size, with the checksum that belongs to it. */
function withSize(png: Buffer, width: number, height: number): Uint8Array {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1;
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}

async function redCorner(picture: Uint8Array): Promise<string> {
  const { data, info } = await sharp(picture)
    .resize(2, 2, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [0, 1, 2, 3].map((pixel) => ((data[pixel * info.channels] ?? 0) > 150 ? 'R' : '.')).join('');
}
