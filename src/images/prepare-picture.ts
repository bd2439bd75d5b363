import type { CityIndex } from './city-index.ts';
import { decodeOriginal } from './decode-original.ts';
import type { Decoded } from './decode-original.ts';
import type { PrepareErrorCode, PrepareOutcome } from './image-work.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { readExifBlock, readHead, readHeader } from './picture-header.ts';
import { measureLook, pictureKind } from './picture-kind.ts';
import type { PictureMetadata } from './picture-metadata.ts';
import { readPictureMetadata } from './picture-metadata.ts';
import { isWithinLimits } from './pixel-limits.ts';
import type { PictureHeader, PixelLimits } from './pixel-limits.ts';
import { previewRecipe } from './preview-recipe.ts';
import { makeRenditions } from './renditions.ts';

export interface PictureTask {
  readonly path: string;
  readonly limits: PixelLimits;
  /** Milliseconds since the epoch: a photo is not from the future. */
  readonly now: number;
}

/**
 * Everything learnt from one file, in the order of cost: first bytes, header and its limits, then one decode that all
 * small pictures and measures are made from. Runs in a process of its own that may be killed at any moment.
 */
export async function preparePicture(task: PictureTask, cities: () => CityIndex): Promise<PrepareOutcome> {
  const head = await readHead(task.path);
  if (head.kind === 'empty') return failure('file_damaged', 'The file is empty.');
  if (head.kind === 'unknown')
    return failure('format_not_read', 'This is not a picture in a format Rollcall reads.');
  const found = await readHeader(task.path, head.mediaType);
  if (found.kind === 'broken')
    return failure('file_damaged', 'The file is damaged: its beginning cannot be read.');
  if (found.kind === 'refused') return failure('too_large', 'The picture is too large to be read safely.');
  const { header, metadata } = found;
  if (!isWithinLimits(header, task.limits)) return tooLarge(header);
  const decoded = await decodeOriginal(task.path, header, metadata);
  if ('code' in decoded) return failure(decoded.code, decoded.detail);
  const block = await readExifBlock(task.path, header.mediaType, metadata);
  const written = readPictureMetadata(block, task.now);
  return await describe(decoded, header, { written, cities });
}

async function describe(
  decoded: Decoded,
  header: PictureHeader,
  context: { readonly written: PictureMetadata; readonly cities: () => CityIndex },
): Promise<PrepareOutcome> {
  const { written, cities } = context;
  const { small, ...renditions } = await makeRenditions(decoded.pixels);
  const look = measureLook(small);
  const { width, height, damaged } = decoded;
  const hasCamera = written.camera !== null;
  const facts = {
    mediaType: header.mediaType,
    width,
    height,
    hasCamera,
    saysScreenshot: written.saysScreenshot,
  };
  return {
    ok: true,
    prepared: {
      width,
      height,
      takenLocal: written.takenLocal,
      takenOffsetMinutes: written.takenOffsetMinutes,
      camera: written.camera,
      latitude: written.coordinates?.latitude ?? null,
      longitude: written.coordinates?.longitude ?? null,
      place: written.coordinates ? cities().nearest(written.coordinates) : null,
      kind: pictureKind(facts, look),
      brightness: look.brightness,
      perceptualHash: perceptualHash(small),
      ...renditions,
      previewRecipe,
      damaged,
    },
  };
}

function failure(code: PrepareErrorCode, detail: string): PrepareOutcome {
  return { ok: false, code, detail };
}

function tooLarge({ width, height, frames }: PictureHeader): PrepareOutcome {
  const size = `${width} × ${height} pixels${frames > 1 ? `, ${frames} frames` : ''}`;
  return failure('too_large', `The picture is too large to be read safely: ${size}.`);
}
