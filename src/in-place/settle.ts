import { isUnfinished, listIds } from './list-files.ts';
import { openRoot } from './open-root.ts';
import { settleLists, type Settled } from './settle-lists.ts';
import { withFolder, type InFolder } from './with-folder.ts';

/**
 * Brings a run that was cut off to an end, so that every file has its old or its new name and the list says which. To
 * be called before a folder is read; nothing is written where nothing was cut off.
 */
export async function settleUnfinished(options: InFolder): Promise<Settled[]> {
  const root = await openRoot(options.root);
  const ids = await listIds(root);
  const unfinished = await Promise.all(ids.map((run) => isUnfinished(root, run)));
  if (!unfinished.includes(true)) return [];
  return await withFolder({ ...options, settled: false }, settleLists);
}
