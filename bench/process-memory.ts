import { readFile, readdir } from 'node:fs/promises';

/** Memory of a process and all its descendants; a page that several of them share is split between them. Linux only. */
export async function proportionalBytes(root: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/u.test(name) ? await readOrEmpty(`/proc/${name}/stat`) : '';
    const parent = /^.*\) \S (\d+)/su.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const family = [...parents.keys()].filter((pid) => descendsFrom(pid, root, parents));
  const sizes = await Promise.all(family.map(ownShare));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function descendsFrom(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = parents.get(at))
    if (at === root) return true;
  return false;
}

async function ownShare(pid: number): Promise<number> {
  const kilobytes = /^Pss:\s+(\d+)/mu.exec(await readOrEmpty(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** A process may be gone before it is looked at. */
async function readOrEmpty(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
