import { randomBytes } from 'node:crypto';
import { chown, chmod, lstat, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresRunner } from './run-postgres.ts';
import { runToEnd } from './run-postgres.ts';

/** The login Rollcall uses. It is no superuser, and as the database's superuser nobody can log in at all. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface InitialiseOptions {
  runner: PostgresRunner;
  dataFolder: string;
  /** Tests make databases; Rollcall never does. */
  mayCreateDatabases?: boolean;
  /** False only for data that may be lost. */
  durable?: boolean;
}

/** Name of the folder of the database inside the data folder. */
export const postgresFolder = 'postgres';
const loginFile = 'rollcall-login.json';
const unfinishedPrefix = 'postgres.init-';

/**
 * Makes the database unless it exists. It is built in a folder of another name and renamed when complete, so that a
 * start cut off at any moment leaves either all of it or a leftover that the next start sweeps away.
 */
export async function initialise(options: InitialiseOptions): Promise<Login> {
  const { runner, dataFolder } = options;
  await sweepLeftovers(dataFolder);
  const directory = join(dataFolder, postgresFolder);
  if (!(await lstat(directory).catch(() => null))) {
    await build(options, directory);
    // Again: the initdb of a start that was killed lives on, and may have made its folder anew before it failed.
    await sweepLeftovers(dataFolder);
  }
  const login: Login = JSON.parse(await readOwn(directory, loginFile));
  const made = (await readOwn(directory, 'PG_VERSION')).trim();
  if (made !== runner.major) {
    throw new Error(`${directory} was made by PostgreSQL ${made}, and this is PostgreSQL ${runner.major}.`);
  }
  return login;
}

async function readOwn(directory: string, file: string): Promise<string> {
  try {
    return await readFile(join(directory, file), 'utf8');
  } catch (cause) {
    throw new Error(`${directory} cannot be read. Run Rollcall as the user it was first run as.`, { cause });
  }
}

async function build(options: InitialiseOptions, directory: string): Promise<void> {
  const { runner, dataFolder, durable = true } = options;
  const unfinished = join(dataFolder, `${unfinishedPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(unfinished, { mode: 0o700 });
  try {
    if (runner.owner !== null) await chown(unfinished, runner.owner.uid, runner.owner.gid);
    await fill(options, unfinished);
    if (durable) await syncFolder(unfinished);
    await rename(unfinished, directory);
    if (durable) await syncFolder(dataFolder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another start of the same moment may have been faster.
    if (!(await lstat(directory).catch(() => null))) throw error;
  }
}

async function fill(
  { runner, mayCreateDatabases = false, durable = true }: InitialiseOptions,
  directory: string,
) {
  const data = runner.dataArgument(directory);
  // The built-in locale sorts the same on every system and in every version.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const sync = durable ? [] : ['--no-sync'];
  const args = ['-D', data, '-U', 'postgres', '--auth=trust', ...locale, ...sync];
  await runToEnd(runner.spawn('initdb', args, { directory }));
  const login: Login = { user: 'rollcall', password: randomBytes(24).toString('hex'), database: 'rollcall' };
  const rights = mayCreateDatabases ? 'createrole createdb' : 'createrole';
  // One statement a line, each ended by its line.
  const statements = [
    `create role ${login.user} login ${rights} password '${login.password}'`,
    `create database ${login.database} owner ${login.user}`,
  ];
  const single = runner.spawn('postgres', ['--single', '-D', data, 'postgres'], { directory });
  await runToEnd(single, `${statements.join('\n')}\n`);
  await writeFile(join(directory, 'pg_hba.conf'), `host all ${login.user} 127.0.0.1/32 scram-sha-256\n`);
  await writeSecret(join(directory, loginFile), JSON.stringify(login));
}

async function writeSecret(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await chmod(path, 0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder durable, where the system can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

async function sweepLeftovers(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    const maker = Number.parseInt(name.slice(unfinishedPrefix.length), 10);
    // One of this process number was made by a former process: we have not begun yet.
    if (maker !== process.pid && isAlive(maker)) continue;
    // initdb outlives the process that was killed and may still be writing.
    await rm(join(dataFolder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
