import { expect, test } from 'vitest';
import { uploadedPhotoSchema } from '../../src/http/schemas/uploaded-photo.ts';
import type { UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';
import { exposureBounds } from '../../src/images/exposure.ts';
import type { BlobOutcome } from '../pictures/prepare-blob.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import type { StorageObject } from './storage-objects.ts';
import { createUploadPhoto } from './upload-photo.ts';
import type { PickedFile } from './upload-queue.ts';

const live = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const picked = (name: string, bytes = 100): PickedFile => ({
  file: new File([new Uint8Array(bytes)], name),
  folder: 'Trip/Day 1',
});

const outcome: BlobOutcome = {
  ok: true,
  mediaType: 'image/heic',
  sha256: 'cd'.repeat(32),
  prepared: {
    width: 4000,
    height: 3000,
    takenLocal: '2024-05-06T07:08:09',
    takenOffsetMinutes: 120,
    camera: 'NIKON D40',
    exposure: { lens: null, focalLength: 35, fNumber: 2.8, seconds: 0.004, iso: 400 },
    latitude: 40.4,
    longitude: -3.7,
    place: { city: 'Madrid', countryCode: 'ES' },
    kind: 'photo',
    brightness: 0.5,
    perceptualHash: new Uint8Array(16).fill(0xab),
    thumbhash: Uint8Array.of(1, 2, 3, 4, 5, 6),
    thumbnail: Uint8Array.of(0x52, 0x49, 0x46, 0x46),
    preview: Uint8Array.of(0xff, 0xd8, 0xff),
    previewRecipe: 'jpeg768q70v1',
    damaged: false,
  },
};

interface Stage {
  readonly outcome?: BlobOutcome;
  readonly previewsOnly?: boolean;
  readonly hold?: Promise<void>;
}

function setUp(stage: Stage = {}) {
  const objects: StorageObject[] = [];
  const registered: UploadedPhoto[] = [];
  const prepared: string[] = [];
  let flushes = 0;
  let ids = 0;
  const upload = createUploadPhoto({
    images: {
      prepare: async (file) => {
        prepared.push(file instanceof File ? file.name : '');
        await stage.hold;
        return stage.outcome ?? outcome;
      },
    },
    sendObject: async (object, _signal, onSent) => {
      objects.push(object);
      onSent?.(object.body.size);
    },
    registrar: {
      add: async (photo) => {
        registered.push(photo);
        return { kind: 'photo', photo: makePhoto() };
      },
      flush: () => void (flushes += 1),
    },
    ownerId: async () => 'owner',
    createId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    previewsOnly: () => stage.previewsOnly ?? false,
    maxBytes: 1000,
  });
  return { upload, objects, registered, prepared, flushes: () => flushes };
}

test('sends the small pictures and the original below the own folder, then registers what the server asks for', async () => {
  const { upload, objects, registered } = setUp();
  const sent: number[] = [];
  await upload(picked('IMG_1.HEIC'), (bytes) => sent.push(bytes), live);
  const folder = 'incoming/owner/00000000-0000-4000-8000-000000000001';
  expect(objects.map(({ key, mediaType }) => [key, mediaType])).toEqual([
    [`${folder}/thumbnail.webp`, 'image/webp'],
    [`${folder}/preview.jpg`, 'image/jpeg'],
    [`${folder}/original`, 'image/heic'],
  ]);
  expect(sent.at(-1)).toBe(100);
  expect(registered[0]).toMatchObject({
    filename: 'IMG_1.HEIC',
    folder: 'Trip/Day 1',
    originalKept: true,
    original: { mediaType: 'image/heic', bytes: 100, sha256: 'cd'.repeat(32) },
    prepared: { perceptualHash: 'ab'.repeat(16), thumbhash: 'AQIDBAUG' },
  });
  expect(uploadedPhotoSchema.safeParse(registered[0]).error).toBeUndefined();
});

test('previews only: the original never leaves', async () => {
  const { upload, objects, registered } = setUp({ previewsOnly: true });
  await upload(picked('a.heic'), () => {}, live);
  expect(objects.map(({ key }) => key.split('/').at(-1))).toEqual(['thumbnail.webp', 'preview.jpg']);
  expect(registered).toMatchObject([{ originalKept: false, original: { bytes: 100 } }]);
});

test('what cannot be prepared, or is too large to be taken, is not sent', async () => {
  const bad = { ok: false, code: 'file_damaged', detail: 'The file is empty.' } as const;
  const { upload, objects, prepared } = setUp({ outcome: bad });
  expect(await upload(picked('a.jpg'), () => {}, live)).toEqual({
    kind: 'rejected',
    code: 'file_damaged',
    detail: 'The file is empty.',
  });
  expect(await upload(picked('b.jpg', 1001), () => {}, live)).toMatchObject({ code: 'file_too_large' });
  expect(prepared).toEqual(['a.jpg']);
  expect(objects).toEqual([]);
});

test('of thousands of files only four are touched at a time', async () => {
  const gate = Promise.withResolvers<void>();
  const { upload, prepared, flushes } = setUp({ hold: gate.promise });
  const all = Array.from({ length: 3000 }, (_, n) => upload(picked(`${n}.jpg`, 1), () => {}, live));
  await turn();
  expect(prepared).toHaveLength(4);
  expect(flushes()).toBe(0);
  gate.resolve();
  await Promise.all(all);
  expect(prepared).toHaveLength(3000);
  expect(flushes()).toBeGreaterThan(0);
});

test('a stopped upload leaves its place to others', async () => {
  const stop = new AbortController();
  const gate = Promise.withResolvers<void>();
  const { upload, prepared } = setUp({ hold: gate.promise });
  const first = Array.from({ length: 4 }, (_, n) => upload(picked(`${n}.jpg`), () => {}, live));
  const stopped = upload(picked('stopped.jpg'), () => {}, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  gate.resolve();
  await Promise.all(first);
  await upload(picked('next.jpg'), () => {}, live);
  expect(prepared).toEqual(['0.jpg', '1.jpg', '2.jpg', '3.jpg', 'next.jpg']);
});

test('whatever exposure is read of a picture can be registered', () => {
  for (const end of ['min', 'max'] as const) {
    const { focalLength, fNumber, seconds, iso } = exposureBounds;
    const exposure = {
      lens: null,
      focalLength: focalLength[end],
      fNumber: fNumber[end],
      seconds: seconds[end],
      iso: iso[end],
    };
    const { shape } = uploadedPhotoSchema.shape.prepared;
    expect(shape.exposure.parse(exposure)).toEqual(exposure);
  }
});
