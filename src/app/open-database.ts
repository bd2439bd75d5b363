import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { readEmbeddedDatabase, startEmbeddedDatabase } from '../embedded-database/start-embedded-database.ts';

export interface OpenedDatabase {
  readonly connectionString: string;
  readonly stopDatabase: () => Promise<void>;
}

/** The server that DATABASE_URL names, else the private one: started by `npm start`, joined by `npm run worker`. */
export async function openDatabase(
  config: Config,
  dataFolder: string,
  logger: Logger,
  options: { migrate: boolean },
): Promise<OpenedDatabase> {
  const nothing = async () => {};
  if (config.databaseUrl !== undefined)
    return { connectionString: config.databaseUrl, stopDatabase: nothing };
  if (options.migrate) {
    const embedded = await startEmbeddedDatabase({ dataFolder, logger });
    return { connectionString: embedded.connectionString, stopDatabase: () => embedded.stop() };
  }
  const running = await readEmbeddedDatabase(dataFolder);
  if (running === null) {
    throw new Error(`No Rollcall is running on ${dataFolder}. Start one (npm start), or set DATABASE_URL.`);
  }
  return { connectionString: running.connectionString, stopDatabase: nothing };
}
