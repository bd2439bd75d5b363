import { open } from 'node:fs/promises';
import type { ReadableFile } from './readable-file.ts';

/** Opens a file for reading parts of it, and closes it again whatever happens. */
export async function withPictureFile<Result>(
  path: string,
  use: (file: ReadableFile) => Promise<Result>,
): Promise<Result> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    return await use({
      size,
      read: async (at, length) => {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}
