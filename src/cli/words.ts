import { escapedName } from '../names/display-name.ts';

/** Paths come from disks and lists; what could move the cursor or turn the line around is written out. */
export const shown = (path: string): string => escapedName(path);

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** 2026-11-14 12:03, by the clock of this computer. */
export const shownTime = (iso: string): string =>
  new Date(iso).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
