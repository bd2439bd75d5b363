import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const mostBoxes = 1000;

/**
 * How much of a HEIC file is missing at its end, 0 to 1, by the sizes its boxes claim. Its decoder does not tell: it
 * leaves the tiles it has no bytes for green and reports success.
 */
export async function missingTailShare(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const claimed = await claimedSize(file, size);
    return claimed > size ? (claimed - size) / claimed : 0;
  } finally {
    await file.close();
  }
}

/** Where the last box that begins within the file says it ends. */
async function claimedSize(file: FileHandle, size: number): Promise<number> {
  let end = 0;
  for (let box = 0; box < mostBoxes && end + 8 <= size; box += 1) {
    const length = await boxLength(file, end);
    if (length < 8) break; // Zero is "to the end of the file", anything else is broken.
    end += length;
  }
  return end;
}

async function boxLength(file: FileHandle, at: number): Promise<number> {
  const { buffer } = await file.read(Buffer.alloc(16), 0, 16, at);
  const length = buffer.readUInt32BE(0);
  return length === 1 ? Number(buffer.readBigUInt64BE(8)) : length;
}
