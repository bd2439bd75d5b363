import { mkdir, open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { draftEnding, errorCode, systemDisk, type Disk } from './disk.ts';
import { describeFailure } from './failure.ts';
import { FolderTrouble } from './in-place.ts';
import { parseList, renderList, type RunList } from './run-list.ts';

/** Where lists are kept, in the folder whose names they tell. */
export const listsFolder = '.rollcall';
const ending = '.jsonl';
/** A list of 100,000 files and an undo of them has about 60 MB; what is much longer is none. */
const mostBytes = 200_000_000;

export const isRunId = (run: string): boolean => /^[\dA-Za-z-]{1,64}$/u.test(run);

export const listPath = (root: string, run: string): string => join(root, listsFolder, `${run}${ending}`);

/** Makes the folder for lists, and refuses one that leads elsewhere. */
export async function openListsFolder(root: string, disk: Disk): Promise<void> {
  const path = join(root, listsFolder);
  try {
    if ((await disk.look(path)) === null) await mkdir(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw listTrouble(error);
  }
  if ((await disk.look(path))?.kind !== 'folder') {
    throw new FolderTrouble('not_allowed', `${listsFolder} in this folder is not a folder.`);
  }
}

export async function saveList(root: string, list: RunList, disk: Disk): Promise<void> {
  try {
    await disk.write(listPath(root, list.run), renderList(list));
    await disk.syncFolder(join(root, listsFolder));
  } catch (error) {
    throw listTrouble(error);
  }
}

/** Why no list can be kept, and so nothing be renamed. */
export function listTrouble(error: unknown): FolderTrouble {
  if (error instanceof FolderTrouble) return error;
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new FolderTrouble('disk_full', 'The disk is full: the list of names could not be kept.', {
      cause: error,
    });
  }
  const { text } = describeFailure(error, 'rename');
  return new FolderTrouble('not_allowed', `The list of names could not be kept. ${text}`, { cause: error });
}

/** Ids of the lists that are there, whatever is in them. */
export async function listIds(root: string, disk: Disk = systemDisk): Promise<string[]> {
  const folder = join(root, listsFolder);
  if ((await disk.look(folder))?.kind !== 'folder') return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map(({ name }) => name.slice(0, -ending.length))
    .filter(isRunId);
}

/** Lists that were cut off while they were written; nothing of them was done. */
export async function clearDrafts(root: string, disk: Disk): Promise<void> {
  const names = await readdir(join(root, listsFolder));
  const drafts = names.filter((name) => name.endsWith(`${ending}${draftEnding}`));
  for (const name of drafts) {
    const path = join(root, listsFolder, name);
    if ((await disk.look(path))?.kind !== 'folder') await disk.unlink(path);
  }
}

/** Null if there is no such list, or none that can be believed. */
export async function loadList(root: string, run: string): Promise<RunList | null> {
  if (!isRunId(run)) return null;
  const path = listPath(root, run);
  const found = await systemDisk.look(path);
  const folder = await systemDisk.look(join(root, listsFolder));
  if (folder?.kind !== 'folder' || found?.kind !== 'file' || found.bytes > mostBytes) return null;
  return parseList(await readFile(path, 'utf8'), run);
}

/** Whether a list lacks its last line; its end alone is read. */
export async function isUnfinished(root: string, run: string): Promise<boolean> {
  let file: FileHandle | null = null;
  try {
    file = await open(listPath(root, run), 'r');
    const { size } = await file.stat();
    const tail = new Uint8Array(Math.min(size, 200));
    await file.read(tail, 0, tail.length, size - tail.length);
    return !/\n\{"ended":[^\n]*\}\n$/u.test(new TextDecoder().decode(tail));
  } catch (error) {
    describeFailure(error, 'read');
    return false;
  } finally {
    await file?.close();
  }
}
