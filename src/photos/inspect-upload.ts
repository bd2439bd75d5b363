import type { MediaType } from '../images/image-work.ts';
import type { PictureSize } from '../images/picture-size.ts';
import { ObjectMissing, type ObjectStart, type ObjectStore } from '../storage/object-store.ts';

/** The objects of one upload; where they lie follows from whose they are, never from what somebody says. */
export interface UploadKeys {
  readonly original: string;
  readonly thumbnail: string;
  readonly preview: string;
}

export const uploadKeys = (ownerId: string, uploadId: string): UploadKeys => {
  const folder = `incoming/${ownerId}/${uploadId}`;
  return {
    original: `${folder}/original`,
    thumbnail: `${folder}/thumbnail.webp`,
    preview: `${folder}/preview.jpg`,
  };
};

export interface UploadChecks {
  readonly store: Required<Pick<ObjectStore, 'readStart'>>;
  readonly detectMediaType: (head: Uint8Array) => MediaType | 'image/svg+xml' | null;
  readonly pictureSize: (head: Uint8Array) => PictureSize | null;
  readonly maxBytes: number;
  readonly now: () => number;
}

export interface UploadClaim {
  readonly mediaType: MediaType;
  readonly bytes: number;
  readonly originalKept: boolean;
}

export interface Refusal {
  readonly code: string;
  /** What stands behind the file's name. */
  readonly sentence: string;
}

export const missing: Refusal = {
  code: 'upload_missing',
  sentence: 'has not arrived whole, or too long ago. Upload it again.',
};

/** Enough to tell a type; DNG's marker tag lies within it. */
const originalHead = 64 * 1024;
/** A header of ours is far shorter; colour profiles may stand before it. */
const smallHead = 16 * 1024;
const preview = { types: ['image/jpeg'], edge: 768, bytes: 500_000 };
/** JPEG too: not every browser can write WebP. */
const thumbnail = { types: ['image/webp', 'image/jpeg'], edge: 480, bytes: 200_000 };
/** An hour before the sweep takes what belongs to no photo: an object must not go while it is being registered. */
const oldestMs = 23 * 3_600_000;

/**
 * Looks at what really lies in the store, by the first bytes of each object and the sizes that the store knows. Null
 * where all is as it was said to be. Rejects only when the store is away.
 */
export async function inspectUpload(
  checks: UploadChecks,
  keys: UploadKeys,
  claim: UploadClaim,
): Promise<Refusal | null> {
  const start = (key: string, length: number) => readStart(checks, key, length);
  const [original, seen, small] = await Promise.all([
    claim.originalKept ? start(keys.original, originalHead) : null,
    start(keys.preview, smallHead),
    start(keys.thumbnail, smallHead),
  ]);
  if (seen === 'missing' || small === 'missing' || original === 'missing') {
    return missing;
  }
  if (!isSmallPicture(checks, seen, preview)) {
    return { code: 'not_a_preview', sentence: 'came with a preview that is none.' };
  }
  if (!isSmallPicture(checks, small, thumbnail)) {
    return { code: 'not_a_preview', sentence: 'came with a thumbnail that is none.' };
  }
  return original === null ? null : refuseOriginal(checks, original, claim);
}

async function readStart(
  { store, now }: UploadChecks,
  key: string,
  length: number,
): Promise<ObjectStart | 'missing'> {
  try {
    const start = await store.readStart(key, length);
    const isOld = start.storedAt !== null && now() - start.storedAt > oldestMs;
    return isOld ? 'missing' : start;
  } catch (error) {
    if (error instanceof ObjectMissing) return 'missing';
    throw error;
  }
}

function isSmallPicture(
  { pictureSize }: UploadChecks,
  start: ObjectStart,
  most: { readonly types: readonly string[]; readonly edge: number; readonly bytes: number },
): boolean {
  const size = pictureSize(start.head);
  if (size === null || !most.types.includes(size.mediaType)) return false;
  return start.bytes <= most.bytes && Math.max(size.width, size.height) <= most.edge;
}

function refuseOriginal(checks: UploadChecks, original: ObjectStart, claim: UploadClaim): Refusal | null {
  if (original.bytes > checks.maxBytes) return tooLarge(checks);
  const mediaType = checks.detectMediaType(original.head);
  if (mediaType === null || mediaType === 'image/svg+xml') {
    return { code: 'unsupported', sentence: 'is not a picture that Rollcall reads. Convert it to JPEG.' };
  }
  if (mediaType !== claim.mediaType) {
    return { code: 'type_mismatch', sentence: `is not what it was said to be, but ${mediaType}.` };
  }
  if (original.bytes !== claim.bytes) {
    return { code: 'size_mismatch', sentence: 'is not as long as it was said to be. Upload it again.' };
  }
  return null;
}

const tooLarge = ({ maxBytes }: UploadChecks): Refusal => ({
  code: 'too_large',
  sentence: `is larger than ${Math.round(maxBytes / 1_000_000)} MB.`,
});
