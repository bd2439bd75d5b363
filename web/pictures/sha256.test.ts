import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { largestKeptBytes } from './blob-file.ts';
import { createSha256, hashFile } from './sha256.ts';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('hashes pieces of any length as the whole', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 31) % 256);
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000]) {
    const whole = bytes.subarray(0, length);
    for (const piece of [1, 7, 64, 999]) {
      const hash = createSha256();
      for (let at = 0; at < length; at += piece) hash.update(whole.subarray(at, at + piece));
      expect([length, piece, Buffer.from(hash.digest()).toString('hex')]).toEqual([
        length,
        piece,
        reference(whole),
      ]);
    }
  }
});

test('a file too large to keep has the same hash as a small one with the same bytes', async () => {
  const bytes = new Uint8Array(20_000_003).fill(7);
  const blob = new Blob([bytes]);
  const read = async (at: number, length: number) => bytes.subarray(at, at + length);
  expect(largestKeptBytes).toBeGreaterThan(bytes.length);
  const small = await hashFile({ blob, size: bytes.length, bytes, read });
  expect(small).toBe(reference(bytes));
  expect(await hashFile({ blob, size: bytes.length, bytes: null, read })).toBe(small);
});
