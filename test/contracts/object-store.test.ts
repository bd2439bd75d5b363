import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileStore } from '../../src/storage/file-store.ts';
import { createInPlaceStore } from '../../src/storage/in-place-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import { describeObjectStore, type ObjectStoreUnderTest } from './object-store.ts';

async function inFolder(create: (root: string) => ObjectStore): Promise<ObjectStoreUnderTest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rollcall-store-'));
  return {
    store: create(path.join(folder, 'objects')),
    countStored: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    cleanUp: async () => {
      await rm(folder, { recursive: true });
    },
  };
}

describeObjectStore('file store', () => inFolder((root) => createFileStore({ root })));

describeObjectStore('file store with files in place beside it', () =>
  inFolder((root) => createInPlaceStore({ store: createFileStore({ root }), locate: async () => [] })),
);
