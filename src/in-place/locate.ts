import type { DiskEntry } from './disk.ts';
import { describeFailure } from './failure.ts';
import { keepInside, onDisk, type Ground } from './ground.ts';
import { placeKey } from './plan-moves.ts';
import type { ListedFile, Pass } from './run-list.ts';
import { besideIt } from './safe-path.ts';

interface Place {
  readonly path: string;
  readonly found: DiskEntry;
}

/**
 * Where a file of a pass that was cut off is now; null if nowhere. A file with two names was caught between getting the
 * new one and losing the old one, and loses one of them now. A file is known by its inode, or, where a disk gives none
 * that last, by size and time.
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
  const beside = (name: string | null | undefined) => (name ? besideIt(file.from, name) : null);
  const [to, via] = [besideIt(file.from, file.to), beside(file.via)];
  const paths = [via, to, beside(pass.placed.get(file.from)), file.from].filter((path) => path !== null);
  const places = await lookAtAll(ground, paths);
  const same = places.filter(({ found }) => found.inode === file.inode);
  const [first, ...others] = same;
  // Hard links that were there before are no sign of anything; such a file is never in two places because of us.
  if (first !== undefined && others.length > 0 && !file.hasMoreNames) {
    if (first.path !== via && isOneName(file)) return await trueName(ground, file);
    for (const { path } of others) await loseName(ground, path, first.found);
    return first.path;
  }
  const temporary = places.find(({ path }) => path === via);
  if (temporary !== undefined) return temporary.path;
  if (others.length > 0) return isOneName(file) ? await trueName(ground, file) : file.from;
  return (first ?? mostLike(places, file))?.path ?? null;
}

async function lookAtAll(ground: Ground, paths: Iterable<string>): Promise<Place[]> {
  const places: Place[] = [];
  for (const path of new Set(paths)) {
    const found = await ground.disk.look(onDisk(ground, path));
    if (found?.kind === 'file') places.push({ path, found });
  }
  return places;
}

/** Where case counts for nothing, a file that only changes case answers to both of its names. */
const isOneName = ({ from, to }: ListedFile) => placeKey(from) === placeKey(besideIt(from, to));

async function trueName(ground: Ground, { from, to }: ListedFile): Promise<string> {
  const path = besideIt(from, to);
  return (await ground.disk.realpath(onDisk(ground, path))) === onDisk(ground, path) ? path : from;
}

/** Looked at again each time: the last name of a file is never taken from it, whatever numbers a disk gives out. */
async function loseName(ground: Ground, path: string, kept: DiskEntry): Promise<void> {
  const found = await ground.disk.look(onDisk(ground, path));
  const isSame = found?.inode === kept.inode && found.bytes === kept.bytes && found.mtimeMs === kept.mtimeMs;
  if (isSame && found.names > 1) await ground.disk.unlink(onDisk(ground, path));
}

function mostLike(places: readonly Place[], { from, bytes, mtimeMs }: ListedFile): Place | undefined {
  const alike = places.filter(({ found }) => found.bytes === bytes && found.mtimeMs === mtimeMs);
  return alike.length === 1 ? alike[0] : places.find(({ path }) => path === from);
}
