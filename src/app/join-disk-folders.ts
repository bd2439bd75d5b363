import { homedir } from 'node:os';
import { basename, delimiter, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { detectMediaType } from '../images/detect-type.ts';
import {
  createDiskFolders,
  type DiskFolders,
  type DiskFoldersDependencies,
} from '../on-disk/disk-folders.ts';
import { findDisks } from '../on-disk/find-disks.ts';
import { createFolderAccess } from '../on-disk/folder-access.ts';

export interface DiskFoldersJoining extends Pick<
  DiskFoldersDependencies,
  'database' | 'queue' | 'newId' | 'clock' | 'dataFolder' | 'onError'
> {
  readonly config: Config;
}

/** Null where it is not offered. */
export function joinDiskFolders({ config, ...joining }: DiskFoldersJoining): DiskFolders | null {
  const offer = offerFolders(config);
  if (offer === null) return null;
  const access = createFolderAccess({
    home: homedir(),
    within: offer.within,
    dataFolder: joining.dataFolder,
    findDisks: () => findDisks(process.platform, basename(homedir())),
  });
  return createDiskFolders({ ...joining, access, detectMediaType, maxBytes: config.maxFileBytes });
}

/**
 * Renaming files where they lie is for whoever sits at this computer: nobody signs in, and library and objects are on
 * it too. Null where that is not so, or where it is not wanted; else in which folders it may be done, null for all.
 */
export function offerFolders(config: Config): { readonly within: readonly string[] | null } | null {
  const isOwnComputer = config.auth === null && config.databaseUrl === undefined && config.storage === null;
  if (!isOwnComputer || config.folders === 'none') return null;
  return { within: withinOf(config.folders) };
}

/** A list as systems write one: `/photos:/mnt/card`, or with semicolons on Windows. */
function withinOf(folders: string | undefined): string[] | null {
  if (folders === undefined) return null;
  return folders
    .split(delimiter)
    .map((folder) => folder.trim())
    .filter((folder) => folder !== '')
    .map((folder) => resolve(folder));
}
