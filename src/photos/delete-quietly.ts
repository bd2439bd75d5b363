import type { ObjectStore } from '../storage/object-store.ts';

/** Bytes nobody refers to waste room and harm nothing; what the request did counts, not whether they went away. */
export async function deleteQuietly(store: ObjectStore, keys: readonly string[]): Promise<void> {
  await store.delete(keys).catch(() => {});
}
