import { readFile } from 'node:fs/promises';

const pageBytes = 4096;

/**
 * Bytes of memory another process holds, asked from outside because a decoder at work answers nobody. Null where the
 * system does not tell (anything but Linux); the limits on pixels are then the only guard.
 */
export async function residentBytes(pid: number): Promise<number | null> {
  try {
    const pages = Number((await readFile(`/proc/${pid}/statm`, 'latin1')).split(' ')[1]);
    return Number.isFinite(pages) ? pages * pageBytes : null;
  } catch {
    return null;
  }
}
