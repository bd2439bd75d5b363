import { expect, test } from 'vitest';
import { detectMediaType } from './detect-type.ts';

const text = (value: string) => new TextEncoder().encode(value);
const latin1 = (value: string) => Uint8Array.from(value, (character) => character.charCodeAt(0));

/** An ISO file's first box: major brand, minor version, compatible brands. */
function ftyp(major: string, ...compatible: readonly string[]): Uint8Array {
  const size = 16 + compatible.length * 4;
  return latin1(`\0\0\0${String.fromCharCode(size)}ftyp${major}\0\0\0\0${compatible.join('')}mdatavifheic`);
}

interface Tag {
  readonly tag: number;
  readonly short?: number;
  readonly long?: number;
}

function tiff(tags: readonly Tag[], { littleEndian = true, directoryAt = 8 } = {}): Uint8Array {
  const bytes = new Uint8Array(directoryAt + 2 + tags.length * 12 + 4);
  const view = new DataView(bytes.buffer);
  bytes.set(littleEndian ? [0x49, 0x49, 0x2a, 0] : [0x4d, 0x4d, 0, 0x2a]);
  view.setUint32(4, directoryAt, littleEndian);
  view.setUint16(directoryAt, tags.length, littleEndian);
  for (const [index, { tag, short, long }] of tags.entries()) {
    const at = directoryAt + 2 + index * 12;
    view.setUint16(at, tag, littleEndian);
    view.setUint16(at + 2, short === undefined ? 4 : 3, littleEndian);
    view.setUint32(at + 4, 1, littleEndian);
    if (short === undefined) view.setUint32(at + 8, long ?? 0, littleEndian);
    else view.setUint16(at + 8, short, littleEndian);
  }
  return bytes;
}

test('knows the common formats by their first bytes', () => {
  expect(detectMediaType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe1))).toBe('image/jpeg');
  expect(detectMediaType(latin1('\x89PNG\r\n\x1a\n'))).toBe('image/png');
  expect(detectMediaType(latin1('GIF89a'))).toBe('image/gif');
  expect(detectMediaType(latin1('GIF87a'))).toBe('image/gif');
  expect(detectMediaType(latin1('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
});

test('is null for what is no picture, or too short to be one', () => {
  for (const content of [
    '',
    'x',
    '\xff\xd8',
    'RIFF\0\0\0\0WAVE',
    'PK\x03\x04',
    'BM',
    'II*',
    '<html><svg></html>',
  ]) {
    expect([content, detectMediaType(latin1(content))]).toEqual([content, null]);
  }
});

test('tells HEIC and AVIF apart by the major brand', () => {
  expect(detectMediaType(ftyp('heic', 'mif1'))).toBe('image/heic');
  expect(detectMediaType(ftyp('avif', 'mif1'))).toBe('image/avif');
  expect(detectMediaType(ftyp('avis'))).toBe('image/avif');
});

test('asks the compatible brands where the major one says nothing, and no bytes behind them', () => {
  expect(detectMediaType(ftyp('mif1', 'miaf', 'avif'))).toBe('image/avif');
  expect(detectMediaType(ftyp('mif1', 'heic'))).toBe('image/heic');
  expect(detectMediaType(ftyp('mif1', 'miaf'))).toBeNull();
  expect(detectMediaType(ftyp('isom', 'mp42'))).toBeNull();
});

test('knows TIFF in both byte orders', () => {
  expect(detectMediaType(tiff([{ tag: 0x0106, short: 2 }]))).toBe('image/tiff');
  expect(detectMediaType(tiff([{ tag: 0x0106, short: 2 }], { littleEndian: false }))).toBe('image/tiff');
});

test('knows DNG by its version tag, wherever in the head its directory lies', () => {
  const tags = [
    { tag: 0x0106, short: 32_803 },
    { tag: 0xc612, long: 0x0104 },
  ];
  expect(detectMediaType(tiff(tags))).toBe('image/x-adobe-dng');
  expect(detectMediaType(tiff(tags, { directoryAt: 40_000 }))).toBe('image/x-adobe-dng');
  expect(detectMediaType(tiff(tags, { littleEndian: false, directoryAt: 65_000 }))).toBe('image/x-adobe-dng');
});

test('does not take other raw formats for TIFF', () => {
  expect(detectMediaType(tiff([{ tag: 0x0106, short: 32_803 }]))).toBeNull();
  expect(
    detectMediaType(
      tiff([
        { tag: 0x00fe, long: 1 },
        { tag: 0x014a, long: 200 },
      ]),
    ),
  ).toBeNull();
  const canon = tiff([{ tag: 0x0106, short: 2 }], { directoryAt: 16 });
  canon.set([0x43, 0x52, 2, 0], 8);
  expect(detectMediaType(canon)).toBeNull();
});

test('reads a directory that is cut off or points outside only as far as it goes', () => {
  const cut = tiff([
    { tag: 0x0106, short: 2 },
    { tag: 0xc612, long: 1 },
  ]).subarray(0, 24);
  expect(detectMediaType(cut)).toBe('image/tiff');
  expect(detectMediaType(tiff([], { directoryAt: 8 }).subarray(0, 8))).toBe('image/tiff');
});

test('finds SVG behind byte order marks, declarations, comments and doctypes', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  for (const content of [
    svg,
    `\uFEFF${svg}`,
    ` \n<?xml version="1.0"?>\n<!-- a > comment --> ${svg}`,
    `<!DOCTYPE svg PUBLIC "x" "y">${svg}`,
    '<!DOCTYPE svg [ <!ENTITY a "b"> ]><svg/>',
    '<svg:svg xmlns:svg="x"/>',
    '<SVG>',
  ]) {
    expect([content, detectMediaType(text(content))]).toEqual([content, 'image/svg+xml']);
  }
  const utf16 = Uint8Array.from([
    0xff,
    0xfe,
    ...Array.from(svg).flatMap((character) => [character.charCodeAt(0), 0]),
  ]);
  expect(detectMediaType(utf16)).toBe('image/svg+xml');
});

test('takes a file that is two things for what its first bytes say', () => {
  expect(
    detectMediaType(Uint8Array.from([0xff, 0xd8, 0xff, 0xfe, ...text('<svg>'), ...text('PK\x03\x04')])),
  ).toBe('image/jpeg');
  expect(detectMediaType(text('GIF89a/*<svg>*/=1;alert(1)'))).toBe('image/gif');
});
