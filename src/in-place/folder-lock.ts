import { open, readFile, rename, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { errorCode, systemDisk, type DiskEntry } from './disk.ts';
import { FolderTrouble } from './in-place.ts';
import { listsFolder, listTrouble } from './list-files.ts';

/** Held while names are changed; other programs of ours, also on other computers, wait their turn. */
export interface FolderLock {
  /** To be called now and then by who holds it for long. */
  stillAtWork(): Promise<void>;
  release(): Promise<void>;
}

/** Who has said nothing for so long is gone, even where nobody can look after it. */
const silentMs = 10 * 60_000;
const sayEveryMs = 30_000;
/** A lock is one short line. */
const mostBytes = 4096;

/** One run at a time in a folder; what a killed process left behind is taken over. */
export async function lockFolder(root: string, clock: Clock): Promise<FolderLock> {
  const path = join(root, listsFolder, 'lock');
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    at: new Date(clock.now()).toISOString(),
  });
  for (let triesLeft = 3; ; triesLeft -= 1) {
    if (await create(path, mine)) break;
    if (triesLeft === 0 || !(await clearAbandoned(path, clock))) {
      throw new FolderTrouble('busy', 'Names are being changed in this folder already.');
    }
  }
  let said = clock.now();
  return {
    async stillAtWork() {
      if (clock.now() - said < sayEveryMs) return;
      said = clock.now();
      await utimes(path, said / 1000, said / 1000).catch(() => {});
    },
    release: async () => await unlink(path).catch(() => {}),
  };
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(text);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    await unlink(path).catch(() => {});
    throw listTrouble(error);
  }
}

async function clearAbandoned(path: string, clock: Clock): Promise<boolean> {
  const found = await systemDisk.look(path).catch(() => null);
  if (found === null) return true;
  // A pipe or a link in its place is nobody's lock, and would be read for ever.
  if (found.kind !== 'file' || found.bytes > mostBytes)
    throw new FolderTrouble('not_allowed', `${listsFolder}/lock in this folder was not made by Rollcall.`);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return true;
  if (clock.now() - found.mtimeMs < silentMs && isHeld(text, found)) return false;
  // Only one of those who find it abandoned can move it aside.
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    const isSame = (await readFile(aside, 'utf8')) === text;
    await unlink(aside);
    return isSame;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

function isHeld(text: string, { mtimeMs }: DiskEntry): boolean {
  const { pid, host } = readHolder(text);
  // Half-written: its holder is just writing it.
  if (pid === null) return true;
  if (host !== hostname()) return true;
  // In a container every start has the same number: whoever held it before this one began is gone.
  if (pid === process.pid) return mtimeMs >= Math.floor(performance.timeOrigin);
  return isAlive(pid);
}

function readHolder(text: string): { pid: number | null; host: unknown } {
  try {
    const { pid, host }: { pid?: unknown; host?: unknown } = JSON.parse(text);
    return { pid: typeof pid === 'number' ? pid : null, host };
  } catch {
    return { pid: null, host: null };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
