import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isObjectKey } from './object-key.ts';
import type { ListedObject } from './object-store.ts';

/** The files below `root` whose path in it begins with `key`, folder by folder in the order of their names. */
export async function* listFiles(root: string, key: string, after = ''): AsyncGenerator<ListedObject> {
  const last = after.startsWith(`${key}/`) ? after.slice(key.length + 1) : '';
  const [lastName = '', ...below] = last.split('/');
  const entries = await readdir(path.join(root, key), { withFileTypes: true }).catch(noneIfMissing);
  const isBefore = (name: string) => name < lastName || (name === lastName && below.length === 0);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = `${key}/${entry.name}`;
    if (isBefore(entry.name) || !isObjectKey(child)) continue;
    if (entry.isDirectory()) yield* listFiles(root, child, after);
    // Gone since the folder was read, it is no longer listed.
    const found = entry.isFile() ? await stat(path.join(root, child)).catch(() => null) : null;
    if (found !== null) yield { key: child, storedAt: found.mtimeMs };
  }
}

/** A folder that nothing was ever put into. */
function noneIfMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
