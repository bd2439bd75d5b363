import type { Pixels } from './pixels.ts';

const side = 9;

/**
 * A 128-bit difference hash: is each cell of a 9 × 9 grid darker than its right neighbour (64 bits), and than the one
 * below (64 bits). Pictures of the same scene differ in at most about 20 bits, others in 38 and more.
 */
export function perceptualHash(picture: Pixels): Uint8Array {
  const grid = luminanceGrid(picture);
  const cell = (x: number, y: number) => grid[y * side + x] ?? 0;
  const hash = new Uint8Array(16);
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      const bit = 0x80 >> x;
      if (cell(x, y) < cell(x + 1, y)) hash[y] = (hash[y] ?? 0) | bit;
      if (cell(x, y) < cell(x, y + 1)) hash[8 + y] = (hash[8 + y] ?? 0) | bit;
    }
  }
  return hash;
}

/** Mean luminance of each of 9 × 9 cells; a picture narrower than that repeats its pixels. */
function luminanceGrid({ data, width, height, channels }: Pixels): Float64Array {
  const grid = new Float64Array(side * side);
  for (let row = 0; row < side; row += 1) {
    const [top, bottom] = cellSpan(row, height);
    for (let column = 0; column < side; column += 1) {
      const [left, right] = cellSpan(column, width);
      let sum = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let x = left; x < right; x += 1) sum += luminanceAt(data, (y * width + x) * channels);
      }
      grid[row * side + column] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
  return grid;
}

function cellSpan(index: number, length: number): readonly [number, number] {
  const start = Math.min(length - 1, Math.floor((index * length) / side));
  return [start, Math.max(start + 1, Math.floor(((index + 1) * length) / side))];
}

/** Luminance 0 to 255 of the pixel whose red value stands at `at`. */
export function luminanceAt(data: Uint8Array, at: number): number {
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}
