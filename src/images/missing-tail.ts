import { viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';

const mostBoxes = 1000;

/**
 * How much of a HEIC file is missing at its end, 0 to 1, by the sizes its boxes claim. Its decoder does not tell: it
 * leaves the tiles it has no bytes for green and reports success.
 */
export async function missingTailShare(file: ReadableFile): Promise<number> {
  const claimed = await claimedSize(file);
  return claimed > file.size ? (claimed - file.size) / claimed : 0;
}

/** Where the last box that begins within the file says it ends. */
async function claimedSize(file: ReadableFile): Promise<number> {
  let end = 0;
  for (let box = 0; box < mostBoxes && end + 8 <= file.size; box += 1) {
    const length = boxLength(await file.read(end, 16));
    if (length < 8) break; // Zero is "to the end of the file", anything else is broken.
    end += length;
  }
  return end;
}

function boxLength(head: Uint8Array): number {
  const length = viewOf(head).getUint32(0);
  if (length !== 1) return length;
  return head.length < 16 ? 0 : Number(viewOf(head).getBigUint64(8));
}
