import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import sharp from 'sharp';
import { detectMediaType } from './detect-type.ts';
import type { MediaType } from './image-work.ts';
import type { PictureHeader } from './pixel-limits.ts';

const headBytes = 65_536;
/** A TIFF file is searched for tags this far; phones and cameras write them near the front. */
const tiffTagBytes = 4 * 1024 * 1024;

export type HeadResult =
  | { readonly kind: 'picture'; readonly mediaType: MediaType }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown' };

/** Looks at the first bytes, whatever the file was said to be. */
export async function readHead(path: string): Promise<HeadResult> {
  const head = await readStart(path, headBytes);
  if (head.length === 0) return { kind: 'empty' };
  const mediaType = detectMediaType(head);
  if (mediaType === null || mediaType === 'image/svg+xml') return { kind: 'unknown' };
  return { kind: 'picture', mediaType };
}

export type HeaderResult =
  | { readonly kind: 'header'; readonly header: PictureHeader; readonly metadata: Metadata }
  | { readonly kind: 'broken' }
  /** The decoder's own guard against absurd files refused it. */
  | { readonly kind: 'refused' };

/** Costs about a millisecond and decodes nothing. */
export async function readHeader(path: string, mediaType: MediaType): Promise<HeaderResult> {
  const metadata = await readMetadata(path);
  if (typeof metadata === 'string') {
    return /security limit|exceeds.*limit/iu.test(metadata) ? { kind: 'refused' } : { kind: 'broken' };
  }
  if (metadata.width < 1 || metadata.height < 1) return { kind: 'broken' };
  const header = {
    mediaType: mediaType === 'image/avif' && metadata.compression === 'hevc' ? 'image/heic' : mediaType,
    width: metadata.width,
    height: metadata.pageHeight ?? metadata.height,
    frames: metadata.pages ?? 1,
    progressive: metadata.isProgressive ?? false,
    bitsPerSample: metadata.bitsPerSample ?? 8,
    hasAlpha: metadata.hasAlpha ?? false,
  } as const;
  return { kind: 'header', header, metadata };
}

/** The metadata, or why there is none. */
async function readMetadata(path: string): Promise<Metadata | string> {
  try {
    return await sharp(path, { limitInputPixels: false }).metadata();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The bytes tags stand in: the EXIF block, or in TIFF the file's own beginning. */
export async function readExifBlock(
  path: string,
  mediaType: MediaType,
  metadata: Metadata,
): Promise<Uint8Array | null> {
  const isTiff = mediaType === 'image/tiff' || mediaType === 'image/x-adobe-dng';
  return isTiff ? await readStart(path, tiffTagBytes) : (metadata.exif ?? null);
}

async function readStart(path: string, bytes: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
