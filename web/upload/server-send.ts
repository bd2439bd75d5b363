import type { IntakeResult, Photo } from '../../src/http/schemas/photo.ts';
import { createSendFiles } from './send-files.ts';
import type { SendFiles, UploadRequests } from './upload-queue.ts';

/** Larger files are sent so that a broken line costs little. */
export const resumableAbove = 8_000_000;

export const serverRequests: UploadRequests = {
  files: 8,
  bytes: 32_000_000,
  inFlight: 3,
  alone: resumableAbove,
};

/** To the server beside the page: small files together in one request, a large one resumably. */
export function createServerSend(options: {
  uploadAddress: string;
  resumableAddress: string;
  getPhoto: (id: string) => Promise<Photo>;
}): SendFiles {
  const sendTogether = createSendFiles(options.uploadAddress);
  return async (files, onSent, signal) => {
    const [only, ...others] = files;
    if (only === undefined || others.length > 0 || only.file.size <= resumableAbove)
      return await sendTogether(files, onSent, signal);
    // Not there if Rollcall was updated under an open page: then the file goes in one piece.
    const resumable = await import('./send-large-file.ts').catch(() => null);
    if (resumable === null) return await sendTogether(files, onSent, signal);
    const sent = await resumable.sendLargeFile(only, { endpoint: options.resumableAddress, onSent, signal });
    const result: IntakeResult = { photos: [], indexes: [], duplicates: [], rejected: [] };
    const filename = only.file.name;
    switch (sent.kind) {
      case 'photo':
        return { ...result, photos: [await options.getPhoto(sent.photoId)], indexes: [0] };
      case 'duplicate':
        return { ...result, duplicates: [{ filename, photoId: sent.photoId, index: 0 }] };
      case 'rejected':
        return { ...result, rejected: [{ filename, code: sent.code, detail: sent.detail, index: 0 }] };
    }
  };
}
