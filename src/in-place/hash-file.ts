import { createHash } from 'node:crypto';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { systemDisk } from './disk.ts';
import { describeFailure } from './failure.ts';
import type { LeftCode } from './in-place.ts';

export type HashedFile =
  | {
      readonly ok: true;
      readonly sha256: Uint8Array;
      /** Its first bytes, for telling its type. */
      readonly head: Uint8Array;
      readonly bytes: number;
      readonly mtimeMs: number;
    }
  | { readonly ok: false; readonly code: LeftCode; readonly text: string };

const chunkBytes = 256 * 1024;
const changed = {
  ok: false,
  code: 'changed_since',
  text: 'It was changed while it was being read.',
} as const;

/**
 * Reads a file once, from begin to end, holding no more than a piece of it. A file that somebody writes to meanwhile
 * is not taken: its hash would be that of a file which never was.
 */
export async function hashFile(
  path: string,
  options: { readonly headBytes?: number; readonly signal?: AbortSignal } = {},
): Promise<HashedFile> {
  try {
    return await readWhole(path, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    return { ok: false, ...describeFailure(error, 'read') };
  }
}

async function readWhole(
  path: string,
  { headBytes = 64 * 1024, signal }: { headBytes?: number; signal?: AbortSignal },
): Promise<HashedFile> {
  const before = await systemDisk.look(path);
  if (before === null) return { ok: false, code: 'gone', text: 'It is not there any more.' };
  if (before.kind !== 'file') return { ok: false, code: 'not_read', text: 'It is not a file.' };
  // A link or a pipe that was put there since is not opened, or at least not waited for.
  const file = await open(path, readOnly);
  try {
    const read = await digest(file, { headBytes, signal });
    const after = await systemDisk.look(path);
    const isSame =
      after !== null &&
      after.kind === 'file' &&
      after.inode === before.inode &&
      after.mtimeMs === before.mtimeMs &&
      after.bytes === before.bytes &&
      read.bytes === before.bytes;
    return isSame ? { ok: true, ...read, mtimeMs: before.mtimeMs } : changed;
  } finally {
    await file.close();
  }
}

// Windows has no O_NOFOLLOW and no O_NONBLOCK; there they count as nothing.
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function digest(
  file: FileHandle,
  { headBytes, signal }: { headBytes: number; signal: AbortSignal | undefined },
): Promise<{ sha256: Uint8Array; head: Uint8Array; bytes: number }> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  const chunk = new Uint8Array(chunkBytes);
  let bytes = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) break;
    const piece = chunk.subarray(0, bytesRead);
    hash.update(piece);
    if (bytes < headBytes) head.push(piece.slice(0, headBytes - bytes));
    bytes += bytesRead;
  }
  return { sha256: new Uint8Array(hash.digest()), head: new Uint8Array(Buffer.concat(head)), bytes };
}
