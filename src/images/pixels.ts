/** Decoded 8-bit sRGB pixels, row by row; four channels where the picture has transparent parts. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}
