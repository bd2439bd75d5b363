import type { UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';

/** A photo as the browser registers it, for tests. */
export function makeUploaded(filename: string): UploadedPhoto {
  return {
    uploadId: filename,
    filename,
    folder: '',
    original: { mediaType: 'image/jpeg', bytes: 100, sha256: 'ab'.repeat(32) },
    originalKept: true,
    prepared: {
      width: 4000,
      height: 3000,
      takenLocal: null,
      takenOffsetMinutes: null,
      camera: null,
      exposure: null,
      latitude: null,
      longitude: null,
      place: null,
      kind: 'photo',
      brightness: 0.5,
      perceptualHash: '00'.repeat(16),
      thumbhash: 'AAAA',
      previewRecipe: 'jpeg768q70v1',
      damaged: false,
    },
  };
}
