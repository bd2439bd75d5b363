import type { Metadata, Sharp, SharpOptions } from 'sharp';
import sharp from 'sharp';
import { judgeDamaged } from './damage.ts';
import { decodePixels } from './decode-pixels.ts';
import type { FailOn } from './decode-pixels.ts';
import { decodeHeic } from './heic-decoder.ts';
import { missingTailShare } from './missing-tail.ts';
import { withPictureFile } from './open-picture-file.ts';
import type { PictureHeader } from './pixel-limits.ts';
import type { Pixels } from './pixels.ts';
import { failure, noRawPreview, notDecoded } from './prepare-failure.ts';
import type { PrepareFailure } from './prepare-failure.ts';
import { findRawPreview, orientPixels } from './raw-preview.ts';
import { undecodedShare } from './undecoded-share.ts';

export interface Decoded {
  readonly pixels: Pixels;
  readonly damaged: boolean;
  /** Of the original, as seen. */
  readonly width: number;
  readonly height: number;
}

/** The pixels of an original, by whichever decoder its format needs; the header has been checked already. */
export async function decodeOriginal(
  path: string,
  header: PictureHeader,
  metadata: Metadata,
): Promise<Decoded | PrepareFailure> {
  if (header.mediaType === 'image/heic') return await decodeFromHeic(path);
  if (header.mediaType === 'image/x-adobe-dng') return await decodeFromRaw(path, metadata.orientation ?? 1);
  if (metadata.space === 'multiband') {
    return failure('format_not_read', 'This is sensor data or a stack of layers, not a finished picture.');
  }
  const result = await decodePixels((failOn) => openOriginal(path, { failOn }).autoOrient());
  const { width, height } = seenSize(header, metadata);
  return result.ok ? { ...result, width, height } : failure('file_damaged', result.detail);
}

async function decodeFromHeic(path: string): Promise<Decoded | PrepareFailure> {
  const full = await decodeHeic(path);
  if (full === null) return notDecoded;
  const { width, height, channels } = full;
  const small = await decodePixels(() => sharp(full.data, { raw: { width, height, channels } }));
  const missing = await withPictureFile(path, missingTailShare);
  const isWhole = !small.ok || missing === 0;
  const result = isWhole
    ? small
    : judgeDamaged(small.pixels, Math.max(missing, undecodedShare(small.pixels)));
  return result.ok ? { ...result, width, height } : failure('file_damaged', result.detail);
}

async function decodeFromRaw(path: string, orientation: number): Promise<Decoded | PrepareFailure> {
  const preview = await findRawPreview(path);
  if (preview === null) return noRawPreview;
  const options = (failOn: FailOn) => ({ failOn, subifd: preview.subifd });
  const result = await decodePixels((failOn) => openOriginal(path, options(failOn)));
  if (!result.ok) return failure('file_damaged', result.detail);
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
