import type { Clock } from '../clock.ts';
import type { MigrationFile } from './migrate.ts';
import type { Database } from './sql.ts';

const everyMs = 1000;

/** Waits until another process has applied these files; later ones than this version knows are no obstacle. */
export async function awaitMigrations(options: {
  readonly database: Database;
  readonly files: readonly MigrationFile[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called once, if there is something to wait for. */
  readonly onWait: (missing: readonly string[]) => void;
}): Promise<void> {
  const { database, files, clock, signal, onWait } = options;
  for (let isFirst = true; ; isFirst = false) {
    const { missing } = await compareMigrations(database, files);
    if (missing.length === 0) return;
    if (isFirst) onWait(missing);
    await clock.sleep(everyMs, signal);
  }
}

/** Which of these files the database lacks, and what it has that is not among them. Changes nothing. */
export async function compareMigrations(
  database: Database,
  files: readonly MigrationFile[],
): Promise<{ readonly missing: readonly string[]; readonly unknown: readonly string[] }> {
  const applied = await readNames(database);
  const known = files.map(({ name }) => name);
  return {
    missing: known.filter((name) => !applied.has(name)),
    unknown: [...applied].filter((name) => !known.includes(name)),
  };
}

async function readNames(database: Database): Promise<Set<string>> {
  const found = await database.query(
    `select from pg_tables where schemaname = 'rollcall' and tablename = 'migrations'`,
  );
  if (found.length === 0) return new Set();
  const rows = await database.query<{ name: string }>('select name from rollcall.migrations');
  return new Set(rows.map(({ name }) => name));
}
