import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileStore } from '../../src/storage/file-store.ts';
import { describeObjectStore } from './object-store.ts';

describeObjectStore('file store', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rollcall-store-'));
  const root = path.join(folder, 'objects');
  return {
    store: createFileStore({ root }),
    countStored: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    cleanUp: async () => {
      await rm(folder, { recursive: true });
    },
  };
});
