import type { CityIndex } from './city-index.ts';
import { decodeOriginal } from './decode-original.ts';
import { describePicture } from './describe-picture.ts';
import type { PrepareOutcome } from './image-work.ts';
import { readExifBlock, readHead, readHeader } from './picture-header.ts';
import { readPictureMetadata } from './picture-metadata.ts';
import { isWithinLimits } from './pixel-limits.ts';
import type { PixelLimits } from './pixel-limits.ts';
import { brokenBeginning, emptyFile, failure, noPicture, tooLarge } from './prepare-failure.ts';
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
  if (head.kind === 'empty') return emptyFile;
  if (head.kind === 'unknown') return noPicture;
  const found = await readHeader(task.path, head.mediaType);
  if (found.kind === 'broken') return brokenBeginning;
  if (found.kind === 'refused') return failure('too_large', 'The picture is too large to be read safely.');
  const { header, metadata } = found;
  if (!isWithinLimits(header, task.limits)) return tooLarge(header);
  const decoded = await decodeOriginal(task.path, header, metadata);
  if ('code' in decoded) return decoded;
  const block = await readExifBlock(task.path, header.mediaType, metadata);
  const written = readPictureMetadata(block, task.now);
  const { pixels, width, height, damaged } = decoded;
  const made = await makeRenditions(pixels);
  const facts = { mediaType: header.mediaType, width, height, damaged, written };
  return { ok: true, prepared: describePicture(facts, made, written.coordinates ? cities() : null) };
}
