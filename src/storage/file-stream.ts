import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/**
 * An open file as a stream of so many bytes, no more, even if somebody goes on writing it. It closes the file at its
 * end, and when it is canceled; Node's own conversion would not be typed as bytes.
 */
export function streamFile(file: FileHandle, bytes: number): ReadableStream<Uint8Array> {
  const stream = createReadStream('', { fd: file, end: Math.max(0, bytes - 1), highWaterMark: 256 * 1024 });
  const chunks = stream[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: () => {
      stream.destroy();
    },
  });
}
