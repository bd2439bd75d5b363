import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { folderOf } from './safe-path.ts';
import { Refusal } from './relocate.ts';

/** The folder that is worked in, by its own path, and the disk under it. */
export interface Ground {
  readonly root: string;
  readonly disk: Disk;
}

export const onDisk = ({ root }: Ground, path: string): string => join(root, ...path.split('/'));

/** Fails if a folder on the way is a link by now, or gone: what is behind it is somebody else's. */
export async function keepInside(ground: Ground, path: string): Promise<void> {
  const folder = folderOf(path);
  const expected = folder === '' ? ground.root : onDisk(ground, folder);
  if ((await ground.disk.realpath(expected)) !== expected) throw new Refusal('ENOENT');
}
