import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createRecogniser } from './create-recogniser.ts';
import { startDetector } from './detector.ts';
import { missingPackages } from './find-packages.ts';

/** The real detector: its packages are optional for those who use Rollcall, not for these tests. */
const cat = await readFile(fileURLToPath(new URL('../../test/photos/chelsea-cat.jpg', import.meta.url)));
const errors: unknown[] = [];
const recogniser = createRecogniser({
  start: startDetector,
  detectors: 1,
  timeoutMs: 60_000,
  idleMs: 60_000,
  clock: systemClock,
  onError: (error) => errors.push(error),
});
const never = new AbortController().signal;
afterAll(() => recogniser.close());

test('the packages are installed; if not: npm ci, without --omit=optional', () => {
  expect(missingPackages()).toEqual([]);
});

test('a package that is missing is named, and nothing is loaded to find out', () => {
  const resolve = (name: string) => {
    if (name.startsWith('@vladmandic')) throw new Error('not found');
    return name;
  };
  expect(missingPackages(resolve)).toEqual(['@vladmandic/human']);
});

test('a cat is a cat, whichever way the picture is cut', { timeout: 60_000 }, async () => {
  const found = await recogniser.recognise(cat, never);
  expect(found).toMatchObject([{ label: 'cat', count: 1 }]);
  expect(found[0]?.area).toBeGreaterThan(0.5);
});

test('a picture that cannot be read says nothing and harms no other', { timeout: 60_000 }, async () => {
  expect(await recogniser.recognise(new Uint8Array(2000).fill(7), never)).toEqual([]);
  expect(errors).toHaveLength(1);
  expect(await recogniser.recognise(cat, never)).toHaveLength(1);
});
