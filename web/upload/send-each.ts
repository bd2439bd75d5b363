import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import type { UploadPhoto } from './upload-photo.ts';
import type { SendFiles } from './upload-queue.ts';

/** The files of one call, each sent by itself; together they answer as one request would. */
export function createSendEach(uploadPhoto: UploadPhoto): SendFiles {
  return async (files, onSent, signal) => {
    const sent = files.map(() => 0);
    const all = await Promise.all(
      files.map((picked, index) =>
        uploadPhoto(
          picked,
          (bytes) => {
            sent[index] = bytes;
            onSent(sent.reduce((sum, each) => sum + each, 0));
          },
          signal,
        ),
      ),
    );
    const result: IntakeResult = { photos: [], indexes: [], duplicates: [], rejected: [] };
    for (const [index, registered] of all.entries()) {
      const filename = files[index]?.file.name ?? '';
      if (registered.kind === 'photo') {
        result.photos.push(registered.photo);
        result.indexes.push(index);
      } else if (registered.kind === 'duplicate')
        result.duplicates.push({ filename, photoId: registered.photoId, index });
      else {
        const { code, detail } = registered;
        result.rejected.push({ filename, code, detail, index });
      }
    }
    return result;
  };
}
