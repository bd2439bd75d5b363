import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/database/migrate.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import { createPostgres } from '../../src/database/postgres.ts';
import { startEmbeddedDatabase } from '../../src/embedded-database/start-embedded-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A login that may make databases and is no superuser. */
    testDatabaseUrl: string;
    /** A migrated database to copy; the names of all databases of this run begin with it. */
    testTemplate: string;
  }
}

const releasers: (() => Promise<unknown>)[] = [];
const silent = { info: () => {}, error: () => {} };

/** One PostgreSQL for the whole run: the server of TEST_DATABASE_URL, or one of our own in a temporary folder. */
export async function setup(project: TestProject): Promise<void> {
  const url = process.env['TEST_DATABASE_URL'] ?? (await startOwn());
  const template = `rollcall_test_${randomBytes(4).toString('hex')}`;
  const admin = new Client({ connectionString: url });
  await admin.connect();
  releasers.push(() => admin.end());
  await admin.query(`create database ${template}`);
  releasers.push(() => dropAll(admin, template));
  await migrateTemplate(databaseUrl(url, template));
  project.provide('testDatabaseUrl', url);
  project.provide('testTemplate', template);
}

export async function teardown(): Promise<void> {
  for (const release of releasers.toReversed()) await release();
}

async function startOwn(): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  releasers.push(() => rm(dataFolder, { recursive: true, force: true }));
  const started = await startEmbeddedDatabase({
    dataFolder,
    logger: silent,
    forTests: true,
    settings: { max_connections: '100' },
  });
  releasers.push(() => started.stop());
  return started.connectionString;
}

async function migrateTemplate(connectionString: string): Promise<void> {
  const database = createPostgres({ connectionString, max: 2, onError: () => {} });
  const files = await readMigrationFiles(join(import.meta.dirname, '../../supabase/migrations'));
  await migrate({ database, files, logger: silent });
  await database.close();
}

async function dropAll(admin: Client, prefix: string): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [prefix],
  );
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`);
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
