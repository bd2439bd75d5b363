import { asciiAt, viewOf } from './readable-file.ts';

export interface PictureSize {
  readonly mediaType: 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
}

/**
 * How large a JPEG or WebP says it is, from its first bytes. Pure, for where nothing may decode: it reads what the
 * header claims and no more. Null for anything else, and for a header that does not lie within these bytes.
 */
export function readPictureSize(head: Uint8Array): PictureSize | null {
  const found = isJpeg(viewOf(head)) ? readJpeg(viewOf(head)) : readWebp(head);
  return found !== null && found.width > 0 && found.height > 0 ? found : null;
}

const isJpeg = (view: DataView): boolean =>
  view.byteLength > 3 && view.getUint16(0) === 0xffd8 && view.getUint8(2) === 0xff;

/** Walks from marker to marker to the frame header, which has the size. */
function readJpeg(view: DataView): PictureSize | null {
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // Filling before a marker.
    } else if (isFrameHeader(marker)) {
      return { mediaType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else if (marker < 0xc0 || marker === 0xd8 || marker === 0xd9 || marker === 0xda) {
      return null; // Pixels, or an end, before any frame.
    } else {
      at += 2 + Math.max(2, view.getUint16(at + 2));
    }
  }
  return null;
}

/** SOF0 to SOF15, but for the three in between that are tables. */
export const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function readWebp(head: Uint8Array): PictureSize | null {
  if (head.length < 30 || asciiAt(head, 0, 4) !== 'RIFF' || asciiAt(head, 8, 4) !== 'WEBP') return null;
  const size = readWebpSize(viewOf(head), asciiAt(head, 12, 4));
  return size === null ? null : { mediaType: 'image/webp', ...size };
}

function readWebpSize(view: DataView, chunk: string): { width: number; height: number } | null {
  switch (chunk) {
    case 'VP8 ': // Lossy: after the frame tag and its start code, 14 bits each.
      if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      // Lossless: 14 bits each, less one.
      if (view.getUint8(20) !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': // Extended: 24 bits each, less one.
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
