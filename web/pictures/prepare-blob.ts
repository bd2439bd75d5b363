import type { CityIndex } from '../../src/images/city-index.ts';
import type { Container } from '../../src/images/container.ts';
import { readContainer } from '../../src/images/container.ts';
import { describePicture } from '../../src/images/describe-picture.ts';
import { detectMediaType } from '../../src/images/detect-type.ts';
import { findDngPreview } from '../../src/images/dng-preview.ts';
import type { MediaType, Prepared } from '../../src/images/image-work.ts';
import { readPictureMetadata } from '../../src/images/picture-metadata.ts';
import { isWithinLimits } from '../../src/images/pixel-limits.ts';
import type { PixelLimits } from '../../src/images/pixel-limits.ts';
import {
  brokenBeginning,
  emptyFile,
  failure,
  noPicture,
  noRawPreview,
  tooLarge,
} from '../../src/images/prepare-failure.ts';
import type { PrepareFailure } from '../../src/images/prepare-failure.ts';
import { openBlob } from './blob-file.ts';
import type { OpenFile } from './blob-file.ts';
import { makeCanvasRenditions } from './canvas-renditions.ts';
import { decodeBlob } from './decode-blob.ts';
import { hashFile } from './sha256.ts';

/** What becomes of one picked file. */
export type BlobOutcome = BlobPrepared | PrepareFailure;

export interface BlobPrepared {
  readonly ok: true;
  readonly prepared: Prepared;
  readonly mediaType: MediaType;
  /** Of the original, in hexadecimal. */
  readonly sha256: string;
}

export interface BlobTask {
  readonly file: Blob;
  readonly limits: PixelLimits;
  /** Milliseconds since the epoch: a photo is not from the future. */
  readonly now: number;
}

const headBytes = 65_536;
/** A TIFF file is searched for tags this far, as on the server. */
const tiffTagBytes = 4 * 1024 * 1024;

/**
 * Everything learnt from one picked file, in the order of cost, as the server does it: first bytes, header and its
 * limits, then one decode that all small pictures and measures are made from.
 */
export async function prepareBlob(
  task: BlobTask,
  cities: () => Promise<CityIndex | null>,
): Promise<BlobOutcome> {
  if (task.file.size === 0) return emptyFile;
  const head = new Uint8Array(await task.file.slice(0, headBytes).arrayBuffer());
  const mediaType = detectMediaType(head);
  if (mediaType === null || mediaType === 'image/svg+xml') return noPicture;
  if (mediaType === 'image/tiff') return needsConverting;
  const file = await openBlob(task.file);
  const opened = mediaType === 'image/x-adobe-dng' ? await openRaw(file) : await openPicture(file, mediaType);
  if ('code' in opened) return opened;
  const { container } = opened;
  if (!isWithinLimits(container.header, task.limits)) return tooLarge(container.header);
  const written = readPictureMetadata(container.exif, task.now);
  const decoded = await decodeBlob(opened.file, container, written.orientation);
  if ('code' in decoded) return decoded;
  const { canvas, width, height, damaged } = decoded;
  const made = await makeCanvasRenditions(canvas);
  const facts = { mediaType, width, height, damaged, written };
  const prepared = describePicture(facts, made, written.coordinates ? await cities() : null);
  return { ok: true, prepared, mediaType, sha256: await hashFile(file) };
}

const needsConverting = failure('format_not_read', 'Browsers cannot read TIFF pictures. Convert it to JPEG.');

interface Opened {
  /** Where the pixels are: the file, or the preview within it. */
  readonly file: OpenFile;
  readonly container: Container;
}

async function openPicture(file: OpenFile, mediaType: MediaType): Promise<Opened | PrepareFailure> {
  const container = await readContainer(file, mediaType);
  return container ? { file, container } : brokenBeginning;
}

/** The preview inside stands for a raw file; what the camera wrote stands in the raw file itself. */
async function openRaw(raw: OpenFile): Promise<Opened | PrepareFailure> {
  const preview = await findDngPreview(raw);
  if (preview === null) return noRawPreview;
  const file = await openBlob(raw.blob.slice(preview.start, preview.end));
  const container = await readContainer(file, 'image/jpeg');
  if (container === null) return brokenBeginning;
  const exif = await raw.read(0, tiffTagBytes);
  return { file, container: { ...container, exif } };
}
