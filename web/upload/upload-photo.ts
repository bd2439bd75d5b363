import { toHex } from '../../src/hex.ts';
import type { UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';
import type { BrowserImageWork } from '../pictures/create-browser-image-work.ts';
import type { BlobPrepared } from '../pictures/prepare-blob.ts';
import { createSlots } from '../../src/slots.ts';
import type { Registered } from './register-lots.ts';
import type { SendObject } from './storage-objects.ts';
import type { PickedFile } from './upload-queue.ts';

export interface UploadPhotoOptions {
  readonly images: Pick<BrowserImageWork, 'prepare'>;
  readonly sendObject: SendObject;
  readonly registrar: { add(photo: UploadedPhoto): Promise<Registered>; flush(): void };
  readonly ownerId: () => Promise<string>;
  readonly createId: () => string;
  /** Asked for each photo: whether its original stays where it is. */
  readonly previewsOnly: () => boolean;
  /** The largest original that is taken. */
  readonly maxBytes: number;
}

/** Photos whose bytes are in memory at the same time; all others are no more than entries of a list. */
const photosAtWork = 4;

export type UploadPhoto = (
  picked: PickedFile,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<Registered>;

/** One photo's way: read and prepared in this browser, its pictures and the original sent, then registered. */
export function createUploadPhoto(options: UploadPhotoOptions): UploadPhoto {
  const slots = createSlots(photosAtWork);
  let onTheirWay = 0;

  async function send({ file, folder }: PickedFile, onSent: (bytes: number) => void, signal: AbortSignal) {
    if (file.size > options.maxBytes) return tooLarge;
    const outcome = await options.images.prepare(file, signal);
    if (!outcome.ok) return { kind: 'rejected', code: outcome.code, detail: outcome.detail } as const;
    const photo = describe({ file, folder }, outcome, {
      uploadId: options.createId(),
      originalKept: !options.previewsOnly(),
    });
    await sendObjects(file, outcome, { photo, onSent, signal });
    return photo;
  }

  async function sendObjects(
    file: File,
    { prepared, mediaType }: BlobPrepared,
    { photo, onSent, signal }: { photo: UploadedPhoto; onSent: (bytes: number) => void; signal: AbortSignal },
  ): Promise<void> {
    const folder = `incoming/${await options.ownerId()}/${photo.uploadId}`;
    const small = (name: string, bytes: Uint8Array) =>
      options.sendObject(
        { key: `${folder}/${name}`, body: new Blob([new Uint8Array(bytes)]), mediaType: typeOf(bytes) },
        signal,
      );
    await Promise.all([small('thumbnail.webp', prepared.thumbnail), small('preview.jpg', prepared.preview)]);
    if (photo.originalKept)
      await options.sendObject({ key: `${folder}/original`, body: file, mediaType }, signal, onSent);
    onSent(file.size);
  }

  return async (picked, onSent, signal) => {
    onTheirWay += 1;
    const sent = await sendInTurn().finally(() => {
      onTheirWay -= 1;
    });
    const registered = 'kind' in sent ? sent : options.registrar.add(sent);
    if (onTheirWay === 0) options.registrar.flush();
    return await registered;

    async function sendInTurn() {
      await slots.take(signal);
      try {
        return await send(picked, onSent, signal);
      } finally {
        slots.leave();
      }
    }
  };
}

const tooLarge = { kind: 'rejected', code: 'file_too_large', detail: '' } as const;

/** A browser that cannot write WebP makes JPEG thumbnails. */
function typeOf(bytes: Uint8Array): string {
  return bytes[0] === 0xff ? 'image/jpeg' : 'image/webp';
}

function describe(
  { file, folder }: PickedFile,
  { prepared, mediaType, sha256 }: BlobPrepared,
  upload: { uploadId: string; originalKept: boolean },
): UploadedPhoto {
  const { perceptualHash, thumbhash, thumbnail: _thumbnail, preview: _preview, ...facts } = prepared;
  return {
    ...upload,
    filename: file.name,
    folder,
    original: { mediaType, bytes: file.size, sha256 },
    prepared: {
      ...facts,
      perceptualHash: toHex(perceptualHash),
      thumbhash: btoa(String.fromCharCode(...thumbhash)),
    },
  };
}
