import { Client, Pool } from 'pg';
import type { ClientConfig } from 'pg';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { withAuthority } from './postgres-authority.ts';
import { isConnectionLost, toDatabaseError } from './postgres-error.ts';
import { createListener } from './postgres-listener.ts';
import { runStatement } from './postgres-session.ts';
import { beginAsUser, createUserSql, runTransaction } from './postgres-transaction.ts';
import type { Database, Statement } from './sql.ts';
import { valueParsers } from './value-parsers.ts';

export interface PostgresOptions {
  connectionString: string;
  /** Certificates that vouch for the server, as PEM. With it connections are encrypted, and nobody else's word counts. */
  ca?: string;
  /** Connections at most. Below 3 the worker's lease keeping waits behind its own settles. */
  max?: number;
  applicationName?: string;
  /** False behind a transaction pooler: statements go unnamed and `listen` answers null. */
  prepare?: boolean;
  /** Server options, such as `-c enable_sort=off`. A pooler may refuse them. */
  options?: string;
  /** Hears of idle connections that broke; the pool replaces them by itself. */
  onError: (error: Error) => void;
  clock?: Clock;
}

/** A server that does not answer to a goodbye must not keep a process or a test. */
const goodbyeMs = 10_000;

/**
 * The end of an encrypted connection is known by the encrypted stream too: in Deno the one below never says that it
 * closed, and whoever waits for its place in the pool, or for the goodbye, would do so until some time limit.
 */
class NoticingClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const { connection } = this;
    connection.once('sslconnect', () => connection.stream.once('close', () => connection.emit('end')));
  }
}

export function createPostgres(options: PostgresOptions): Database {
  const { prepare = true, max = 10, onError, clock = systemClock } = options;
  const config = connectionConfig(options);
  const pool = new Pool({ ...config, Client: NoticingClient, max, idleTimeoutMillis: 60_000 });
  pool.on('error', onError);
  // A client that is checked out has no listener of the pool's, and an event nobody hears ends the process.
  // What was running on it rejects as well, so there is nothing to do here.
  pool.on('connect', (client) => client.on('error', () => {}));
  const connect = async () => {
    try {
      return await pool.connect();
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
  return {
    async query<Row extends object>(statement: Statement | string, values?: readonly unknown[]) {
      const client = await connect();
      let broken = false;
      try {
        return await runStatement<Row>(client, { statement, values, prepare });
      } catch (error) {
        broken = isConnectionLost(toDatabaseError(error));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async transaction(run) {
      return await runTransaction(await connect(), { prepare, begin: 'begin' }, (_session, sql) => run(sql));
    },
    async asUser(ownerId, run) {
      const begin = beginAsUser(ownerId);
      return await runTransaction(await connect(), { prepare, begin }, (session, sql) =>
        run(createUserSql(session, sql)),
      );
    },
    async listen(channel, onNotify, onGap) {
      if (!prepare) return null;
      return await createListener({ config, channel, onNotify, onGap, onError, clock });
    },
    async close() {
      if (pool.ending) return;
      const closed = new AbortController();
      const ending = pool.end().finally(() => closed.abort(new Error('Closed')));
      await Promise.race([ending, clock.sleep(goodbyeMs, closed.signal).catch(() => {})]);
    },
  };
}

function connectionConfig(given: PostgresOptions): ClientConfig {
  const { connectionString, ca, applicationName, options } = given;
  return {
    ...(ca === undefined ? { connectionString } : withAuthority(connectionString, ca)),
    types: valueParsers,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    ...(applicationName === undefined ? {} : { application_name: applicationName }),
    ...(options === undefined ? {} : { options }),
  };
}
