import { createHash } from 'node:crypto';
import { ObjectMissing, ObjectTooLarge, type ObjectStore } from '../../src/storage/object-store.ts';

export interface MemoryStore extends ObjectStore {
  localPath(key: string): string;
  readonly keys: () => string[];
  /** As if these objects had been stored then. */
  backdate(keys: readonly string[], storedAt: number): void;
  /** The next calls of `delete` fail. */
  breakDelete(broken: boolean): void;
}

/** Objects in memory: what the tests of photos and jobs need of a store, without a disk. */
export function createMemoryStore(): MemoryStore {
  const objects = new Map<string, Uint8Array>();
  const times = new Map<string, number>();
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
      times.set(key, Date.now());
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
    async *list(folder, after = '') {
      const keys = [...objects.keys()].filter((key) => key.startsWith(`${folder}/`) && key > after);
      for (const key of keys.toSorted()) yield { key, storedAt: times.get(key) ?? 0 };
    },
    backdate: (keys, storedAt) => keys.forEach((key) => times.set(key, storedAt)),
    keys: () => [...objects.keys()].toSorted(),
    breakDelete: (is) => void (broken = is),
  };
}
