import type { MediaType, PictureKind } from './image-work.ts';
import { luminanceAt } from './perceptual-hash.ts';
import type { Pixels } from './pixels.ts';

export interface KindFacts {
  readonly mediaType: MediaType;
  readonly width: number;
  readonly height: number;
  readonly hasCamera: boolean;
  readonly saysScreenshot: boolean;
}

export interface PictureLook {
  /** Mean luminance, 0 to 1. */
  readonly brightness: number;
  /** Mean and largest-but-for-one-percent difference between the colour channels, 0 to 255. */
  readonly colour: number;
  readonly strongestColour: number;
  /** Share of neighbours that are exactly alike: high in what a computer drew, low in what a sensor saw. */
  readonly flat: number;
  /** Share of pixels that are light and nearly without colour. */
  readonly paper: number;
  /** Share of blocks in which dark strokes on a light ground alternate, as in writing. */
  readonly strokes: number;
}

/** What sort of picture it is. A wrong kind is worse than none, so every rule asks for several signs; else: a photo. */
export function pictureKind(facts: KindFacts, look: PictureLook): PictureKind {
  if (facts.saysScreenshot || looksDrawn(facts, look)) return 'screenshot';
  const shortEdge = Math.min(facts.width, facts.height);
  if (shortEdge >= 300 && look.paper > 0.75 && look.strokes > 0.06 && look.colour < 16) return 'document';
  const isDrawing = look.flat > 0.6;
  if (facts.width >= facts.height * 2.2 && facts.width >= 1600 && !isDrawing) return 'panorama';
  if (shortEdge >= 100 && look.strongestColour <= 6 && look.colour < 2 && !isDrawing)
    return 'black_and_white';
  return 'photo';
}

/** A screen is lossless, comes from no camera, and has both large even areas and writing; a page of text does too, but is paper. */
function looksDrawn({ mediaType, hasCamera }: KindFacts, look: PictureLook): boolean {
  if (mediaType !== 'image/png' || hasCamera) return false;
  return look.flat > 0.5 && look.strokes > 0.05 && (look.paper < 0.6 || look.colour > 8);
}

export function measureLook(picture: Pixels): PictureLook {
  const { data, width, height, channels } = picture;
  const count = width * height;
  const tones = new Uint8Array(count);
  const spreads = new Uint32Array(256);
  let luminance = 0;
  let colour = 0;
  let alike = 0;
  let paper = 0;
  for (let pixel = 0, at = 0; pixel < count; pixel += 1, at += channels) {
    const tone = luminanceAt(data, at);
    const spread = colourSpread(data, at);
    tones[pixel] = tone;
    luminance += tone;
    colour += spread;
    spreads[spread] = (spreads[spread] ?? 0) + 1;
    if (tone > 170 && spread < 32) paper += 1;
    if (pixel % width > 0 && isAlike(data, at, at - channels)) alike += 1;
  }
  return {
    brightness: luminance / count / 255,
    colour: colour / count,
    strongestColour: percentile(spreads, count * 0.99),
    flat: alike / Math.max(1, count - height),
    paper: paper / count,
    strokes: strokeShare(tones, width, height),
  };
}

function colourSpread(data: Uint8Array, at: number): number {
  const red = data[at] ?? 0;
  const green = data[at + 1] ?? 0;
  const blue = data[at + 2] ?? 0;
  return Math.max(red, green, blue) - Math.min(red, green, blue);
}

function isAlike(data: Uint8Array, a: number, b: number): boolean {
  return data[a] === data[b] && data[a + 1] === data[b + 1] && data[a + 2] === data[b + 2];
}

function percentile(histogram: Uint32Array, rank: number): number {
  let seen = 0;
  for (let value = 0; value < histogram.length; value += 1) {
    seen += histogram[value] ?? 0;
    if (seen >= rank) return value;
  }
  return histogram.length - 1;
}

const block = 16;

function strokeShare(tones: Uint8Array, width: number, height: number): number {
  let blocks = 0;
  let written = 0;
  for (let top = 0; top + block <= height; top += block) {
    for (let left = 0; left + block <= width; left += block) {
      blocks += 1;
      if (hasStrokes(tones, top * width + left, width)) written += 1;
    }
  }
  return blocks === 0 ? 0 : written / blocks;
}

/** Writing: most of the block is one ground, and on several rows the tone crosses to the strokes and back. */
function hasStrokes(tones: Uint8Array, corner: number, width: number): boolean {
  let darkest = 255;
  let lightest = 0;
  for (let row = 0; row < block; row += 1) {
    for (let at = corner + row * width; at < corner + row * width + block; at += 1) {
      const tone = tones[at] ?? 0;
      if (tone < darkest) darkest = tone;
      if (tone > lightest) lightest = tone;
    }
  }
  if (lightest - darkest < 60) return false;
  return crossesOften(tones, corner, width, (lightest + darkest) / 2);
}

function crossesOften(tones: Uint8Array, corner: number, width: number, middle: number): boolean {
  let light = 0;
  let crossings = 0;
  for (let row = 0; row < block; row += 1) {
    const start = corner + row * width;
    let wasLight = (tones[start] ?? 0) > middle;
    for (let at = start; at < start + block; at += 1) {
      const isLight = (tones[at] ?? 0) > middle;
      if (isLight) light += 1;
      if (isLight !== wasLight) crossings += 1;
      wasLight = isLight;
    }
  }
  const ground = Math.max(light, block * block - light) / (block * block);
  return ground > 0.55 && ground < 0.97 && crossings >= 24;
}
