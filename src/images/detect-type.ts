import type { MediaType } from './image-work.ts';
import { looksLikeSvg } from './looks-like-svg.ts';
import { detectTiffFamily } from './tiff-family.ts';

const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const avifBrands = new Set(['avif', 'avis']);

/**
 * The type of a file by its content, from its first 64 KB; names and claimed types are never asked. A file that is
 * several things at once is what its first bytes say. Null where it is none of the types that are read.
 */
export function detectMediaType(head: Uint8Array): MediaType | 'image/svg+xml' | null {
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  const signature = asciiAt(head, 0, 6);
  if (signature === 'GIF87a' || signature === 'GIF89a') return 'image/gif';
  if (signature.startsWith('RIFF') && asciiAt(head, 8, 4) === 'WEBP') return 'image/webp';
  if (asciiAt(head, 4, 4) === 'ftyp') return detectByBrand(head);
  return detectTiffFamily(head) ?? (looksLikeSvg(head) ? 'image/svg+xml' : null);
}

/** The major brand decides; where it only says "some HEIF" (`mif1`), the first compatible brand that says more. */
function detectByBrand(head: Uint8Array): 'image/heic' | 'image/avif' | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const end = Math.min(view.getUint32(0), head.length, 1024);
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) {
    const brand = asciiAt(head, at, 4);
    if (heicBrands.has(brand)) return 'image/heic';
    if (avifBrands.has(brand)) return 'image/avif';
  }
  return null;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function asciiAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
