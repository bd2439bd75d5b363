import { systemDisk, type Disk } from './disk.ts';
import { describeFailure } from './failure.ts';
import { FolderTrouble } from './in-place.ts';

/** The folder's own path, with no links in it; from here on it is called by this. */
export async function openRoot(folder: string, disk: Disk = systemDisk): Promise<string> {
  try {
    const root = await disk.realpath(folder);
    if ((await disk.look(root))?.kind === 'folder') return root;
  } catch (error) {
    const { code, text } = describeFailure(error, 'read');
    if (code !== 'gone') throw new FolderTrouble('not_allowed', text, { cause: error });
  }
  throw new FolderTrouble('gone', `There is no folder ${folder}.`);
}
