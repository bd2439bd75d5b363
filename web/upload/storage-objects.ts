import type { Clock } from '../../src/clock.ts';
import { ApiProblem } from '../problem.ts';
import { withPauses } from './pauses.ts';
import { sendResumable } from './resumable-upload.ts';

export interface StorageObject {
  /** Within the bucket. */
  readonly key: string;
  readonly body: Blob;
  readonly mediaType: string;
}

/** Puts one object into the bucket; what is already there under its key is what an earlier attempt has sent. */
export type SendObject = (
  object: StorageObject,
  signal: AbortSignal,
  onSent?: (bytes: number) => void,
) => Promise<void>;

export interface StorageOptions {
  /** Of the project, without a slash at its end. */
  readonly url: string;
  readonly bucket: string;
  /** Asked anew for each request: the token of the last one may have ended. */
  readonly headers: () => Promise<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** The service takes parts of exactly this length; what is no longer than one goes in a single plain request. */
export const partBytes = 6 * 1024 * 1024;

/** Objects are written once and never again, so whoever reads one may keep it. */
const keepSeconds = 31_536_000;

export function createSendObject(options: StorageOptions): SendObject {
  const { url, bucket, headers } = options;

  async function sendPlain({ key, body, mediaType }: StorageObject, signal: AbortSignal): Promise<void> {
    const response = await options
      .fetch(`${url}/storage/v1/object/${bucket}/${key}`, {
        method: 'POST',
        headers: {
          ...(await headers()),
          'content-type': mediaType,
          'cache-control': `max-age=${keepSeconds}`,
          'x-upsert': 'false',
        },
        body,
        signal,
      })
      .catch((cause: unknown) => {
        if (signal.aborted) throw cause;
        throw new ApiProblem({ status: 0, code: 'unreachable', detail: '' }, { cause });
      });
    if (!response.ok) await refuse(response);
  }

  return async (object, signal, onSent) => {
    if (object.body.size <= partBytes) {
      await withPauses(() => sendPlain(object, signal), { clock: options.clock, signal });
      onSent?.(object.body.size);
      return;
    }
    await sendResumable(object.body, {
      endpoint: `${url}/storage/v1/upload/resumable`,
      partBytes,
      metadata: {
        bucketName: bucket,
        objectName: object.key,
        contentType: object.mediaType,
        cacheControl: String(keepSeconds),
      },
      headers,
      signal,
      onSent: onSent ?? (() => {}),
    });
  };
}

/** The service answers 400 to almost everything and tells the true status in the body. */
async function refuse(response: Response): Promise<void> {
  const said: unknown = await response.json().catch(() => null);
  const status = trueStatus(said) ?? response.status;
  if (status === 409) return;
  throw new ApiProblem({
    status,
    code: status === 413 ? 'too_large' : `storage_${status}`,
    detail: '',
  });
}

function trueStatus(said: unknown): number | null {
  if (said === null || typeof said !== 'object' || !('statusCode' in said)) return null;
  const status = Number(said.statusCode);
  return Number.isInteger(status) && status > 0 ? status : null;
}
