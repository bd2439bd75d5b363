import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { initialise, postgresFolder } from './initialise.ts';
import type { Login } from './initialise.ts';
import { holdOwnership, StartCutOff } from './ownership.ts';
import type { Ownership } from './ownership.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { boundLog, startPostmaster, stopPostmaster } from './postmaster.ts';
import type { PostmasterOptions } from './postmaster.ts';
import { createRunner } from './run-postgres.ts';

export interface EmbeddedDatabaseOptions {
  dataFolder: string;
  logger: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  binaries?: PostgresBinaries;
  /** Where root keeps a copy of the binaries that others may run. */
  cacheFolder?: string;
  /** Further server settings. */
  settings?: Readonly<Record<string, string>>;
  /** For tests: the login may make databases, and nothing waits for the disk. */
  forTests?: boolean;
  clock?: Clock;
}

export interface EmbeddedDatabase {
  /** Stays valid while Rollcall runs, also when PostgreSQL has to be started again. */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/*
 * States: the folder has no database, one that is not running, or one that is (because its last owner was killed).
 * Each start goes on from whatever it finds. Who holds the advisory lock in the database owns it: there is no lock
 * file of ours that could be left behind. When its connection breaks, PostgreSQL has died or is restarting, and
 * the owner goes through the same steps again until it holds the lock anew.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const { logger, clock = systemClock, settings = {}, forTests = false } = options;
  const dataFolder = resolve(options.dataFolder);
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const { binaries, cacheFolder } = options;
  const runner = await createRunner({
    directory: join(dataFolder, postgresFolder),
    ...(binaries === undefined ? {} : { binaries }),
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  });
  const login = await initialise({ runner, dataFolder, mayCreateDatabases: forTests, durable: !forTests });
  const volatile = forTests ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {};
  const postmaster: PostmasterOptions = { runner, dataFolder, clock, settings: { ...volatile, ...settings } };
  const owned = await own(postmaster, login, null);
  await writeConnection(dataFolder, owned);
  const watch = watchOver({ postmaster, login, logger, clock }, owned);
  return {
    connectionString: owned.connectionString,
    async stop() {
      await watch.stop();
      await rm(join(dataFolder, connectionFile), { force: true });
      await stopPostmaster(postmaster);
    },
  };
}

/** The database of a running Rollcall, for a second process on the same data folder; null if there is none. */
export async function readEmbeddedDatabase(dataFolder: string): Promise<{ connectionString: string } | null> {
  const text = await readFile(join(dataFolder, connectionFile), 'utf8').catch(() => null);
  if (text === null) return null;
  const { connectionString }: { connectionString: string } = JSON.parse(text);
  return { connectionString };
}

const connectionFile = 'postgres.json';

async function writeConnection(dataFolder: string, { connectionString }: Ownership): Promise<void> {
  const path = join(dataFolder, connectionFile);
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(JSON.stringify({ connectionString }));
  await file.close();
  await rename(`${path}.new`, path);
}

async function own(postmaster: PostmasterOptions, login: Login, port: number | null): Promise<Ownership> {
  const { dataFolder, clock } = postmaster;
  for (let triesLeft = 50; ; triesLeft -= 1) {
    const running = await startPostmaster(postmaster, port);
    if (port !== null && running.port !== port)
      throw new Error(`PostgreSQL came back on another port, ${running.port}.`);
    try {
      return await holdOwnership({ dataFolder, clock, login, running });
    } catch (error) {
      if (!(error instanceof StartCutOff) || triesLeft === 0) throw error;
      await clock.sleep(100);
    }
  }
}

interface Watched {
  postmaster: PostmasterOptions;
  login: Login;
  logger: EmbeddedDatabaseOptions['logger'];
  clock: Clock;
}

/** Brings PostgreSQL back whenever the connection that owns it breaks. */
function watchOver(
  { postmaster, login, logger, clock }: Watched,
  first: Ownership,
): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const { signal } = stopped;
  let current = first;
  const bringBack = async (): Promise<Ownership> => {
    for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        return await own(postmaster, login, first.port);
      } catch (error) {
        logger.error({ err: error }, 'PostgreSQL could not be brought back yet');
        await clock.sleep(wait, signal);
      }
    }
  };
  const watching = async () => {
    const aborted = new Promise<void>((done) =>
      signal.addEventListener('abort', () => done(), { once: true }),
    );
    for (;;) {
      await Promise.race([current.lost, aborted]);
      if (signal.aborted) return;
      logger.error({}, 'PostgreSQL went away; starting it again');
      current = await bringBack();
      logger.info({}, 'PostgreSQL is back');
    }
  };
  const boundingLog = async () => {
    for (;;) {
      await clock.sleep(60_000, signal);
      await boundLog(postmaster.dataFolder);
    }
  };
  // Both end by rejection when stopped in the middle of a wait.
  const all = Promise.allSettled([watching(), boundingLog()]);
  return {
    async stop() {
      stopped.abort();
      await all;
      await current.release();
    },
  };
}
