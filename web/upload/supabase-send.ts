import { systemClock } from '../../src/clock.ts';
import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import type { UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';
import { ApiProblem, readProblem } from '../problem.ts';
import { createBrowserImageWork, workersFor } from '../pictures/create-browser-image-work.ts';
import { startPictureWorker } from '../pictures/start-picture-worker.ts';
import { createRegistrar } from './register-lots.ts';
import { createSendEach } from './send-each.ts';
import { readIntake } from './send-files.ts';
import type { SendFiles, UploadRequests } from './upload-queue.ts';

export interface SupabaseSendOptions {
  /** Of the project, without a slash at its end. */
  url: string;
  /** `authorization` and `apikey`; asked anew for each request, so that a token that has ended is renewed. */
  headers: () => Promise<Record<string, string>>;
  /** Of whoever is signed in: their folder in the bucket. */
  ownerId: () => Promise<string>;
  /** `POST …/photos/register`, and the `fetch` that may call it. */
  registerAddress: string;
  fetch: typeof globalThis.fetch;
  previewsOnly: () => boolean;
}

/** One file a call, so that one which fails costs no other; most calls merely wait for their turn or their lot. */
export const supabaseRequests: UploadRequests = { files: 1, bytes: Infinity, inFlight: 12 };

/** As the bucket has it. */
const bucket = 'rollcall';
const largestOriginal = 200_000_000;

/**
 * Photos on their way to a Supabase project: prepared in workers of this browser, sent straight to Storage and
 * registered with the API. What that takes is loaded with the first photo.
 */
export function createSupabaseSend(options: SupabaseSendOptions): SendFiles {
  let ready: Promise<SendFiles> | null = null;
  return async (files, onSent, signal) => {
    ready ??= prepareSending(options);
    const send = await ready.catch((error: unknown) => {
      ready = null;
      throw error;
    });
    return await send(files, onSent, signal);
  };
}

async function prepareSending(options: SupabaseSendOptions): Promise<SendFiles> {
  const { createSendObject } = await import('./storage-objects.ts');
  const { createUploadPhoto } = await import('./upload-photo.ts');
  const clock = systemClock;
  const browserFetch: typeof fetch = (input, init) => fetch(input, init);
  const images = createBrowserImageWork({
    createWorker: startPictureWorker,
    clock,
    workers: workersFor(navigator.hardwareConcurrency, memoryOf(navigator)),
  });
  const uploadPhoto = createUploadPhoto({
    images,
    sendObject: createSendObject({ ...options, bucket, fetch: browserFetch, clock }),
    registrar: createRegistrar({ post: createPost(options), clock }),
    ownerId: options.ownerId,
    createId: () => crypto.randomUUID(),
    previewsOnly: options.previewsOnly,
    maxBytes: largestOriginal,
  });
  return createSendEach(uploadPhoto);
}

/** Gigabytes, roughly; only some browsers tell. */
function memoryOf(browser: object): number | undefined {
  return 'deviceMemory' in browser && typeof browser.deviceMemory === 'number'
    ? browser.deviceMemory
    : undefined;
}

function createPost({ fetch, registerAddress }: SupabaseSendOptions) {
  return async (photos: readonly UploadedPhoto[], signal: AbortSignal): Promise<IntakeResult> => {
    const response = await fetch(registerAddress, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ photos }),
      signal,
    }).catch((cause: unknown) => {
      throw new ApiProblem({ status: 0, code: 'unreachable', detail: '' }, { cause });
    });
    // 201, 200 and 422 carry the same body.
    const result = readIntake(await response.clone().text());
    if (result === null) throw await readProblem(response);
    return result;
  };
}
