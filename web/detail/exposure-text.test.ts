import { expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { en } from '../i18n/en.ts';
import { es } from '../i18n/es.ts';
import { exposureText, lensText } from './exposure-text.ts';

const nothing = { lens: null, focalLength: null, fNumber: null, seconds: null, iso: null };
const inEnglish = createFormat('en', en.time);

test('an exposure is written as photographers write it', () => {
  const exposure = { lens: 'EF 35mm', focalLength: 35, fNumber: 2.8, seconds: 0.004, iso: 400 };
  expect(exposureText(exposure, inEnglish)).toEqual(['f/2.8', '1/250 s', 'ISO 400']);
  expect(lensText(exposure, inEnglish)).toEqual(['35 mm', 'EF 35mm']);
  expect(exposureText(exposure, createFormat('es', es.time))[0]).toBe('f/2,8');
});

test('fractions to a quarter of a second, decimals above it', () => {
  const times = [1 / 1695, 0.01, 0.25, 1 / 3, 0.8, 1, 2.5, 1800];
  expect(times.flatMap((seconds) => exposureText({ ...nothing, seconds }, inEnglish))).toEqual([
    '1/1695 s',
    '1/100 s',
    '1/4 s',
    '0.3 s',
    '0.8 s',
    '1 s',
    '2.5 s',
    '1800 s',
  ]);
});

test('what is not known is not mentioned', () => {
  expect(exposureText(null, inEnglish)).toEqual([]);
  expect(exposureText({ ...nothing, iso: 12_800, focalLength: 4.12 }, inEnglish)).toEqual(['ISO 12800']);
  expect(lensText({ ...nothing, iso: 12_800, focalLength: 4.12 }, inEnglish)).toEqual(['4.1 mm']);
});
