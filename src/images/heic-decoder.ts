import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { decodeHeicPicture } from './heic-picture.ts';
import type { Libheif } from './heic-picture.ts';
import type { Pixels } from './pixels.ts';

/** Decodes a HEIC file, which sharp's own build cannot (HEVC is patented). Null where nothing can be decoded. */
export async function decodeHeic(path: string): Promise<Pixels | null> {
  const file = await readFile(path);
  const createLibheif: () => Libheif = createRequire(import.meta.url)(
    'libheif-js/libheif-wasm/libheif-bundle.js',
  );
  try {
    return await decodeHeicPicture(createLibheif(), file);
  } catch {
    return null;
  }
}
