import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemDisk, type Disk } from './disk.ts';

/** An error as the system makes it. */
export const systemError = (code: string): Error => Object.assign(new Error(code), { code });

export class Killed extends Error {}

const steps = ['link', 'rename', 'unlink', 'write', 'syncFolder'] as const;

/** A process that ends before its n-th change of the disk, and does nothing from then on. */
export function dyingDisk(
  diesAt: number,
  disk: Disk = systemDisk,
): Disk & { readonly changes: () => number } {
  let changes = 0;
  const alive = <Arguments extends unknown[], Result>(
    run: (...given: Arguments) => Promise<Result>,
    isChange: boolean,
  ) =>
    async function step(...given: Arguments): Promise<Result> {
      if (isChange && changes < diesAt) changes += 1;
      if (changes >= diesAt) throw new Killed();
      return await run(...given);
    };
  const isChange = (name: string) => steps.some((step) => step === name);
  return {
    look: alive(disk.look, false),
    realpath: alive(disk.realpath, false),
    link: alive(disk.link, isChange('link')),
    rename: alive(disk.rename, isChange('rename')),
    unlink: alive(disk.unlink, isChange('unlink')),
    write: alive(disk.write, isChange('write')),
    syncFolder: alive(disk.syncFolder, isChange('syncFolder')),
    changes: () => changes,
  };
}

/** As a memory card's: files have one name. */
export const diskWithoutLinks: Disk = {
  ...systemDisk,
  link: async () => await Promise.reject(systemError('EPERM')),
};

/** The same memory card in another computer: the numbers of its files are others. */
export const cardElsewhere: Disk = {
  ...diskWithoutLinks,
  look: async (path) => {
    const found = await systemDisk.look(path);
    return found === null ? null : { ...found, inode: `other ${found.inode}` };
  },
};

/** As macOS and Windows have it: names that differ in case alone are one. */
export function caselessDisk(): Disk {
  const fold = (name: string) => name.normalize('NFC').toUpperCase().toLowerCase();
  const present = (path: string) => {
    const folder = dirname(path);
    const name = fold(basename(path));
    const found = readdirSync(folder).find((entry) => fold(entry) === name);
    return found === undefined ? null : join(folder, found);
  };
  const existing = (path: string) => {
    const found = present(path);
    if (found === null) throw systemError('ENOENT');
    return found;
  };
  return {
    ...systemDisk,
    look: async (path) => await systemDisk.look(present(path) ?? path),
    realpath: async (path) => await systemDisk.realpath(present(path) ?? path),
    link: async (from, to) => {
      if (present(to) !== null) throw systemError('EEXIST');
      await systemDisk.link(existing(from), to);
    },
    rename: async (from, to) => await systemDisk.rename(existing(from), to),
    unlink: async (path) => await systemDisk.unlink(existing(path)),
  };
}

/** Fails as it is told to, else as the disk does. */
export function failingDisk(failure: (step: string, path: string) => string | null): Disk {
  const check = (step: string, path: string) => {
    const code = failure(step, path);
    if (code !== null) throw systemError(code);
  };
  return {
    ...systemDisk,
    link: async (from, to) => {
      check('link', from);
      check('linkTo', to);
      await systemDisk.link(from, to);
    },
    unlink: async (path) => {
      check('unlink', path);
      await systemDisk.unlink(path);
    },
    rename: async (from, to) => {
      check('rename', from);
      await systemDisk.rename(from, to);
    },
    write: async (path, text) => {
      check('write', path);
      await systemDisk.write(path, text);
    },
  };
}
