import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import { ApiProblem } from '../problem.ts';
import type { SendFiles } from './upload-queue.ts';

/** One multipart request by XMLHttpRequest: fetch cannot tell how much of a body has left. */
export function createSendFiles(address: string): SendFiles {
  return (files, onSent, signal) =>
    new Promise((resolve, reject) => {
      const form = new FormData();
      for (const { file, folder } of files) {
        // Always sent: a file without one must not inherit the folder of the file before it.
        form.append('path', folder);
        form.append('file', file, file.name);
      }
      const request = new XMLHttpRequest();
      request.open('POST', address);
      request.responseType = 'text';
      request.upload.addEventListener('progress', (event) => onSent(event.loaded));
      request.addEventListener('load', () => {
        const result = readIntake(request.responseText);
        if (result) resolve(result);
        else reject(new ApiProblem({ status: request.status, code: `http_${request.status}`, detail: '' }));
      });
      request.addEventListener('error', () =>
        reject(new ApiProblem({ status: 0, code: 'unreachable', detail: '' })),
      );
      request.addEventListener('abort', () =>
        reject(new ApiProblem({ status: 0, code: 'aborted', detail: '' })),
      );
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.send(form);
    });
}

/** 201, 200 and 422 carry the same body; anything else is a problem document. */
export function readIntake(text: string): IntakeResult | null {
  try {
    const value: Partial<IntakeResult> | null = JSON.parse(text);
    const { photos, indexes, duplicates, rejected, companions = [] } = value ?? {};
    if (!photos || !indexes || !duplicates || !rejected) return null;
    return { photos, indexes, duplicates, rejected, companions };
  } catch {
    return null;
  }
}
