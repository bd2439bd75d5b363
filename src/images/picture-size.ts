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
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const found = isJpeg(view) ? readJpeg(view) : readWebp(view);
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
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function readWebp(view: DataView): PictureSize | null {
  if (view.byteLength < 30 || ascii(view, 0) !== 'RIFF' || ascii(view, 8) !== 'WEBP') return null;
  const size = readWebpSize(view);
  return size === null ? null : { mediaType: 'image/webp', ...size };
}

function readWebpSize(view: DataView): { width: number; height: number } | null {
  switch (ascii(view, 12)) {
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

const ascii = (view: DataView, at: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4));
