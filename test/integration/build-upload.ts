import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';

/** What a browser says of one upload, as it is sent; tests change what they like of it. */
export interface UploadClaim {
  uploadId: string;
  filename: string;
  folder: string;
  original: { mediaType: string; bytes: number; sha256: string };
  originalKept: boolean;
  prepared: Record<string, unknown>;
}

export interface BuiltUpload {
  readonly claim: UploadClaim;
  readonly original: Uint8Array;
  readonly thumbnail: Uint8Array;
  readonly preview: Uint8Array;
}

/** A picture of its own as a browser prepares and uploads it. */
export async function buildUpload(n: number, more: Partial<UploadClaim> = {}): Promise<BuiltUpload> {
  const background = { r: n % 256, g: (n >> 8) % 256, b: 90 };
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background } });
  const small = await picture.clone().resize(90).jpeg({ quality: 10 }).toBuffer();
  // Colours alone would not tell pictures apart once they are encoded.
  const original = Uint8Array.from(Buffer.concat([small, Buffer.from(`#${n}`)]));
  return {
    original,
    preview: Uint8Array.from(await picture.clone().resize(768).jpeg().toBuffer()),
    thumbnail: Uint8Array.from(await picture.clone().resize(480).webp().toBuffer()),
    claim: {
      uploadId: randomUUID(),
      filename: `IMG_${n}.JPG`,
      folder: '',
      original: { mediaType: 'image/jpeg', bytes: original.byteLength, sha256: sha256Of(original) },
      originalKept: true,
      prepared: {
        width: 900,
        height: 600,
        takenLocal: '2024-05-04T10:11:12',
        takenOffsetMinutes: 120,
        camera: 'NIKON D40',
        latitude: 36.7,
        longitude: -4.4,
        place: { city: 'Málaga', countryCode: 'ES' },
        kind: 'photo',
        brightness: 0.4,
        perceptualHash: '0123456789abcdef0123456789abcdef',
        thumbhash: Buffer.from([1, 2, 3, 4, 5]).toString('base64'),
        previewRecipe: 'jpeg768q70v1',
        damaged: false,
      },
      ...more,
    },
  };
}

/** Where its objects lie, by their keys; the original only if it is kept. */
export function objectsOf(ownerId: string, { claim, original, thumbnail, preview }: BuiltUpload) {
  const folder = `incoming/${ownerId}/${claim.uploadId}`;
  return new Map([
    ...(claim.originalKept ? [[`${folder}/original`, original] as const] : []),
    [`${folder}/thumbnail.webp`, thumbnail],
    [`${folder}/preview.jpg`, preview],
  ]);
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
