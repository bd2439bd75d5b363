import { rgbaToThumbHash } from 'thumbhash';
import type { Renditions } from '../../src/images/describe-picture.ts';
import type { Pixels } from '../../src/images/pixels.ts';
import { fitWithin, renditionRecipe } from '../../src/images/rendition-recipe.ts';
import { bareJpeg } from './bare-jpeg.ts';
import { resample } from './resample.ts';
import { brushOf } from './upright.ts';

const { largestPreviewBytes, previewQualities, thumbhashEdge, thumbnailEdge, thumbnailQuality } =
  renditionRecipe;

/** The small pictures of an upright original at preview size, by the same recipe as on the server. */
export async function makeCanvasRenditions(picture: OffscreenCanvas): Promise<Renditions> {
  const thumbnail = shrinkSharply(picture, thumbnailEdge);
  const tiny = await shrink(thumbnail, thumbhashEdge);
  const onPaper = putOnPaper(thumbnail);
  return {
    preview: await encodePreview(putOnPaper(picture)),
    thumbnail: await encodeThumbnail(thumbnail, onPaper),
    thumbhash: rgbaToThumbHash(tiny.width, tiny.height, readCanvas(tiny)),
    small: withoutAlpha(onPaper),
  };
}

async function encodePreview(picture: OffscreenCanvas): Promise<Uint8Array> {
  let encoded = new Blob();
  for (const quality of previewQualities) {
    encoded = await picture.convertToBlob({ type: 'image/jpeg', quality: quality / 100 });
    if (encoded.size <= largestPreviewBytes) break;
  }
  return bareJpeg(await bytesOf(encoded));
}

/** A browser that cannot write WebP gives PNG instead; there the thumbnail becomes a JPEG. */
async function encodeThumbnail(thumbnail: OffscreenCanvas, onPaper: OffscreenCanvas): Promise<Uint8Array> {
  const quality = thumbnailQuality / 100;
  const webp = await thumbnail.convertToBlob({ type: 'image/webp', quality });
  const isWebp = webp.type === 'image/webp';
  return await bytesOf(isWebp ? webp : await onPaper.convertToBlob({ type: 'image/jpeg', quality }));
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** What is measured on the thumbnail must come out as on the server. */
function shrinkSharply(picture: OffscreenCanvas, edge: number): OffscreenCanvas {
  const { width, height } = fitWithin(picture.width, picture.height, edge);
  if (width === picture.width && height === picture.height) return picture;
  const canvas = new OffscreenCanvas(width, height);
  const { data } = resample(
    { data: readCanvas(picture), width: picture.width, height: picture.height },
    width,
    height,
  );
  brushOf(canvas).putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}

async function shrink(picture: OffscreenCanvas, edge: number): Promise<OffscreenCanvas> {
  const { width, height } = fitWithin(picture.width, picture.height, edge);
  if (width === picture.width && height === picture.height) return picture;
  const options = { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' } as const;
  const bitmap = await createImageBitmap(picture, options);
  const canvas = new OffscreenCanvas(width, height);
  brushOf(canvas).drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}

function putOnPaper(picture: OffscreenCanvas): OffscreenCanvas {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const brush = brushOf(canvas);
  const { r, g, b } = renditionRecipe.paper;
  brush.fillStyle = `rgb(${r} ${g} ${b})`;
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0);
  return canvas;
}

function readCanvas(canvas: OffscreenCanvas): Uint8ClampedArray<ArrayBuffer> {
  return brushOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data;
}

/** Pixels of an opaque canvas, three bytes each. */
export function withoutAlpha(canvas: OffscreenCanvas): Pixels {
  const { width, height } = canvas;
  const wide = readCanvas(canvas);
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < wide.length; from += 4, to += 3) {
    data[to] = wide[from] ?? 0;
    data[to + 1] = wide[from + 1] ?? 0;
    data[to + 2] = wide[from + 2] ?? 0;
  }
  return { data, width, height, channels: 3 };
}
