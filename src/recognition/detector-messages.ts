import type { Box } from './read-boxes.ts';

/** To the thread: one picture (JPEG). */
export interface DetectorTask {
  readonly preview: Uint8Array;
}

/** And back. */
export type DetectorAnswer =
  | { readonly ok: true; readonly boxes: readonly Box[] }
  | { readonly ok: false; readonly detail: string };
