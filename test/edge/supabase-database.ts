import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import { createTestDatabase, type TestDatabase } from '../integration/database.ts';

/** A database with what a Supabase project has, and Rollcall's migrations applied to it. */
export async function createSupabaseDatabase(): Promise<TestDatabase> {
  const db = await createTestDatabase({ empty: true });
  await db.database.query(await readFile(join(import.meta.dirname, 'supabase-shim.sql'), 'utf8'));
  const files = await readMigrationFiles(join(import.meta.dirname, '../../supabase/migrations'));
  await migrate({ database: db.database, files, logger: { info: () => {} } });
  return db;
}
