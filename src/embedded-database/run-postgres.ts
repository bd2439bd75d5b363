import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyForEverybody, findPostgresBinaries, programName } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** As whom and from where PostgreSQL's programs run. */
export interface PostgresRunner {
  /** The user that owns the database's files; null when it is the one we are. */
  readonly owner: { uid: number; gid: number } | null;
  /** The version its data files are for. */
  readonly major: string;
  /** How a program is told the folder that is its working directory. */
  dataArgument(directory: string): string;
  spawn(
    program: 'postgres' | 'initdb' | 'pg_ctl',
    args: readonly string[],
    options: RunOptions,
  ): ChildProcess;
}

export interface RunOptions {
  directory: string;
  /** File descriptor for what it writes to standard error; else a pipe. */
  stderr?: number;
  detached?: boolean;
}

export interface RunnerOptions {
  directory: string;
  binaries?: PostgresBinaries;
  /** Where root keeps its copy of the binaries. */
  cacheFolder?: string;
}

export async function createRunner({
  directory,
  binaries,
  cacheFolder = '/var/cache/rollcall',
}: RunnerOptions): Promise<PostgresRunner> {
  const { platform } = process;
  const found = binaries ?? (await findPostgresBinaries(platform, process.arch));
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await ownerOf(directory) : null;
  const { folder } = isRoot ? await copyForEverybody(found, cacheFolder) : found;
  return {
    owner,
    major: found.version.split('.')[0] ?? '',
    // As another user the folder may be out of reach by its path, but not as the working directory it was given.
    dataArgument: (path) => (owner !== null && platform === 'linux' ? '/proc/self/cwd' : path),
    spawn: (program, args, options) =>
      spawn(join(folder, 'bin', programName(program, platform)), args, {
        cwd: options.directory,
        // Nothing of ours: variables such as PGPORT would change what it does, and keys are none of its business.
        ...(platform === 'win32'
          ? {}
          : { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }),
        stdio: ['pipe', 'ignore', options.stderr ?? 'pipe'],
        detached: options.detached ?? false,
        windowsHide: true,
        ...owner,
      }),
  };
}

/** A folder made earlier keeps its owner, also when an ordinary user made it. */
async function ownerOf(directory: string): Promise<{ uid: number; gid: number }> {
  const found = await lstat(directory).catch(() => null);
  return found === null || found.uid === 0 ? await nobody() : { uid: found.uid, gid: found.gid };
}

/** A user every system has: initdb refuses a number without a name, and making users is not ours to do. */
async function nobody(): Promise<{ uid: number; gid: number }> {
  const [, uid, gid] =
    /^nobody:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8').catch(() => '')) ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

/** Runs a program to its end; rejects with what it complained about. */
export async function runToEnd(child: ChildProcess, input = ''): Promise<void> {
  let complaint = '';
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => (complaint = (complaint + text).slice(-4000)));
  // A program that fails early closes its end first; its exit says more than the broken pipe.
  child.stdin?.on('error', () => {}).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`${child.spawnfile} failed: ${complaint.trim()}`);
}
