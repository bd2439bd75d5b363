import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanFileName,
  cleanFolder,
  cleanStem,
  extensionFor,
  joinFileName,
  lowerExtension,
  splitFileName,
} from './file-name.ts';
import { hostileNames, isLegalEverywhere } from './hostile-names.testdata.ts';
import { byteLength } from './measure-text.ts';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...Array.from('./\\ -~:%2ef5c\u202e\u0301_CONcon1ß<é')), maxLength: 14 }),
  fc.constantFrom(...hostileNames),
  fc.constantFrom('CON', 'com1.x', 'lpt\u00b9', 'NUL .txt', 'a'.repeat(300), 'é.'.repeat(150)),
);

describe('splitFileName', () => {
  it.each([
    ['photo.jpg', 'photo', 'jpg'],
    ['photo.php.JPG', 'photo.php', 'JPG'],
    ['.hidden', '.hidden', ''],
    ['.hidden.jpg', '.hidden', 'jpg'],
    ['plain', 'plain', ''],
    ['ends.', 'ends.', ''],
    ['', '', ''],
  ])('splits %j at the last dot', (name, stem, extension) => {
    expect(splitFileName(name)).toEqual({ stem, extension });
    expect(joinFileName(stem, extension)).toBe(name);
  });
});

describe('cleanStem', () => {
  it.each([
    ['con', '_con'],
    ['NUL', '_NUL'],
    ['lpt¹', '_lpt¹'],
    ['COM1.tar', 'COM1 tar'],
    ['COM1.2024 trip', '_COM1.2024 trip'],
    ['nul .1', '_nul .1'],
    ['CONIN$', '_CONIN$'],
    ['conference', 'conference'],
    ['trailing dot.', 'trailing dot'],
    ['spam. . .', 'spam'],
    ['  leading', 'leading'],
    ['-rf', 'rf'],
    ['~root', 'root'],
    ['.hidden', 'hidden'],
    ['..', ''],
    ['', ''],
    ['a\u202egpj.exe', 'agpj exe'],
    ['photo.php', 'photo php'],
    ['photo.php.js', 'photo php js'],
    ['2019.05.04 trip', '2019.05.04 trip'],
    ['%2e%2e%2fetc%2Fpasswd', 'etc passwd'],
    ['%252e%252e', '2e 2e'],
    ['back\\slash', 'back slash'],
    ['look\u2215alike\uff0f\u29f8', 'look alike'],
    ['<img src=x onerror=alert(1)>', 'img src=x onerror=alert(1)'],
    ['=cmd|calc!A0', '=cmd calc!A0'],
    ['IMG 0001 (Größe)', 'IMG 0001 (Größe)'],
  ])('makes %j legal and keeps what it can', (raw, clean) => {
    expect(cleanStem(raw)).toBe(clean);
  });

  it("keeps the dots of a name written by hand and none of a model's", () => {
    expect(cleanStem('Mr. Smith.old', { dots: 'keep' })).toBe('Mr. Smith.old');
    expect(cleanStem('version 1.2.exe', { dots: 'none' })).toBe('version 1 2 exe');
  });

  it('cuts to the bytes it may have, between letters', () => {
    expect(cleanStem('é'.repeat(300))).toBe('é'.repeat(100));
    expect(cleanStem('a🐕🐕', { maxBytes: 6 })).toBe('a🐕');
  });

  it('is legal on every system, within its bytes and stable, for anything at all', () => {
    const dotsGone = { keep: /^\./u, none: /\./u, 'hidden-extension': /\.[a-z][a-z\d]{0,5}$/iu };
    const dots = fc.constantFrom('keep' as const, 'hidden-extension' as const, 'none' as const);
    fc.assert(
      fc.property(anyName, dots, fc.integer({ min: 1, max: 200 }), (raw, dotsKept, maxBytes) => {
        const options = { dots: dotsKept, maxBytes };
        const clean = cleanStem(raw, options);
        expect(clean === '' || isLegalEverywhere(clean)).toBe(true);
        expect(byteLength(clean)).toBeLessThanOrEqual(maxBytes);
        expect(cleanStem(clean, options)).toBe(clean);
        expect(clean).not.toMatch(dotsGone[dotsKept]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('cleanFileName', () => {
  it.each([
    ['IMG_0001.JPG', 'IMG_0001', 'JPG'],
    ['2019.05.04 trip', '2019.05.04 trip', 'jpg'],
    ['photo.png', 'photo', 'jpg'],
    ['photo.php.jpeg', 'photo php', 'jpeg'],
    ['evil.exe', 'evil exe', 'jpg'],
    ['photo.jpg. ', 'photo', 'jpg'],
    ['aux', '_aux', 'jpg'],
    ['.jpg', 'jpg', 'jpg'],
    ['..jpg', '', 'jpg'],
  ])('splits a JPEG sent as %j into %j and %j', (name, stem, extension) => {
    expect(cleanFileName(name, 'image/jpeg')).toEqual({ stem, extension });
  });

  it('makes every hostile name legal', () => {
    const names = hostileNames.map((name) => cleanFileName(name, 'image/jpeg'));
    expect(names.filter(({ stem }) => stem === '')).toHaveLength(1);
    expect(names.every(({ stem }) => stem === '' || isLegalEverywhere(stem))).toBe(true);
    expect(new Set(names.map(({ extension }) => extension))).toEqual(new Set(['jpg', 'JPG', 'jpeg']));
  });
});

describe('cleanFolder', () => {
  it.each([
    ['Trips/2019.05 Spain', 'Trips/2019.05 Spain'],
    ['../../etc', 'etc'],
    ['/absolute//path/', 'absolute/path'],
    ['C:\\Users\\ana', 'Users/ana'],
    ['a/%2e%2e/./b', 'a/b'],
    ['con/.git/~x', '_con/git/x'],
    ['', ''],
    ['..', ''],
  ])('keeps %j inside its root', (raw, clean) => {
    expect(cleanFolder(raw)).toBe(clean);
  });

  it('never escapes, and keeps to 1000 characters, for anything at all', () => {
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 12 }), (parts) => {
        const clean = cleanFolder(parts.join('/'));
        expect(clean.length).toBeLessThanOrEqual(1000);
        expect(cleanFolder(clean)).toBe(clean);
        expect(clean === '' || clean.split('/').every(isLegalEverywhere)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('extensionFor', () => {
  it.each([
    ['JPG', 'image/jpeg', 'JPG'],
    ['jfif', 'image/jpeg', 'jfif'],
    ['jpg ', 'image/jpeg', 'jpg'],
    ['exe', 'image/jpeg', 'jpg'],
    ['jpg:stream', 'image/jpeg', 'jpg'],
    ['heic', 'image/jpeg', 'jpg'],
    ['', 'image/tiff', 'tif'],
    ['HIF', 'image/heic', 'HIF'],
    ['tif', 'image/x-adobe-dng', 'dng'],
    ['svg', 'text/html', 'bin'],
  ])('makes of %j for %s the extension %j', (uploaded, mediaType, extension) => {
    expect(extensionFor(uploaded, mediaType)).toBe(extension);
  });

  it('is written in lower case by a rename', () => {
    expect(lowerExtension('JPEG')).toBe('jpeg');
  });
});
