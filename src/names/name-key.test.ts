import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanStem } from './file-name.ts';
import { byteLength, graphemeCount } from './measure-text.ts';
import { nameKey, numberedStem } from './name-key.ts';

describe('nameKey', () => {
  it.each([
    ['IMG', 'img'],
    ['caf\u00e9', 'cafe\u0301'],
    ['\u212b', '\u00c5'],
    ['stra\u00dfe', 'STRASSE'],
    ['\u1e9e', 'ss'],
    ['\u0130stanbul', 'i\u0307STANBUL'],
    ['\u0130stanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'οδος'],
    ['\ufb01sh', 'fish'],
    ['\uff21', 'a'],
    ['\u212a', 'k'],
    ['a\u200bb', 'ab'],
    ['👩\u200d👧', '👩👧'],
    ['☀\ufe0f', '☀'],
  ])('is the same for %j and %j', (one, other) => {
    expect(nameKey(one, 'jpg')).toBe(nameKey(other, 'JPG'));
  });

  it.each([
    ['a', 'b'],
    ['cafe', 'café'],
    ['\u0410pple', 'Apple'],
    ['beach-2', 'beach-3'],
  ])('differs for %j and %j', (one, other) => {
    expect(nameKey(one, 'jpg')).not.toBe(nameKey(other, 'jpg'));
  });

  it('tells RAW and JPEG of one stem apart', () => {
    expect(nameKey('IMG_1', 'dng')).not.toBe(nameKey('IMG_1', 'jpg'));
  });

  it('is stable, and blind to case and composition, for anything at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (stem) => {
        const key = nameKey(stem, 'jpg');
        expect(nameKey(stem.normalize('NFD'), 'jpg')).toBe(key);
        expect(nameKey(stem.toUpperCase(), 'JPG')).toBe(key);
        expect(nameKey(stem.toLowerCase(), 'jpg')).toBe(key);
        expect(nameKey(key.slice(0, -4), 'jpg')).toBe(key);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('numberedStem', () => {
  it.each([
    ['beach', 1, '-', 60, 'beach'],
    ['beach', 2, '-', 60, 'beach-2'],
    ['IMG_0001', 2, '-', 60, 'IMG_0001-2'],
    ['beach', 2, '', 60, 'beach2'],
    ['route66', 2, '', 60, 'route66-2'],
    ['com', 2, '', 60, 'com-2'],
    ['100%', 20, '', 60, '100%-20'],
    ['route66x', 2, '', 8, 'route6-2'],
    ['golden retriever in snow', 12, '-', 22, 'golden retriever-12'],
    ['golden-retriever', 3, '-', 18, 'golden-retriever-3'],
    ['golden-retriever', 3, '-', 17, 'golden-3'],
    ['internationalization', 10, '-', 10, 'interna-10'],
  ])('of %j number %i with %j in %i letters is right', (stem, number, separator, maxLength, expected) => {
    expect(numberedStem({ stem, number, separator, maxLength })).toBe(expected);
  });

  it('fits, keeps its number and is legal, for anything at all', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
          .map((raw) => cleanStem(raw, { dots: 'keep' })),
        fc.integer({ min: 2, max: 100_000 }),
        fc.constantFrom('-', '_', '.', ' ', ''),
        (stem, number, separator) => {
          const numbered = numberedStem({ stem, number, separator, maxLength: 20 });
          expect(graphemeCount(numbered)).toBeLessThanOrEqual(20);
          expect(byteLength(numbered)).toBeLessThanOrEqual(200);
          expect(numbered.endsWith(String(number))).toBe(true);
          expect(cleanStem(numbered, { dots: 'keep' })).toBe(numbered);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
