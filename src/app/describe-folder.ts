import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { relative, sep } from 'node:path';
import type { DataFolder } from '../http/api-dependencies.ts';

/** The data folder as its owner is shown it: short where it lies in their home. */
export function describeFolder(path: string): DataFolder {
  return {
    path: inHome(path),
    freeBytes: async () => {
      try {
        const { bavail, bsize } = await statfs(path);
        return bavail * bsize;
      } catch {
        return null;
      }
    },
  };
}

function inHome(path: string): string {
  const inside = relative(homedir(), path);
  return inside === '' || inside.startsWith('..') || inside.startsWith(sep) ? path : `~${sep}${inside}`;
}
