import type { ReadableFile } from '../../src/images/readable-file.ts';

/** Up to here a file is read once and kept while it is worked on; a larger one is read piece by piece. */
export const largestKeptBytes = 64 * 1024 * 1024;

/** A picked file; its parts come from memory where it is small enough. */
export interface OpenFile extends ReadableFile {
  readonly blob: Blob;
  /** All bytes; null for a large file. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

export async function openBlob(blob: Blob): Promise<OpenFile> {
  const readPart = async (start: number, length: number) =>
    new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
  if (blob.size > largestKeptBytes) return { blob, size: blob.size, bytes: null, read: readPart };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return {
    blob,
    size: bytes.length,
    bytes,
    read: async (start, length) => bytes.subarray(start, start + length),
  };
}
