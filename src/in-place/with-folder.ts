import { systemClock, type Clock } from '../clock.ts';
import { systemDisk, type Disk } from './disk.ts';
import { lockFolder } from './folder-lock.ts';
import { openListsFolder } from './list-files.ts';
import { openRoot } from './open-root.ts';
import type { PassWork } from './pass-work.ts';
import { settleLists } from './settle-lists.ts';

export interface InFolder {
  readonly root: string;
  readonly clock?: Clock;
  /** Whether `work` is given a folder in which nothing is half done; true unless said. */
  readonly settled?: boolean;
  /** For tests. */
  readonly disk?: Disk;
}

/** Works alone in a folder, in which nothing is half done. */
export async function withFolder<T>(
  { root: folder, clock = systemClock, disk = systemDisk, settled = true }: InFolder,
  work: (parts: PassWork) => Promise<T>,
): Promise<T> {
  const root = await openRoot(folder, disk);
  await openListsFolder(root, disk);
  const lock = await lockFolder(root, clock);
  try {
    const parts = { ground: { root, disk }, lock, clock };
    if (settled) await settleLists(parts);
    return await work(parts);
  } finally {
    await lock.release();
  }
}
