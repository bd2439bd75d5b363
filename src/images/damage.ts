import type { Pixels } from './pixels.ts';

/** A picture with more than this missing is no use to anybody who has to name it. */
const largestMissingShare = 0.4;

export type DecodeResult =
  | { readonly ok: true; readonly pixels: Pixels; readonly damaged: boolean }
  | { readonly ok: false; readonly detail: string };

/** A damaged picture is used, and marked, as long as one still sees most of it. */
export function judgeDamaged(pixels: Pixels, missing: number): DecodeResult {
  if (missing > largestMissingShare) return { ok: false, detail: describeMissing(missing) };
  return { ok: true, pixels, damaged: true };
}

function describeMissing(share: number): string {
  if (share > 0.95) return 'The file is damaged: nothing of its picture can be decoded.';
  return `The file is damaged: ${Math.round(share * 100)}% of the picture is missing.`;
}
