import type { Sharp } from 'sharp';
import { judgeDamaged } from './damage.ts';
import type { DecodeResult } from './damage.ts';
import type { Pixels } from './pixels.ts';
import { renditionRecipe } from './rendition-recipe.ts';
import { undecodedShare } from './undecoded-share.ts';

const { previewEdge } = renditionRecipe;

export type FailOn = 'warning' | 'error' | 'none';

/**
 * Decodes once, at preview size (JPEG decoders then skip most of the work), strict first: many good photos carry stray
 * bytes or odd tags that only the strictest reading refuses, and a picture that ends early still shows something.
 */
export async function decodePixels(open: (failOn: FailOn) => Sharp): Promise<DecodeResult> {
  const strict = await tryDecode(open('warning'));
  if (strict.pixels) return { ok: true, pixels: strict.pixels, damaged: false };
  const usual = await tryDecode(open('error'));
  if (usual.pixels) return { ok: true, pixels: usual.pixels, damaged: isDamage(strict.reason) };
  const rest = await tryDecode(open('none'));
  if (!rest.pixels) return { ok: false, detail: describe(usual.reason) };
  return judgeDamaged(rest.pixels, undecodedShare(rest.pixels));
}

type Attempt = { readonly pixels: Pixels } | { readonly pixels: null; readonly reason: string };

async function tryDecode(picture: Sharp): Promise<Attempt> {
  try {
    const { data, info } = await picture
      .resize(previewEdge, previewEdge, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { pixels: toColour(data, info.width, info.height, info.channels) };
  } catch (error) {
    return { pixels: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Grey pictures come with one channel (two with transparency); what follows wants three or four. */
function toColour(data: Uint8Array, width: number, height: number, channels: number): Pixels {
  if (channels === 3 || channels === 4) return { data, width, height, channels };
  const wide = channels === 2 ? 4 : 3;
  const colour = new Uint8Array(width * height * wide);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    colour.fill(data[pixel * channels] ?? 0, pixel * wide, pixel * wide + 3);
    if (wide === 4) colour[pixel * 4 + 3] = data[pixel * channels + 1] ?? 255;
  }
  return { data: colour, width, height, channels: wide };
}

/** Stray bytes around segments cost no pixel; broken code words do, and stray bytes before a restart marker are such. */
function isDamage(warning: string): boolean {
  const strayAt = /extraneous bytes before marker 0x([\da-f]{2})/iu.exec(warning)?.[1];
  if (strayAt) return /^d[0-7]$/iu.test(strayAt);
  return /corrupt jpeg data|huffman|premature/iu.test(warning);
}

/** A decoder's message in plain words; its own may name internal paths. */
function describe(reason: string): string {
  if (/premature|end of (?:file|stream)|truncated|bad seek/iu.test(reason)) {
    return 'The file is damaged: it ends too early.';
  }
  if (/unsupported|not been built in/iu.test(reason)) {
    return 'The file is damaged, or a rare variant of its format that cannot be read.';
  }
  return 'The file is damaged: its picture cannot be decoded.';
}
