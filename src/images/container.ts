import { readHeifContainer } from './heif-container.ts';
import type { MediaType } from './image-work.ts';
import { readJpegContainer } from './jpeg-container.ts';
import type { PictureHeader } from './pixel-limits.ts';
import { readPngContainer } from './png-container.ts';
import { viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';
import { readWebpContainer } from './webp-container.ts';

/** A part of a file, from its first byte to the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a picture file says of itself, read without any decoder and without reading its pixels. */
export interface Container {
  readonly header: PictureHeader;
  /** The EXIF block; null where there is none. */
  readonly exif: Uint8Array | null;
  /** What to leave out of a copy so that no decoder turns the picture by itself; rewritten rather than left out in WebP. */
  readonly exifSpans: readonly Span[];
  /** Where in a JPEG its pixels begin. */
  readonly pixelsAt?: number;
}

/** Null where the beginning of the file is broken, and for TIFF, which only real TIFF decoders can tell about. */
export async function readContainer(file: ReadableFile, mediaType: MediaType): Promise<Container | null> {
  try {
    const container = await readByType(file, mediaType);
    return container && container.header.width > 0 && container.header.height > 0 ? container : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // It claims more than it holds.
    throw error;
  }
}

async function readByType(file: ReadableFile, mediaType: MediaType): Promise<Container | null> {
  switch (mediaType) {
    case 'image/jpeg':
      return await readJpegContainer(file);
    case 'image/png':
      return await readPngContainer(file);
    case 'image/webp':
      return await readWebpContainer(file);
    case 'image/gif':
      return await readGif(file);
    case 'image/avif':
    case 'image/heic':
      return await readHeifContainer(file, mediaType);
    case 'image/tiff':
    case 'image/x-adobe-dng':
      return null;
    default:
      return mediaType satisfies never;
  }
}

/** Only the first frame is ever decoded, so the others are not counted. */
async function readGif(file: ReadableFile): Promise<Container | null> {
  const head = await file.read(0, 10);
  if (head.length < 10) return null;
  const size = { width: viewOf(head).getUint16(6, true), height: viewOf(head).getUint16(8, true) };
  return { header: { ...plainHeader, mediaType: 'image/gif', ...size }, exif: null, exifSpans: [] };
}

const plainHeader = { frames: 1, progressive: false, bitsPerSample: 8, hasAlpha: false } as const;
