import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { isAlive, postgresFolder } from './initialise.ts';
import { disownLockFile, readPostmaster } from './postmaster-file.ts';
import type { PostgresRunner } from './run-postgres.ts';
import { runToEnd } from './run-postgres.ts';

export interface PostmasterOptions {
  runner: PostgresRunner;
  dataFolder: string;
  clock: Clock;
  settings: Readonly<Record<string, string>>;
}

/** A PostgreSQL for one machine and a handful of processes: small, and on disk before it says so. */
const ownSettings = {
  listen_addresses: '127.0.0.1',
  // No socket: its path may be at most 107 bytes long, and a data folder may lie deeper.
  unix_socket_directories: '',
  max_connections: '50',
  shared_buffers: '32MB',
  max_wal_size: '512MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  huge_pages: 'off',
  autovacuum_naptime: '15s',
  timezone: 'UTC',
  // Statements carry names of photos; the log is for what happens to the server.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

export interface Running {
  readonly port: number;
  /** Whether it is gone; it may not accept connections yet while it is not. */
  hasEnded(): Promise<boolean>;
}

/** Starts PostgreSQL unless it is running on this folder, on this port or, if that is null, any free one. Its life does not depend on ours. */
export async function startPostmaster(
  options: PostmasterOptions,
  wantedPort: number | null,
): Promise<Running> {
  const directory = join(options.dataFolder, postgresFolder);
  const running = await readPostmaster(directory);
  if (running !== null) {
    return { port: running.port, hasEnded: async () => (await readPostmaster(directory)) === null };
  }
  await disownLockFile(directory);
  const port = wantedPort ?? (await findFreePort());
  const child = await spawnPostgres(options, directory, port);
  return { port, hasEnded: async () => child.exitCode !== null || child.signalCode !== null };
}

async function spawnPostgres(
  options: PostmasterOptions,
  directory: string,
  port: number,
): Promise<ChildProcess> {
  const { runner, dataFolder, settings } = options;
  const log = await openLog(dataFolder);
  try {
    const all = Object.entries({ ...ownSettings, port: String(port), ...settings });
    const args = [
      '-D',
      runner.dataArgument(directory),
      ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    // In a session of its own, so that Ctrl-C reaches us alone and we stop it when everything else has ended.
    const child = runner.spawn('postgres', args, { directory, stderr: log.fd, detached: true });
    // Rejects if there is an error first.
    await once(child, 'spawn');
    child.stdin?.end();
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

const maxLogBytes = 2_000_000;

async function openLog(dataFolder: string) {
  const path = join(dataFolder, 'postgres.log');
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > maxLogBytes) await rename(path, `${path}.1`);
  return await open(path, 'a', 0o600);
}

/** Keeps a long-running server from filling the disk with complaints. */
export async function boundLog(dataFolder: string): Promise<void> {
  const path = join(dataFolder, 'postgres.log');
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > 5 * maxLogBytes) await truncate(path);
}

/** Ends PostgreSQL: connections are cut, everything is written, no recovery is needed at the next start. */
export async function stopPostmaster(options: PostmasterOptions): Promise<void> {
  const directory = join(options.dataFolder, postgresFolder);
  const running = await readPostmaster(directory);
  if (running === null) return;
  if (process.platform === 'win32') {
    const args = ['stop', '-D', directory, '-m', 'fast', '-w'];
    return await runToEnd(options.runner.spawn('pg_ctl', args, { directory }));
  }
  for (const { signal, seconds } of stopSteps) {
    process.kill(running.pid, signal);
    if (await hasEnded(options.clock, directory, { pid: running.pid, seconds })) return;
  }
}

// What was promised is on disk in any case; only the next start takes longer after the later ones.
const stopSteps = [
  { signal: 'SIGINT', seconds: 20 },
  { signal: 'SIGQUIT', seconds: 5 },
  { signal: 'SIGKILL', seconds: 2 },
] as const;

async function hasEnded(
  clock: Clock,
  directory: string,
  wait: { pid: number; seconds: number },
): Promise<boolean> {
  for (let left = wait.seconds * 50; left > 0; left -= 1) {
    if (!isAlive(wait.pid) || (await readPostmaster(directory)) === null) return true;
    await clock.sleep(20);
  }
  return false;
}
