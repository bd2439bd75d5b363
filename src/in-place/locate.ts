import type { DiskEntry } from './disk.ts';
import { describeFailure } from './failure.ts';
import { keepInside, onDisk, type Ground } from './ground.ts';
import type { ListedFile, Pass } from './run-list.ts';
import { besideIt } from './safe-path.ts';

interface Place {
  readonly path: string;
  readonly found: DiskEntry;
}

/**
 * Where a file of a pass that was cut off is now; null if nowhere. A file with two names was caught between getting the
 * new one and losing the old one, and loses it now. A file is known by its inode, or, where a disk gives none that last,
 * by size and time.
 */
export async function locate(ground: Ground, pass: Pass, file: ListedFile): Promise<string | null> {
  try {
    await keepInside(ground, file.from);
    return await locateInside(ground, pass, file);
  } catch (error) {
    describeFailure(error, 'rename');
    return null;
  }
}

async function locateInside(ground: Ground, pass: Pass, file: ListedFile): Promise<string | null> {
  const names = [file.to, pass.placed.get(file.from), file.via].filter((name) => typeof name === 'string');
  const paths = new Set([...names.map((name) => besideIt(file.from, name)), file.from]);
  const places: Place[] = [];
  for (const path of paths) {
    const found = await ground.disk.look(onDisk(ground, path));
    if (found?.kind === 'file') places.push({ path, found });
  }
  const same = places.filter(({ found }) => found.inode === file.inode);
  if (same.length > 1 && !file.hasMoreNames) return await loseOldName(ground, same);
  const temporary = places.find(({ path }) => file.via !== null && path === besideIt(file.from, file.via));
  // With hard links to it, the same file may well be in both places; the old one says nothing against it.
  const known = temporary ?? (same.length === 1 ? same[0] : same.find(({ path }) => path === file.from));
  return (known ?? mostLike(places, file))?.path ?? null;
}

/** The places are in the order of a rename, its end first. */
async function loseOldName(ground: Ground, [end, ...before]: readonly Place[]): Promise<string | null> {
  for (const { path } of before) await ground.disk.unlink(onDisk(ground, path));
  return end?.path ?? null;
}

function mostLike(places: readonly Place[], { from, bytes, mtimeMs }: ListedFile): Place | undefined {
  const alike = places.filter(({ found }) => found.bytes === bytes && found.mtimeMs === mtimeMs);
  return alike.length === 1 ? alike[0] : places.find(({ path }) => path === from);
}
