import type { MediaType } from './image-work.ts';

/** Largest pictures that are decoded, in pixels. A thousand bytes of file can ask for gigabytes of memory. */
export interface PixelLimits {
  readonly jpeg: number;
  readonly progressiveJpeg: number;
  readonly png: number;
  readonly interlacedPng: number;
  readonly webp: number;
  readonly gif: number;
  readonly tiff: number;
  readonly avif: number;
  /** AVIF with 10 or 12 bits, or with an alpha channel. */
  readonly deepAvif: number;
  readonly heic: number;
  /** All frames together; only the first is decoded, so this merely stops absurd files. */
  readonly allFrames: number;
}

/**
 * Chosen by measuring, so that one decode stays under 900 MB: streamed formats (JPEG, PNG, WebP, TIFF) need little,
 * progressive JPEG up to 7 bytes a pixel, GIF 6, interlaced PNG 10, AVIF 20 (30 with more than 8 bits), HEIC 7.
 */
export const defaultPixelLimits: PixelLimits = {
  jpeg: 220e6,
  progressiveJpeg: 100e6,
  png: 100e6,
  interlacedPng: 50.5e6,
  webp: 100e6,
  gif: 100e6,
  tiff: 100e6,
  avif: 41e6,
  deepAvif: 27e6,
  heic: 64e6,
  allFrames: 2_000e6,
};

/** What a picture's header says of it, before a single pixel is decoded. */
export interface PictureHeader {
  readonly mediaType: MediaType;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Progressive JPEG, interlaced PNG. */
  readonly progressive: boolean;
  readonly bitsPerSample: number;
  readonly hasAlpha: boolean;
}

/** True where a picture may be decoded. */
export function isWithinLimits(header: PictureHeader, limits: PixelLimits): boolean {
  const pixels = header.width * header.height;
  return pixels <= pixelLimit(header, limits) && pixels * header.frames <= limits.allFrames;
}

function pixelLimit(header: PictureHeader, limits: PixelLimits): number {
  switch (header.mediaType) {
    case 'image/jpeg':
      return header.progressive ? limits.progressiveJpeg : limits.jpeg;
    case 'image/png':
      return header.progressive ? limits.interlacedPng : limits.png;
    case 'image/avif':
      return header.bitsPerSample > 8 || header.hasAlpha ? limits.deepAvif : limits.avif;
    case 'image/webp':
      return limits.webp;
    case 'image/gif':
      return limits.gif;
    case 'image/heic':
      return limits.heic;
    case 'image/tiff':
    case 'image/x-adobe-dng':
      return limits.tiff;
    default:
      return header.mediaType satisfies never;
  }
}
