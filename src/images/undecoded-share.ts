import type { Pixels } from './pixels.ts';

/**
 * How much of a picture its decoder left blank, 0 to 1. A decoder that runs out of bytes fills the rest with one colour,
 * in whole lines; after orientation that may be any side. The largest run of such lines counts.
 */
export function undecodedShare(picture: Pixels): number {
  const rows = longestRun(picture.height, (row) => isFlat(picture, row * picture.width, 1, picture.width));
  const columns = longestRun(picture.width, (column) =>
    isFlat(picture, column, picture.width, picture.height),
  );
  return Math.max(rows / picture.height, columns / picture.width);
}

/** The longer of the two runs that start at either end. */
function longestRun(length: number, flatAt: (index: number) => boolean): number {
  let fromStart = 0;
  while (fromStart < length && flatAt(fromStart)) fromStart += 1;
  let fromEnd = 0;
  while (fromEnd < length && flatAt(length - 1 - fromEnd)) fromEnd += 1;
  return Math.max(fromStart, fromEnd);
}

/** True where all pixels of a line have the first one's colour, but for rounding. */
function isFlat({ data, channels }: Pixels, first: number, step: number, count: number): boolean {
  for (let index = 1; index < count; index += 1) {
    const at = (first + index * step) * channels;
    for (let channel = 0; channel < channels; channel += 1) {
      const difference = (data[at + channel] ?? 0) - (data[first * channels + channel] ?? 0);
      if (Math.abs(difference) > 2) return false;
    }
  }
  return true;
}
