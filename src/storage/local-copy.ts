import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreUnavailable, type ObjectStore } from './object-store.ts';

export interface LocalCopyOptions {
  readonly store: ObjectStore;
  readonly key: string;
  /** Where copies lie while they are needed; made when first needed. Workers on one machine may share it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/**
 * Runs with the path of a file that has the object's bytes: the object's own file where the store has files, else a
 * copy that is gone afterwards, whatever `run` did. The path is for reading only. Throws `ObjectMissing`, and
 * `StoreUnavailable` if fewer bytes came than were announced.
 */
export async function withLocalCopy<T>(
  { store, key, folder, signal }: LocalCopyOptions,
  run: (file: string) => Promise<T>,
): Promise<T> {
  const own = await store.localPath?.(key);
  if (own !== undefined) return await run(own);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, randomUUID());
  try {
    await download(store, { key, file, signal });
    return await run(file);
  } finally {
    await rm(file, { force: true });
  }
}

async function download(
  store: ObjectStore,
  { key, file, signal }: { key: string; file: string; signal: AbortSignal | undefined },
): Promise<void> {
  const { body, bytes } = await store.get(key);
  const handle = await open(file, 'wx', 0o600);
  try {
    await body.pipeTo(
      new WritableStream({ write: async (chunk) => await handle.writeFile(chunk) }),
      signal === undefined ? {} : { signal },
    );
    const { size } = await handle.stat();
    if (size !== bytes) throw new StoreUnavailable(`Of ${key} ${size} bytes came instead of ${bytes}.`);
  } finally {
    await handle.close();
  }
}

/** No copy is needed for longer than this. */
const oldMs = 15 * 60_000;

/**
 * Removes copies that a crash left behind, and answers how many there were. Those of others at work are younger, so it
 * may run at any time, beside anybody.
 */
export async function sweepLocalCopies(folder: string, now: number): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let swept = 0;
  for (const name of names) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found === null || now - found.mtimeMs < oldMs) continue;
    await rm(file, { force: true, recursive: true });
    swept += 1;
  }
  return swept;
}
