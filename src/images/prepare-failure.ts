import type { PrepareErrorCode } from './image-work.ts';
import type { PictureHeader } from './pixel-limits.ts';

/** Why a picture cannot be prepared, in words for people; the same ones whoever decodes. */
export interface PrepareFailure {
  readonly ok: false;
  readonly code: PrepareErrorCode;
  readonly detail: string;
}

export function failure(code: PrepareErrorCode, detail: string): PrepareFailure {
  return { ok: false, code, detail };
}

export const emptyFile = failure('file_damaged', 'The file is empty.');
export const noPicture = failure('format_not_read', 'This is not a picture in a format Rollcall reads.');
export const brokenBeginning = failure('file_damaged', 'The file is damaged: its beginning cannot be read.');
export const notDecoded = failure('file_damaged', 'The file is damaged: its picture cannot be decoded.');
export const noRawPreview = failure(
  'no_preview_in_raw',
  'The raw file has no preview picture that is large enough to look at.',
);

export function tooLarge({ width, height, frames }: PictureHeader): PrepareFailure {
  const size = `${width} × ${height} pixels${frames > 1 ? `, ${frames} frames` : ''}`;
  return failure('too_large', `The picture is too large to be read safely: ${size}.`);
}
