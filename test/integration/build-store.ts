import { createHash } from 'node:crypto';
import { ObjectMissing, ObjectTooLarge, type ObjectStore } from '../../src/storage/object-store.ts';

export interface MemoryStore extends ObjectStore {
  localPath(key: string): string;
  readonly keys: () => string[];
  /** The next calls of `delete` fail. */
  breakDelete(broken: boolean): void;
}

/** Objects in memory: what the tests of photos and jobs need of a store, without a disk. */
export function createMemoryStore(): MemoryStore {
  const objects = new Map<string, Uint8Array>();
  let broken = false;
  const find = (key: string): Uint8Array => {
    const bytes = objects.get(key);
    if (bytes === undefined) throw new ObjectMissing(`No object has the key ${key}.`);
    return bytes;
  };
  return {
    async put(key, body, { maxBytes = Infinity } = {}) {
      const parts: Uint8Array[] = [];
      for await (const part of body instanceof Uint8Array ? [body] : body) parts.push(part);
      const bytes = new Uint8Array(Buffer.concat(parts));
      if (bytes.byteLength > maxBytes) throw new ObjectTooLarge('Too large.');
      objects.set(key, bytes);
      return { bytes: bytes.byteLength, sha256: new Uint8Array(createHash('sha256').update(bytes).digest()) };
    },
    async get(key) {
      const bytes = find(key);
      return { body: new Blob([new Uint8Array(bytes)]).stream(), bytes: bytes.byteLength };
    },
    read: async (key) => find(key),
    async delete(keys) {
      if (broken) throw new Error('The disk does not answer.');
      for (const key of keys) objects.delete(key);
    },
    localPath: (key) => key,
    keys: () => [...objects.keys()].toSorted(),
    breakDelete: (is) => void (broken = is),
  };
}
