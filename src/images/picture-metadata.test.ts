import sharp from 'sharp';
import type { Exif } from 'sharp';
import { expect, test } from 'vitest';
import { readPictureMetadata } from './picture-metadata.ts';

const now = Date.UTC(2026, 5, 15);

async function metadataOf(exif: Exif) {
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withExif(exif)
    .jpeg()
    .toBuffer();
  const { exif: block } = await sharp(jpeg).metadata();
  return readPictureMetadata(block ?? null, now);
}

test('reads time, offset, camera and position', async () => {
  const metadata = await metadataOf({
    IFD0: { Make: 'Apple', Model: 'iPhone 7' },
    IFD2: { DateTimeOriginal: '2019:03:21 11:04:22', OffsetTimeOriginal: '-05:00' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '41/1 13/1 13/1',
      GPSLongitudeRef: 'W',
      GPSLongitude: '96/1 4/1 18/1',
    },
  });
  expect(metadata).toMatchObject({
    takenLocal: '2019-03-21T11:04:22',
    takenOffsetMinutes: -300,
    camera: 'Apple iPhone 7',
    saysScreenshot: false,
    orientation: 1,
  });
  expect(metadata.coordinates?.latitude).toBeCloseTo(41.2203, 3);
  expect(metadata.coordinates?.longitude).toBeCloseTo(-96.0717, 3);
});

test('takes the time a program saved the file for the photo’s own only where a camera is named', async () => {
  const saved = { DateTime: '2019:03:21 11:04:22' };
  expect((await metadataOf({ IFD0: saved })).takenLocal).toBeNull();
  expect((await metadataOf({ IFD0: { ...saved, Model: 'QV-10' } })).takenLocal).toBe('2019-03-21T11:04:22');
});

test('does not take a satellite time for a local one', async () => {
  const metadata = await metadataOf({ IFD3: { GPSDateStamp: '2019:03:21', GPSTimeStamp: '23/1 30/1 0/1' } });
  expect(metadata).toMatchObject({ takenLocal: null, takenOffsetMinutes: null });
});

test('says nothing rather than failing, for broken blocks and none', () => {
  const nothing = {
    takenLocal: null,
    takenOffsetMinutes: null,
    camera: null,
    exposure: null,
    coordinates: null,
    saysScreenshot: false,
    orientation: 1,
  };
  const broken = Buffer.from('Exif\0\0II*\0\x08\0\0\0\xff\xff\xff\xff\xff\xff', 'latin1');
  for (const block of [null, new Uint8Array(), broken, Buffer.alloc(70_000, 0xff)]) {
    expect(readPictureMetadata(block, now)).toEqual(nothing);
  }
});
