import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readContainer } from '../../src/images/container.ts';
import { openBlob } from './blob-file.ts';
import { copyToDecode } from './decode-blob.ts';

test('EXIF is cut out of the copy, and its first part alone says that it is a JPEG', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#147' } }).jpeg();
  const bytes = await picture.withExif({ IFD0: { Make: 'Nikon' } }).toBuffer();
  const file = await openBlob(new Blob([new Uint8Array(bytes)]));
  const container = await readContainer(file, 'image/jpeg');
  if (container === null) throw new Error('No JPEG');
  const copy = Buffer.from(await copyToDecode(file, container, true).arrayBuffer());
  expect(copy.includes('Nikon')).toBe(false);
  // Firefox takes two bytes for no picture.
  expect([...copy.subarray(0, 6)]).toEqual([0xff, 0xd8, 0xff, 0xfe, 0, 2]);
  expect((await sharp(copy).raw().toBuffer()).equals(await sharp(bytes).raw().toBuffer())).toBe(true);
});
