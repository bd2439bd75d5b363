import { createHash, randomUUID } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from './list-files.ts';
import { streamFile } from './file-stream.ts';
import { assertObjectKey } from './object-key.ts';
import { ObjectMissing, ObjectTooLarge, StoreFull } from './object-store.ts';
import type { ObjectStore, PutOptions, Stored } from './object-store.ts';

export interface FileStoreOptions {
  /** Made when first needed. Nobody but its owner may look inside. */
  readonly root: string;
  /** Names of files being written; injected for tests. */
  readonly createId?: () => string;
}

export interface FileStore extends ObjectStore {
  localPath(key: string): string;
  /** Removes what a crash left half written. Only for the start, before anything is put. Returns how many there were. */
  sweepTemporary(): Promise<number>;
}

/** Beside the objects, on the same file system, so that a rename is atomic; no key can begin with a dot. */
const temporaryFolder = '.tmp';

/**
 * Objects as files. A put writes a temporary file, makes its bytes durable, renames it into place and makes the folder
 * durable: after a crash a key has all of its bytes or does not exist.
 */
export function createFileStore({ root, createId = randomUUID }: FileStoreOptions): FileStore {
  const pathOf = (key: string) => {
    assertObjectKey(key);
    return path.join(root, ...key.split('/'));
  };
  const temporaryRoot = path.join(root, temporaryFolder);

  return {
    put: async (key, body, options = {}) => {
      const target = pathOf(key);
      await makeFolders(temporaryRoot);
      const temporary = path.join(temporaryRoot, createId());
      try {
        const stored = await writeDurably(temporary, body, options);
        await makeFolders(path.dirname(target));
        options.signal?.throwIfAborted();
        await rename(temporary, target);
        await syncFolder(path.dirname(target));
        return stored;
      } catch (error) {
        await rm(temporary, { force: true });
        throw hasCode(error, 'ENOSPC', 'EDQUOT')
          ? new StoreFull('The disk is full.', { cause: error })
          : error;
      }
    },
    get: async (key) => {
      const file = await openExisting(pathOf(key), key);
      const { size } = await file.stat();
      return {
        body: streamFile(file, size),
        bytes: size,
      };
    },
    read: async (key) => {
      const file = pathOf(key);
      return await readFile(file).catch((error: unknown) => {
        throw missingOr(error, key);
      });
    },
    delete: async (keys) => {
      const files = keys.map(pathOf);
      for (const file of files) await rm(file, { force: true });
      for (const folder of new Set(files.map((file) => path.dirname(file)))) await syncFolder(folder);
    },
    localPath: pathOf,
    list: (folder, after) => {
      assertObjectKey(folder);
      return listFiles(root, folder, after);
    },
    sweepTemporary: async () => {
      const leftovers = await readdir(temporaryRoot).catch(() => []);
      for (const name of leftovers)
        await rm(path.join(temporaryRoot, name), { recursive: true, force: true });
      return leftovers.length;
    },
  };
}

type Body = AsyncIterable<Uint8Array> | Uint8Array;

async function writeDurably(file: string, body: Body, options: PutOptions): Promise<Stored> {
  const handle = await open(file, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const bytes = await writeAll(handle, hash, body, options);
    await handle.sync();
    return { bytes, sha256: new Uint8Array(hash.digest()) };
  } finally {
    await handle.close();
  }
}

/** Chunk by chunk: the whole object is never in memory. */
async function writeAll(handle: FileHandle, hash: Hash, body: Body, options: PutOptions): Promise<number> {
  const { maxBytes = Infinity, signal } = options;
  let bytes = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : untilAborted(body, signal)) {
    signal?.throwIfAborted();
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new ObjectTooLarge(`The object is larger than ${maxBytes} bytes.`);
    hash.update(chunk);
    await writeChunk(handle, chunk);
  }
  signal?.throwIfAborted();
  return bytes;
}

/** A write may take only a part of what it is given. */
async function writeChunk(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    const { bytesWritten } = await handle.write(chunk, at, chunk.byteLength - at);
    at += bytesWritten;
  }
}

/** Ends the wait for a sender that has gone silent, which a check between chunks would never do. */
async function* untilAborted(
  body: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => {});
  const onAbort = () => reject(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    // Not awaited: a silent sender would hold this as it held the read.
    iterator.return?.().catch(() => {});
  }
}

/** Makes the folders that are missing, and each of them durable in the one above: a file in a lost folder is lost. */
async function makeFolders(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const highest = path.resolve(first);
  for (let made = path.resolve(folder); made.length >= highest.length; made = path.dirname(made)) {
    await syncFolder(path.dirname(made));
  }
}

/** Windows cannot open folders, and makes renames durable by itself. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch((error: unknown) => {
    if (hasCode(error, 'EISDIR', 'EPERM', 'EACCES', 'ENOENT')) return null;
    throw error;
  });
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

async function openExisting(file: string, key: string): Promise<FileHandle> {
  const handle = await open(file).catch((error: unknown) => {
    throw missingOr(error, key);
  });
  const isFile = (await handle.stat()).isFile();
  if (isFile) return handle;
  await handle.close();
  throw new ObjectMissing(`No object has the key ${key}.`);
}

function missingOr(error: unknown, key: string): unknown {
  const isMissing = hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR');
  return isMissing ? new ObjectMissing(`No object has the key ${key}.`, { cause: error }) : error;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
