import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { createPostgres } from '../../src/database/postgres.ts';
import type { PostgresOptions } from '../../src/database/postgres.ts';
import type { Database } from '../../src/database/sql.ts';

export interface TestDatabase {
  readonly connectionString: string;
  readonly database: Database;
  /** Another pool on the same database. */
  open(options?: Partial<PostgresOptions>): Database;
  close(): Promise<void>;
}

/** A fresh database, migrated unless `empty`, for one test file. What is opened on it is closed with it. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const url = inject('testDatabaseUrl');
  const template = inject('testTemplate');
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name} ${empty ? '' : `template ${template}`}`);
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  const opened: Database[] = [];
  const open = (options: Partial<PostgresOptions> = {}) => {
    const database = createPostgres({
      connectionString: changed.href,
      onError: () => {},
      max: 4,
      ...options,
    });
    opened.push(database);
    return database;
  };
  return {
    connectionString: changed.href,
    database: open(),
    open,
    async close() {
      await Promise.all(opened.map((database) => database.close()));
      // Autovacuum may be at work in it, which only a superuser may end by force; a plain drop asks it to stop.
      await admin
        .query(`drop database if exists ${name} with (force)`)
        .catch(() => admin.query(`drop database if exists ${name}`));
      await admin.end();
    },
  };
}
