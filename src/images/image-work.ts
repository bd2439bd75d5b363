/** Types a photo may have. SVG is never one of them: it is a program, not a picture. */
export type MediaType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/gif'
  | 'image/avif'
  | 'image/tiff'
  | 'image/heic'
  | 'image/x-adobe-dng';

export type PictureKind = 'photo' | 'screenshot' | 'document' | 'panorama' | 'black_and_white';

export interface PicturePlace {
  /** As the gazetteer spells it. */
  readonly city: string;
  /** ISO 3166 alpha-2, upper case. */
  readonly countryCode: string;
}

/** How a photo was exposed, as far as the camera wrote it; at least one of them is known. */
export interface Exposure {
  readonly lens: string | null;
  /** Of the lens itself, in millimetres. */
  readonly focalLength: number | null;
  readonly fNumber: number | null;
  readonly seconds: number | null;
  readonly iso: number | null;
}

/** Everything learnt from one original in one decode. */
export interface Prepared {
  /** Pixels as seen, orientation applied. */
  readonly width: number;
  readonly height: number;
  /** Local wall-clock time, `YYYY-MM-DDTHH:MM:SS`, as the camera wrote it; null if missing or impossible. */
  readonly takenLocal: string | null;
  /** Minutes east of UTC, only if the camera gave them. */
  readonly takenOffsetMinutes: number | null;
  readonly camera: string | null;
  readonly exposure: Exposure | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly place: PicturePlace | null;
  readonly kind: PictureKind;
  /** Mean luminance, 0 black to 1 white. */
  readonly brightness: number;
  /** 128-bit difference hash, 16 bytes. */
  readonly perceptualHash: Uint8Array;
  readonly thumbhash: Uint8Array;
  /** WebP, long edge 480 at most. */
  readonly thumbnail: Uint8Array;
  /** JPEG, long edge 768 at most, no metadata: the bytes a model sees. */
  readonly preview: Uint8Array;
  /** Names how the preview was made; part of an analysis' key. */
  readonly previewRecipe: string;
  /** True where only a part of the picture could be decoded. */
  readonly damaged: boolean;
}

export type PrepareErrorCode =
  | 'file_damaged'
  | 'format_not_read'
  | 'too_large'
  | 'took_too_long'
  | 'no_preview_in_raw';

export type PrepareOutcome =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly code: PrepareErrorCode; readonly detail: string };

/** An original in the file system. */
export interface OriginalFile {
  readonly path: string;
  readonly mediaType: MediaType;
}

/** Decoding, on the server in killable processes, in the browser (where an original is a `Blob`) in killable workers. */
export interface ImageWork<Original = OriginalFile> {
  /** Never throws for a bad picture; rejects only when aborted or closed. */
  prepare(input: Original, signal: AbortSignal): Promise<PrepareOutcome>;
  close(): Promise<void>;
}
