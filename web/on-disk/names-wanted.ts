import type { Words } from '../i18n/en.ts';
import type { DiskState } from './disk-state.ts';

/** No photo has a name yet: names come first, and the disk waits. */
export const needsNames = ({ counts }: DiskState): boolean =>
  counts.unnamed > 0 && counts.toRename === 0 && counts.done === 0;

export function panelTitle(state: DiskState, { onDisk }: Words): string {
  const { counts } = state;
  if (needsNames(state)) return onDisk.noNames;
  return counts.toRename === 0 && counts.done > 0 ? onDisk.allDone : onDisk.nothingChanged;
}

/** The photos whose names are meant here: all of the folder but those left out by hand. */
export function photoIdsToName({ files, leftOut }: DiskState): readonly string[] {
  const meant = [...files.values()].filter((file) => !leftOut.has(file.id));
  return [...new Set(meant.map((file) => file.photoId))];
}

export function unnamedPhotoIds({ files }: DiskState): readonly string[] {
  const unnamed = [...files.values()].filter((file) => file.status === 'unnamed');
  return [...new Set(unnamed.map((file) => file.photoId))];
}
