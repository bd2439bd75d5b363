import type { Container } from '../../src/images/container.ts';
import { judgeDamaged } from '../../src/images/damage.ts';
import { decodeHeicPicture } from '../../src/images/heic-picture.ts';
import { reachesEndMark } from '../../src/images/jpeg-container.ts';
import { missingTailShare } from '../../src/images/missing-tail.ts';
import type { Pixels } from '../../src/images/pixels.ts';
import { failure, notDecoded } from '../../src/images/prepare-failure.ts';
import type { PrepareFailure } from '../../src/images/prepare-failure.ts';
import { fitWithin, renditionRecipe } from '../../src/images/rendition-recipe.ts';
import { undecodedShare } from '../../src/images/undecoded-share.ts';
import type { OpenFile } from './blob-file.ts';
import { withoutAlpha } from './canvas-renditions.ts';
import { drawUpright } from './upright.ts';

export interface DecodedCanvas {
  /** At preview size, upright. */
  readonly canvas: OffscreenCanvas;
  readonly damaged: boolean;
  /** Of the original, as seen. */
  readonly width: number;
  readonly height: number;
}

/** Decodes with the browser's own decoders, once, and turns the result by our own rule rather than each browser's. */
export async function decodeBlob(
  file: OpenFile,
  container: Container,
  orientation: number,
): Promise<DecodedCanvas | PrepareFailure> {
  const { header } = container;
  if (header.mediaType === 'image/heic') return await decodeHeic(file);
  // AVIF carries its turn within, and decoders apply it; what EXIF says beside it does not count.
  const turn = header.mediaType === 'image/avif' || header.mediaType === 'image/gif' ? 1 : orientation;
  const isWhole = container.pixelsAt === undefined || (await reachesEndMark(file, container.pixelsAt));
  const bitmap = await decodeSmall(copyToDecode(file, container, isWhole), header);
  if (bitmap === null) return notDecoded;
  const canvas = drawUpright(bitmap, turn);
  bitmap.close();
  const size = turn >= 5 ? { width: header.height, height: header.width } : header;
  return judge({ canvas, width: size.width, height: size.height }, isWhole ? 0 : null);
}

/** With an empty comment: Firefox sees by the first part alone what a picture is, and where EXIF is cut out of it, that had two bytes. */
const jpegStart = Uint8Array.of(0xff, 0xd8, 0xff, 0xfe, 0, 2);

/** A picture that breaks off is given an end mark, or the browser would show nothing of it. */
export function copyToDecode(file: OpenFile, { header, exifSpans }: Container, isWhole: boolean): Blob {
  const parts: BlobPart[] = [];
  let at = 0;
  if (header.mediaType === 'image/jpeg' && exifSpans.length > 0) {
    parts.push(jpegStart);
    at = 2;
  }
  for (const { start, end } of exifSpans) {
    parts.push(file.blob.slice(at, start));
    // WebP counts its bytes, so there the chunk keeps its place under a name that means nothing.
    if (header.mediaType === 'image/webp') parts.push('NONE', file.blob.slice(start + 4, end));
    at = end;
  }
  parts.push(file.blob.slice(at));
  if (!isWhole) parts.push(Uint8Array.of(0xff, 0xd9));
  return new Blob(parts);
}

async function decodeSmall(
  source: Blob | ImageData,
  { width, height }: { width: number; height: number },
): Promise<ImageBitmap | null> {
  const size = fitWithin(width, height, renditionRecipe.previewEdge);
  const resize =
    size.width === width && size.height === height
      ? {}
      : ({ resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' } as const);
  try {
    return await createImageBitmap(source, resize);
  } catch {
    return null;
  }
}

/** `missing` is the share that lacks; null where only the picture itself can tell. */
function judge(
  decoded: Omit<DecodedCanvas, 'damaged'>,
  missing: number | null,
): DecodedCanvas | PrepareFailure {
  if (missing === 0) return { ...decoded, damaged: false };
  const pixels = withoutAlpha(decoded.canvas);
  const result = judgeDamaged(pixels, Math.max(missing ?? 0, undecodedShare(pixels)));
  return result.ok ? { ...decoded, damaged: true } : failure('file_damaged', result.detail);
}

async function decodeHeic(file: OpenFile): Promise<DecodedCanvas | PrepareFailure> {
  const { loadHeicDecoder } = await import('./load-heic-decoder.ts');
  const bytes = file.bytes ?? (await file.read(0, file.size));
  const pixels = await decodeHeicPicture(await loadHeicDecoder(), bytes);
  if (pixels === null) return notDecoded;
  const { width, height } = pixels;
  const bitmap = await decodeSmall(toImageData(pixels), pixels);
  if (bitmap === null) return notDecoded;
  const canvas = drawUpright(bitmap, 1);
  bitmap.close();
  return judge({ canvas, width, height }, await missingTailShare(file));
}

function toImageData({ data, width, height }: Pixels): ImageData {
  const wide = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    wide[to] = data[from] ?? 0;
    wide[to + 1] = data[from + 1] ?? 0;
    wide[to + 2] = data[from + 2] ?? 0;
    wide[to + 3] = 255;
  }
  return new ImageData(wide, width, height);
}
