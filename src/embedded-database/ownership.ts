import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Clock } from '../clock.ts';
import { postgresFolder } from './initialise.ts';
import type { Login } from './initialise.ts';
import type { Running } from './postmaster.ts';

/** The session advisory lock that makes this process the one Rollcall of its data folder. */
export interface Ownership {
  readonly port: number;
  readonly connectionString: string;
  /** Resolves when the connection that holds the lock has ended. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

export interface OwnershipOptions {
  dataFolder: string;
  login: Login;
  running: Running;
  clock: Clock;
}

/** PostgreSQL ended before it could be used: it was on its way down, or something of its predecessor is still there. */
export class StartCutOff extends Error {
  override name = 'StartCutOff';
}

const lockKey = 7_265_500;
const lockPatienceMs = 10_000;
// Recovery after a power cut reads the log from the last checkpoint on.
const startPatienceMs = 120_000;

export async function holdOwnership(options: OwnershipOptions): Promise<Ownership> {
  const { login, running } = options;
  const { port } = running;
  const connectionString = `postgres://${login.user}:${login.password}@127.0.0.1:${port}/${login.database}`;
  const client = await connectWhenReady(connectionString, options);
  const lost = new Promise<void>((resolve) => client.once('end', resolve));
  const release = () => client.end().catch(() => {});
  try {
    await compareIdentifier(client, options.dataFolder);
    await lock(client, options);
  } catch (error) {
    await release();
    throw error;
  }
  return { port, connectionString, lost, release };
}

async function connectWhenReady(
  connectionString: string,
  { running, clock, dataFolder }: OwnershipOptions,
): Promise<Client> {
  const giveUpAt = clock.now() + startPatienceMs;
  for (;;) {
    const client = new Client({ connectionString, application_name: 'rollcall owner', keepAlive: true });
    // The end of the connection is what we act on; an error event without a listener would end the process.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (await running.hasEnded()) {
        throw new StartCutOff(`PostgreSQL ended; ${join(dataFolder, 'postgres.log')} says why.`, {
          cause: error,
        });
      }
      if (!isStarting(error) || clock.now() > giveUpAt) throw error;
      await clock.sleep(20);
    }
  }
}

/** Not listening yet, or listening and saying that it is starting, recovering or on its way down. */
function isStarting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === '57P03' || code === 'ECONNREFUSED' || code === 'ECONNRESET';
}

/**
 * The server has shown that it knows our password; this makes sure that it serves these files and not a copy of them.
 */
async function compareIdentifier(client: Client, dataFolder: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'select system_identifier::text as id from pg_control_system()',
  );
  const control = await open(join(dataFolder, postgresFolder, 'global', 'pg_control'));
  try {
    // The first eight bytes, in the byte order of the machine.
    const { buffer } = await control.read(Buffer.alloc(8), 0, 8, 0);
    if (rows[0]?.id !== buffer.readBigUInt64LE().toString()) {
      throw new Error(`The PostgreSQL that answers does not serve ${dataFolder}.`);
    }
  } finally {
    await control.close();
  }
}

async function lock(client: Client, { clock, dataFolder }: OwnershipOptions): Promise<void> {
  const giveUpAt = clock.now() + lockPatienceMs;
  for (;;) {
    const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [
      lockKey,
    ]);
    if (rows[0]?.ours === true) return;
    if (clock.now() > giveUpAt)
      throw new Error(`Another Rollcall is running on the data folder ${dataFolder}.`);
    await clock.sleep(100);
  }
}
