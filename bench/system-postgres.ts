import { execFile } from 'node:child_process';
import { access, chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A cluster of its own, of the PostgreSQL that the system has; nobody else's is touched. */
export interface SystemPostgres {
  readonly connectionString: string;
  readonly version: string;
  /** Of the postmaster. */
  pid(): Promise<number>;
  /** `immediate` is as a power cut: no checkpoint, and recovery at the start. */
  restart(how: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
}

const usualBinaries = '/usr/lib/postgresql/15/bin';

/** Started in a temporary folder on a free port, as the user `postgres` where we are root, which PostgreSQL refuses. */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const binaries = process.env['BENCH_POSTGRES'] ?? usualBinaries;
  await access(join(binaries, 'initdb')).catch(() => {
    throw new Error(`No PostgreSQL in ${binaries}; BENCH_POSTGRES may name another.`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-postgres-'));
  const user = await unprivileged();
  if (user !== null) await chown(folder, user.uid, user.gid);
  const command = (name: string, args: readonly string[]) =>
    run(join(binaries, name), args, { cwd: folder, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, ...user });
  const data = join(folder, 'data');
  const port = await freePort();
  await command('initdb', ['-D', data, '-U', 'rollcall', '-A', 'trust', '-E', 'UTF8']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const control = (...args: string[]) =>
    command('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, ...args]);
  await control('start');
  return {
    connectionString: `postgres://rollcall@127.0.0.1:${port}/postgres`,
    version: (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim(),
    pid: async () => Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]),
    restart: async (how) => void (await control('-m', how, 'restart')),
    async stop() {
      await control('-m', 'immediate', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function unprivileged(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const idOf = async (which: string) => Number((await run('id', [which, 'postgres'])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
