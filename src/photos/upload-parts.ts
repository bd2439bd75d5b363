import type { ObjectStore } from '../storage/object-store.ts';
import { concatenate } from './concatenate.ts';

/** What is held in memory of an upload, and at most lost of it when a server dies. */
const partBytes = 4 * 1024 * 1024;

/** Bytes in lots that are worth an object; the last, smaller one also where the source breaks off. */
export async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size < partBytes) continue;
      yield concatenate(chunks, size);
      chunks = [];
      size = 0;
    }
  } catch (error) {
    failure = { error };
  }
  if (size > 0) yield concatenate(chunks, size);
  if (failure !== null) throw failure.error;
}

export async function* readParts(
  store: Pick<ObjectStore, 'read'>,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield await store.read(key);
}
