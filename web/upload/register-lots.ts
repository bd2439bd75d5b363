import type { Clock } from '../../src/clock.ts';
import type { IntakeResult, Photo } from '../../src/http/schemas/photo.ts';
import type { UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';
import { ApiProblem } from '../problem.ts';
import { mayPass, withPauses } from './pauses.ts';

/** What the library made of one uploaded photo. */
export type Registered =
  | { readonly kind: 'photo'; readonly photo: Photo }
  | { readonly kind: 'duplicate'; readonly photoId: string }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string };

const largestLot = 50;
const longestWaitMs = 2000;

/** The objects are missing, or not as they were sent: uploading once more, under a new id, is what helps. */
const uploadAgain = new Set(['upload_missing', 'size_mismatch']);

interface Waiting {
  readonly photo: UploadedPhoto;
  resolve(registered: Registered): void;
  reject(error: unknown): void;
}

/** Registers uploaded photos in lots: one request for many of them, none of which waits long. */
export function createRegistrar(options: {
  post: (photos: readonly UploadedPhoto[], signal: AbortSignal) => Promise<IntakeResult>;
  clock: Pick<Clock, 'sleep'>;
}) {
  let lot: Waiting[] = [];
  let sooner = new AbortController();

  function flush(): void {
    const sent = lot;
    lot = [];
    sooner.abort();
    if (sent.length > 0) void register(sent);
  }

  async function register(sent: readonly Waiting[]): Promise<void> {
    const signal = new AbortController().signal;
    try {
      const photos = sent.map(({ photo }) => photo);
      const result = await withPauses(() => options.post(photos, signal), {
        clock: options.clock,
        signal,
      });
      deliver(sent, result);
    } catch (error) {
      // One photo that the server does not understand must not cost the others of its lot.
      if (sent.length > 1 && !mayPass(error)) for (const one of sent) await register([one]);
      else for (const { reject } of sent) reject(error);
    }
  }

  return {
    /** At once: nothing more is on its way. */
    flush,
    add: (photo: UploadedPhoto): Promise<Registered> =>
      new Promise((resolve, reject) => {
        lot.push({ photo, resolve, reject });
        if (lot.length === largestLot) return flush();
        if (lot.length > 1) return;
        sooner = new AbortController();
        void options.clock.sleep(longestWaitMs, sooner.signal).then(flush, () => {});
      }),
  };
}

/** The answer tells the photos of a lot apart by their place in it. */
function deliver(sent: readonly Waiting[], result: IntakeResult): void {
  const photos = new Map(result.photos.map((photo, at) => [result.indexes[at], photo]));
  const duplicates = new Map(result.duplicates.map((each) => [each.index, each]));
  const rejected = new Map(result.rejected.map((each) => [each.index, each]));
  for (const [index, { resolve, reject }] of sent.entries()) {
    const photo = photos.get(index);
    const duplicate = duplicates.get(index);
    const refusal = rejected.get(index);
    if (photo) resolve({ kind: 'photo', photo });
    else if (duplicate) resolve({ kind: 'duplicate', photoId: duplicate.photoId });
    else if (refusal && !uploadAgain.has(refusal.code))
      resolve({ kind: 'rejected', code: refusal.code, detail: refusal.detail });
    else
      reject(
        new ApiProblem({ status: 422, code: refusal?.code ?? 'no_answer', detail: refusal?.detail ?? '' }),
      );
  }
}
