import { constants, open, type FileHandle } from 'node:fs/promises';
import { streamFile } from './file-stream.ts';
import { isInPlaceKey } from './in-place-key.ts';
import { assertObjectKey } from './object-key.ts';
import { ObjectMissing, type ObjectStore } from './object-store.ts';

/** A file of a person's own, as it was when it was read. */
export interface InPlaceFile {
  readonly path: string;
  readonly bytes: number;
  /** Whole milliseconds, cut. */
  readonly mtimeMs: number;
}

/** Where such a key may be found now; several places where the person has copies. */
export type LocateInPlace = (key: string) => Promise<readonly InPlaceFile[]>;

export interface InPlaceStoreOptions {
  /** For everything else. */
  readonly store: ObjectStore;
  readonly locate: LocateInPlace;
}

/**
 * A store in which some objects are files of a person's own. Those are only ever read: nothing puts them, and deleting
 * one leaves the file alone. A file that is not as it was when it was read is missing, since it is another picture now.
 */
export function createInPlaceStore({ store, locate }: InPlaceStoreOptions): ObjectStore {
  async function openInPlace(key: string): Promise<{ file: FileHandle; path: string; bytes: number }> {
    assertObjectKey(key);
    for (const found of await locate(key)) {
      const file = await openAsItWas(found);
      if (file !== null) return { file, path: found.path, bytes: found.bytes };
    }
    throw new ObjectMissing(`The file of ${key} is no longer where it was.`);
  }
  const { localPath } = store;

  return {
    ...store,
    put: async (key, body, options) => {
      if (isInPlaceKey(key)) throw new TypeError('A file in place is never written.');
      return await store.put(key, body, options);
    },
    get: async (key) => {
      if (!isInPlaceKey(key)) return await store.get(key);
      const { file, bytes } = await openInPlace(key);
      return { body: streamFile(file, bytes), bytes };
    },
    read: async (key) => {
      if (!isInPlaceKey(key)) return await store.read(key);
      const { file } = await openInPlace(key);
      try {
        return new Uint8Array(await file.readFile());
      } finally {
        await file.close();
      }
    },
    delete: async (keys) => {
      for (const key of keys) assertObjectKey(key);
      await store.delete(keys.filter((key) => !isInPlaceKey(key)));
    },
    ...(localPath === undefined
      ? {}
      : {
          localPath: async (key: string) => {
            if (!isInPlaceKey(key)) return await localPath(key);
            const { file, path } = await openInPlace(key);
            await file.close();
            return path;
          },
        }),
  };
}

/**
 * No link is followed, and no pipe that was put in its place waited for. Windows has neither; `undefined` counts as
 * nothing here.
 */
const reading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Null if it is gone, may not be read, or is not the file that it was. */
async function openAsItWas({ path, bytes, mtimeMs }: InPlaceFile): Promise<FileHandle | null> {
  const file = await open(path, reading).catch(() => null);
  if (file === null) return null;
  const now = await file.stat({ bigint: true }).catch(() => null);
  const isSame =
    now !== null &&
    now.isFile() &&
    Number(now.size) === bytes &&
    Number(now.mtimeNs / 1_000_000n) === mtimeMs;
  if (isSame) return file;
  await file.close();
  return null;
}
