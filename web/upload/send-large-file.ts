import { DetailedError, Upload, type HttpResponse } from 'tus-js-client';
import { ApiProblem } from '../problem.ts';
import { pausesMs } from './pauses.ts';
import type { PickedFile } from './upload-queue.ts';

export type SentLargeFile =
  | { kind: 'photo' | 'duplicate'; photoId: string }
  | { kind: 'rejected'; code: string; detail: string };

/** Proxies that hold a whole request before they pass it on lose no more than this. */
const requestBytes = 32 * 1024 * 1024;

/**
 * Sends one file so that what has arrived is not sent again: over a line that breaks, and after a reload, when the
 * same file is chosen again.
 */
export async function sendLargeFile(
  { file, folder }: PickedFile,
  options: { endpoint: string; onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<SentLargeFile> {
  const { endpoint, signal } = options;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<SentLargeFile>();
  const upload = new Upload(file, {
    endpoint,
    metadata: { filename: file.name, folder, filetype: file.type },
    // The library's own does not know folders: two cameras' IMG_0001.JPG would be one upload.
    fingerprint: async () =>
      ['rollcall', endpoint, folder, file.name, file.size, file.lastModified].join('\n'),
    removeFingerprintOnSuccess: true,
    chunkSize: requestBytes,
    retryDelays: pausesMs,
    onShouldRetry: (error) => mayPass(statusOf(error)),
    onProgress: (bytes) => options.onSent(bytes),
    onSuccess: ({ lastResponse }) => resolve(readSent(lastResponse)),
    onError: (error) => {
      const refusal = readRefusal(error);
      if (refusal !== null) resolve(refusal);
      else
        reject(new ApiProblem({ status: statusOf(error), code: 'not_sent', detail: '' }, { cause: error }));
    },
  });
  const abort = () => {
    void upload.abort(true).catch(() => {});
    reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const [previous] = await upload.findPreviousUploads();
    if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
    if (!signal.aborted) upload.start();
    return await promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const statusOf = (error: Error): number =>
  error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;

/** Lines break and servers have bad minutes; 409 and 423 mean that the other side knows better where it stands. */
const mayPass = (status: number): boolean =>
  status === 0 || [408, 409, 423, 425, 429].includes(status) || status >= 500;

function readSent(response: HttpResponse): SentLargeFile {
  const photoId = response.getHeader('Rollcall-Photo-Id') ?? '';
  const isDuplicate = response.getHeader('Rollcall-Duplicate') === 'true';
  return { kind: isDuplicate ? 'duplicate' : 'photo', photoId };
}

/** The file arrived whole and is none that is taken; or it is too large to be tried. */
function readRefusal(error: Error): SentLargeFile | null {
  const status = statusOf(error);
  if (!(error instanceof DetailedError) || (status !== 422 && status !== 413)) return null;
  if (status === 413) return { kind: 'rejected', code: 'file_too_large', detail: '' };
  try {
    const said: { reason?: unknown; detail?: unknown } | null = JSON.parse(
      error.originalResponse?.getBody() ?? '',
    );
    const { reason, detail } = said ?? {};
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return { kind: 'rejected', code: text(reason), detail: text(detail) };
  } catch {
    return { kind: 'rejected', code: '', detail: '' };
  }
}
