import type { Metadata, Sharp, SharpOptions } from 'sharp';
import sharp from 'sharp';
import { decodePixels, judgeDamaged } from './decode-pixels.ts';
import type { FailOn } from './decode-pixels.ts';
import { decodeHeic } from './heic-decoder.ts';
import type { PrepareErrorCode } from './image-work.ts';
import { missingTailShare } from './missing-tail.ts';
import type { PictureHeader } from './pixel-limits.ts';
import type { Pixels } from './pixels.ts';
import { findRawPreview, orientPixels } from './raw-preview.ts';
import { undecodedShare } from './undecoded-share.ts';

export interface Decoded {
  readonly pixels: Pixels;
  readonly damaged: boolean;
  /** Of the original, as seen. */
  readonly width: number;
  readonly height: number;
}

export type DecodeFailure = { readonly code: PrepareErrorCode; readonly detail: string };

/** The pixels of an original, by whichever decoder its format needs; the header has been checked already. */
export async function decodeOriginal(
  path: string,
  header: PictureHeader,
  metadata: Metadata,
): Promise<Decoded | DecodeFailure> {
  if (header.mediaType === 'image/heic') return await decodeFromHeic(path);
  if (header.mediaType === 'image/x-adobe-dng') return await decodeFromRaw(path, metadata.orientation ?? 1);
  if (metadata.space === 'multiband') {
    return {
      code: 'format_not_read',
      detail: 'This is sensor data or a stack of layers, not a finished picture.',
    };
  }
  const result = await decodePixels((failOn) => openOriginal(path, { failOn }).autoOrient());
  const { width, height } = seenSize(header, metadata);
  return result.ok ? { ...result, width, height } : { code: 'file_damaged', detail: result.detail };
}

async function decodeFromHeic(path: string): Promise<Decoded | DecodeFailure> {
  const full = await decodeHeic(path);
  if (full === null)
    return { code: 'file_damaged', detail: 'The file is damaged: its picture cannot be decoded.' };
  const { width, height, channels } = full;
  const small = await decodePixels(() => sharp(full.data, { raw: { width, height, channels } }));
  const missing = await missingTailShare(path);
  const isWhole = !small.ok || missing === 0;
  const result = isWhole
    ? small
    : judgeDamaged(small.pixels, Math.max(missing, undecodedShare(small.pixels)));
  return result.ok ? { ...result, width, height } : { code: 'file_damaged', detail: result.detail };
}

async function decodeFromRaw(path: string, orientation: number): Promise<Decoded | DecodeFailure> {
  const preview = await findRawPreview(path);
  if (preview === null) {
    return {
      code: 'no_preview_in_raw',
      detail: 'The raw file has no preview picture that is large enough to look at.',
    };
  }
  const options = (failOn: FailOn) => ({ failOn, subifd: preview.subifd });
  const result = await decodePixels((failOn) => openOriginal(path, options(failOn)));
  if (!result.ok) return { code: 'file_damaged', detail: result.detail };
  const pixels = await orientPixels(result.pixels, orientation);
  const isTurned = orientation >= 5 && orientation <= 8;
  const [width, height] = isTurned ? [preview.height, preview.width] : [preview.width, preview.height];
  return { pixels, damaged: result.damaged, width, height };
}

/** Our own limits have been asked already, and are other ones for each format. */
function openOriginal(path: string, options: SharpOptions): Sharp {
  return sharp(path, { ...options, limitInputPixels: false });
}

function seenSize(header: PictureHeader, metadata: Metadata): { width: number; height: number } {
  const isTurned = (metadata.orientation ?? 1) >= 5 && (metadata.orientation ?? 1) <= 8;
  const { width, height } = header;
  return isTurned ? { width: height, height: width } : { width, height };
}
