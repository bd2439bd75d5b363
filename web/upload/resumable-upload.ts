import { DetailedError, Upload } from 'tus-js-client';
import { ApiProblem } from '../problem.ts';
import { pausesMs } from './pauses.ts';

export interface ResumableOptions {
  readonly endpoint: string;
  readonly partBytes: number;
  readonly metadata: Record<string, string>;
  readonly headers: () => Promise<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onSent: (bytes: number) => void;
}

/** Sends a large object in parts; a broken line costs the part under way, not those before it. */
export async function sendResumable(body: Blob, options: ResumableOptions): Promise<void> {
  const { signal } = options;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // The library tells of a file by its type alone; it never asks a name of it.
  const upload = new Upload(body, {
    endpoint: options.endpoint,
    chunkSize: options.partBytes,
    metadata: options.metadata,
    headers: { 'x-upsert': 'false' },
    uploadDataDuringCreation: true,
    // Each attempt has a key of its own, so there is nothing to find again after a reload.
    storeFingerprintForResuming: false,
    retryDelays: pausesMs,
    onBeforeRequest: async (request) => {
      for (const [name, value] of Object.entries(await options.headers())) request.setHeader(name, value);
    },
    onProgress: (bytes) => options.onSent(bytes),
    onSuccess: () => resolve(),
    onError: (error) => {
      const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
      // An answer that was lost on its way: the object is there.
      if (status === 409 && /exist|duplicate/iu.test(error.message)) resolve();
      else reject(toProblem(status, error));
    },
  });
  const abort = () => {
    void upload.abort().catch(() => {});
    reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  upload.start();
  try {
    await promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function toProblem(status: number, cause: Error): ApiProblem {
  const code = status === 0 ? 'unreachable' : status === 413 ? 'too_large' : `storage_${status}`;
  return new ApiProblem({ status, code, detail: '' }, { cause });
}
