import type { Metadata, Sharp, SharpOptions } from 'sharp';
import sharp from 'sharp';
import type { CityIndex } from './city-index.ts';
import { decodePixels, judgeDamaged } from './decode-pixels.ts';
import type { DecodeResult, FailOn } from './decode-pixels.ts';
import { decodeHeic } from './heic-decoder.ts';
import type { PrepareErrorCode, PrepareOutcome } from './image-work.ts';
import { missingTailShare } from './missing-tail.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { readExifBlock, readHead, readHeader } from './picture-header.ts';
import { measureLook, pictureKind } from './picture-kind.ts';
import type { PictureMetadata } from './picture-metadata.ts';
import { readPictureMetadata } from './picture-metadata.ts';
import { isWithinLimits } from './pixel-limits.ts';
import type { PictureHeader, PixelLimits } from './pixel-limits.ts';
import { previewRecipe } from './preview-recipe.ts';
import { findRawPreview, orientPixels } from './raw-preview.ts';
import { makeRenditions } from './renditions.ts';
import { undecodedShare } from './undecoded-share.ts';

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
  const decoded = await decode(task, header, metadata);
  if ('code' in decoded) return failure(decoded.code, decoded.detail);
  const block = await readExifBlock(task.path, header.mediaType, metadata);
  const written = readPictureMetadata(block, task.now);
  return await describe(decoded, header, { written, cities });
}

interface Decoded {
  readonly pixels: Extract<DecodeResult, { ok: true }>['pixels'];
  readonly damaged: boolean;
  /** Of the original, as seen. */
  readonly width: number;
  readonly height: number;
}

type DecodeFailure = { readonly code: PrepareErrorCode; readonly detail: string };

async function decode(
  task: PictureTask,
  header: PictureHeader,
  metadata: Metadata,
): Promise<Decoded | DecodeFailure> {
  if (header.mediaType === 'image/heic') return await decodeFromHeic(task.path);
  if (header.mediaType === 'image/x-adobe-dng') return await decodeFromRaw(task, metadata.orientation ?? 1);
  if (metadata.space === 'multiband') {
    return {
      code: 'format_not_read',
      detail: 'This is sensor data or a stack of layers, not a finished picture.',
    };
  }
  const result = await decodePixels((failOn) => openOriginal(task.path, { failOn }).autoOrient());
  const { width, height } = seenSize(header, metadata);
  return result.ok ? { ...result, width, height } : { code: 'file_damaged', detail: result.detail };
}

async function decodeFromHeic(path: string): Promise<Decoded | DecodeFailure> {
  const full = await decodeHeic(path);
  const damaged = {
    code: 'file_damaged',
    detail: 'The file is damaged: its picture cannot be decoded.',
  } as const;
  if (full === null) return damaged;
  const { width, height, channels } = full;
  const result = await decodePixels(() => sharp(full.data, { raw: { width, height, channels } }));
  return result.ok ? { ...result, width, height } : damaged;
}

async function decodeFromRaw(task: PictureTask, orientation: number): Promise<Decoded | DecodeFailure> {
  const preview = await findRawPreview(task.path);
  if (preview === null) {
    return {
      code: 'no_preview_in_raw',
      detail: 'The raw file has no preview picture that is large enough to look at.',
    };
  }
  const options = (failOn: FailOn) => ({ failOn, subifd: preview.subifd });
  const result = await decodePixels((failOn) => openOriginal(task.path, options(failOn)));
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
