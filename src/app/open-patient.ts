import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Patient } from '../cli/doctor-command.ts';
import type { Config } from '../config.ts';
import { readMigrationFiles } from '../database/migration-files.ts';
import { createPostgres } from '../database/postgres.ts';
import { createQueue } from '../queue/queue.ts';
import { workerOptions } from './connection-options.ts';
import { describeFolder } from './describe-folder.ts';
import { openDatabase } from './open-database.ts';
import { openStore } from './open-store.ts';

const migrationsFolder = fileURLToPath(new URL('../../supabase/migrations', import.meta.url));

/** The parts of a Rollcall that can be looked over beside a running one. */
export async function openPatient(config: Config): Promise<Patient> {
  const logger = pino({ level: 'silent' });
  const dataFolder = resolve(config.dataFolder);
  const { store } = await openStore(config, dataFolder, logger);
  const { connectionString } = await openDatabase(config, dataFolder, logger, { migrate: false });
  // What fails is told by the call that failed.
  const onError = () => {};
  const database = createPostgres({
    connectionString,
    applicationName: 'rollcall-doctor',
    max: 4,
    options: workerOptions,
    onError,
  });
  return {
    database,
    queue: createQueue({ database, onError, onWarning: onError, superviseSeconds: null }),
    store,
    storePlace: config.storage === null ? `${dataFolder}/objects` : `the bucket ${config.storage.bucket}`,
    migrations: await readMigrationFiles(migrationsFolder),
    dataFolder,
    freeBytes: describeFolder(dataFolder).freeBytes,
    close: () => database.close(),
  };
}
