import { rgbaToThumbHash } from 'thumbhash';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import type { Renditions } from './describe-picture.ts';
import type { Pixels } from './pixels.ts';
import { renditionRecipe } from './rendition-recipe.ts';

const { largestPreviewBytes, paper, previewQualities, thumbhashEdge, thumbnailEdge } = renditionRecipe;

export async function makeRenditions(pixels: Pixels): Promise<Renditions> {
  const preview = await encodePreview(pixels);
  const thumbnailPixels = await shrink(pixels, thumbnailEdge);
  const thumbnail = await toSharp(thumbnailPixels)
    .webp({ quality: renditionRecipe.thumbnailQuality, effort: 1 })
    .toBuffer();
  const small = await onPaper(thumbnailPixels);
  return { preview, thumbnail, thumbhash: await makeThumbhash(thumbnailPixels), small };
}

async function encodePreview(pixels: Pixels): Promise<Uint8Array> {
  let encoded: Uint8Array = new Uint8Array();
  for (const quality of previewQualities) {
    encoded = await toSharp(pixels).flatten({ background: paper }).jpeg({ quality }).toBuffer();
    if (encoded.length <= largestPreviewBytes) break;
  }
  return encoded;
}

async function makeThumbhash(thumbnail: Pixels): Promise<Uint8Array> {
  const tiny = await shrink(thumbnail, thumbhashEdge);
  const { data } = await toSharp(tiny).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return rgbaToThumbHash(tiny.width, tiny.height, data);
}

async function onPaper(pixels: Pixels): Promise<Pixels> {
  if (pixels.channels === 3) return pixels;
  const data = await toSharp(pixels).flatten({ background: paper }).raw().toBuffer();
  return { data, width: pixels.width, height: pixels.height, channels: 3 };
}

async function shrink(pixels: Pixels, edge: number): Promise<Pixels> {
  if (Math.max(pixels.width, pixels.height) <= edge) return pixels;
  const { data, info } = await toSharp(pixels)
    .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: pixels.channels };
}

function toSharp({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}
