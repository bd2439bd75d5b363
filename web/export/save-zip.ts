import type { RollcallClient } from '../client.ts';
import { ApiProblem } from '../problem.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { photoZip, type OpenFile } from './photo-zip.ts';

/** Where a browser cannot write to a file as it comes, the whole ZIP has to fit into its memory. */
export const mostInMemory = 1_000_000_000;
/** Up to so many photos are asked for one by one, more as lists. */
const fewPhotos = 20;
const tries = 3;

/** What a browser has to save with: a file that is written as it comes, or nothing but memory. */
export interface SaveTarget {
  /** Null where there is none; rejects with an AbortError when the person thinks better of it. */
  chooseFile: ((name: string) => Promise<WritableStream<Uint8Array>>) | null;
  saveBlob: (blob: Blob, name: string) => void;
}

export type SaveZip = (
  photoIds: readonly string[],
  options: { xmp: boolean },
) => Promise<'saved' | 'not_saved' | 'too_large'>;

/**
 * Downloads photos as a ZIP where no server can make one: their originals are fetched from the store one after the
 * other and packed here. A fetch that fails is tried again; a ZIP that cannot be finished is no file.
 */
export function createSaveZip(options: {
  client: Pick<RollcallClient, 'getPhoto' | 'listPhotos'>;
  fetch: typeof globalThis.fetch;
  target: SaveTarget;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}): SaveZip {
  const { client, target } = options;

  const openFile: OpenFile = async (photo, signal) => {
    let present = photo;
    for (let attempt = 1; ; attempt++) {
      const response = await options.fetch(present.urls.file, { signal }).catch(() => null);
      if (response?.ok && response.body) return response.body;
      if (attempt === tries) throw new ApiProblem({ status: 0, code: 'unreachable', detail: '' });
      await options.wait(attempt * 1000, signal);
      // Links end: a fresh one may be all that is missing.
      present = await client.getPhoto(photo.id).catch(() => present);
    }
  };

  return async (photoIds, { xmp }) => {
    const name = `rollcall-${photoIds.length}-photos.zip`;
    const over = new AbortController();
    // First of all: browsers let a file be chosen only right after a click.
    const file = target.chooseFile === null ? null : await target.chooseFile(name).catch(unlessCanceled);
    if (file === null && target.chooseFile !== null) return 'not_saved';
    const photos = await findPhotos(client, photoIds);
    if (file === null && photos.reduce((sum, { bytes }) => sum + bytes, 0) > mostInMemory) return 'too_large';
    const zip = photoZip(photos, { open: openFile, signal: over.signal, xmp });
    try {
      if (file === null) target.saveBlob(await new Response(zip).blob(), name);
      else await zip.pipeTo(file);
    } finally {
      over.abort();
    }
    return 'saved';
  };
}

/** In the order of the ids; what was deleted meanwhile is left out. */
async function findPhotos(
  client: Pick<RollcallClient, 'getPhoto' | 'listPhotos'>,
  photoIds: readonly string[],
): Promise<Photo[]> {
  const found = new Map<string, Photo>();
  if (photoIds.length <= fewPhotos) {
    for (const id of photoIds) {
      const photo = await client.getPhoto(id).catch(unlessGone);
      if (photo !== null) found.set(id, photo);
    }
  } else {
    const wanted = new Set(photoIds);
    let cursor: string | null | undefined;
    do {
      const page = await client.listPhotos({ limit: 500, ...(cursor ? { cursor } : {}) });
      for (const photo of page.photos) if (wanted.has(photo.id)) found.set(photo.id, photo);
      cursor = page.nextCursor;
    } while (cursor !== null && found.size < wanted.size);
  }
  return photoIds.map((id) => found.get(id)).filter((photo) => photo !== undefined);
}

function unlessGone(problem: unknown): null {
  if (problem instanceof ApiProblem && problem.status === 404) return null;
  throw problem;
}

function unlessCanceled(reason: unknown): null {
  if (reason instanceof DOMException && reason.name === 'AbortError') return null;
  throw reason;
}
