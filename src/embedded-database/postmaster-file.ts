import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './initialise.ts';

/** What a running PostgreSQL says about itself in its own lock file. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** The PostgreSQL that runs on this folder, if one does. */
export async function readPostmaster(directory: string): Promise<Postmaster | null> {
  const lines = await readLockFile(directory);
  const pid = Number.parseInt(lines[0] ?? '', 10);
  // It writes these lines in one go, before anything else.
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!(pid > 0) || !(port > 0) || !isAlive(pid) || (await worksElsewhere(pid, directory, lines[1] ?? '')))
    return null;
  return { pid, port };
}

/**
 * Clears up a lock file whose process number now belongs to something else, or that came with a copy of the folder:
 * PostgreSQL would take that process for another one of its kind and refuse to start. The rest of the file stays, since
 * it tells PostgreSQL how to see that children of a killed one are still at work.
 */
export async function disownLockFile(directory: string): Promise<void> {
  const lines = await readLockFile(directory);
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0) || !isAlive(pid) || !(await worksElsewhere(pid, directory, lines[1] ?? ''))) return;
  await writeFile(lockFile(directory), [noProcess, ...lines.slice(1)].join('\n'));
}

/** Above every process number there can be. */
const noProcess = '99999999';

const lockFile = (directory: string) => join(directory, 'postmaster.pid');

async function readLockFile(directory: string): Promise<string[]> {
  return (await readFile(lockFile(directory), 'utf8').catch(() => '')).split('\n');
}

/** True if a living process surely is not a PostgreSQL on this folder. */
async function worksElsewhere(pid: number, directory: string, startedOn: string): Promise<boolean> {
  const own = await realpath(directory);
  if (process.platform !== 'linux') return own !== (await realpath(startedOn).catch(() => null));
  const [, program, state] =
    /\((.*)\) (\w)/s.exec(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')) ?? [];
  if (program === undefined) return false;
  if (program !== 'postgres' || state === 'Z') return true;
  // PostgreSQL works in its data folder. Root in a container may not be allowed to see that of another user.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return folder !== null && folder !== own;
}
