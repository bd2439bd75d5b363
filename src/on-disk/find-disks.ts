import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Place {
  readonly name: string;
  readonly path: string;
}

/** Disks and cards of this computer, where its system puts them. */
export async function findDisks(platform: NodeJS.Platform, user: string): Promise<Place[]> {
  if (platform === 'win32') return await drives();
  const folders = platform === 'darwin' ? ['/Volumes'] : [`/media/${user}`, `/run/media/${user}`, '/mnt'];
  return (await Promise.all(folders.map(foldersIn))).flat();
}

async function drives(): Promise<Place[]> {
  const letters = Array.from({ length: 26 }, (_, n) => `${String.fromCharCode(65 + n)}:`).map((name) => ({
    name,
    path: `${name}\\`,
  }));
  const there = await Promise.all(
    letters.map(({ path }) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return letters.filter((_, i) => there[i]);
}

async function foldersIn(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => ({ name, path: join(folder, name) }));
}
