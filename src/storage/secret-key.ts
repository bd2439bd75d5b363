import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The 32 bytes that seal secrets at rest, made once and kept beside the data, readable by its owner alone. Of two
 * processes that start at once, the link decides whose it is.
 */
export async function readSecretKey(dataFolder: string): Promise<Uint8Array> {
  const file = join(dataFolder, 'secret.key');
  const known = await readKey(file);
  if (known !== null) return known;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(32), { mode: 0o600, flush: true });
  await link(draft, file).catch(() => {});
  await rm(draft);
  const made = await readKey(file);
  if (made === null)
    throw new Error(`${file} is not a key of 32 bytes. Restore it, or remove it and enter keys anew.`);
  return made;
}

async function readKey(file: string): Promise<Uint8Array | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes !== null && bytes.length === 32 ? Uint8Array.from(bytes) : null;
}
