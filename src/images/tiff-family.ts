const tag = { newSubfileType: 0x00fe, photometric: 0x0106, subDirectories: 0x014a, dngVersion: 0xc612 };
const photometricMosaic = 32_803;

/**
 * TIFF, or the one camera format built on it that is read (DNG). Other camera formats look like TIFF but their first
 * picture is a stamp or a grey mosaic, so they are null here rather than opened as what they are not.
 */
export function detectTiffFamily(head: Uint8Array): 'image/tiff' | 'image/x-adobe-dng' | null {
  const order = byteOrder(head);
  if (order === null) return null;
  const littleEndian = order === 'little';
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.byteLength < 8) return null;
  if (head[8] === 0x43 && head[9] === 0x52) return null; // Canon writes "CR" behind the header of its own format.
  const entries = readDirectory(view, view.getUint32(4, littleEndian), littleEndian);
  if (entries.has(tag.dngVersion)) return 'image/x-adobe-dng';
  if (entries.get(tag.photometric) === photometricMosaic) return null;
  const reducedFirst = ((entries.get(tag.newSubfileType) ?? 0) & 1) === 1;
  return reducedFirst && entries.has(tag.subDirectories) ? null : 'image/tiff';
}

function byteOrder(head: Uint8Array): 'little' | 'big' | null {
  const [a, b, c, d] = head;
  if (a === 0x49 && b === 0x49 && c === 0x2a && d === 0) return 'little';
  if (a === 0x4d && b === 0x4d && c === 0 && d === 0x2a) return 'big';
  return null;
}

/** Tags of one directory with their first value if it is a short or long; as many as lie within the bytes at hand. */
function readDirectory(view: DataView, start: number, littleEndian: boolean): Map<number, number> {
  const entries = new Map<number, number>();
  if (start + 2 > view.byteLength) return entries;
  const count = view.getUint16(start, littleEndian);
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * 12;
    if (at + 12 > view.byteLength) break;
    const isShort = view.getUint16(at + 2, littleEndian) === 3;
    const value = isShort ? view.getUint16(at + 8, littleEndian) : view.getUint32(at + 8, littleEndian);
    entries.set(view.getUint16(at, littleEndian), value);
  }
  return entries;
}
