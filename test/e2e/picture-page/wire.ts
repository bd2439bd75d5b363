import type { Prepared } from '../../../src/images/image-work.ts';

type Bytes = 'thumbnail' | 'preview' | 'perceptualHash' | 'thumbhash';

/** A browser's outcome as it can leave the browser: bytes as base64. */
export type WireOutcome =
  | {
      readonly ok: true;
      readonly mediaType: string;
      readonly sha256: string;
      readonly facts: Omit<Prepared, Bytes>;
      readonly wired: Record<string, string>;
    }
  | { readonly ok: false; readonly code: string; readonly detail: string };
