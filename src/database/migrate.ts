import { toHex } from '../hex.ts';
import type { Database, Sql } from './sql.ts';
import { DatabaseError } from './sql.ts';
import { hintOnRole, requireRole } from './require-role.ts';

export interface MigrationFile {
  /** File name without `.sql`; the order of names is the order of application. */
  readonly name: string;
  readonly text: string;
}

export interface MigrateOptions {
  database: Database;
  files: readonly MigrationFile[];
  logger: { info(fields: object, message: string): void };
}

interface AppliedRow {
  name: string;
  checksum: string | null;
}

// Any number will do, as long as every starter uses the same one.
const lockKey = 7_265_501;

/**
 * Applies the files that are missing, each in a transaction of its own, and answers with their names. Each file
 * records itself; another tool may have applied some, which then have no checksum and are adopted as they are.
 */
export async function migrate({ database, files, logger }: MigrateOptions): Promise<string[]> {
  const known = await Promise.all(files.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(withChecksum));
  const applied = await database.transaction(async (tx) => await compare(tx, known));
  const done: string[] = [];
  for (const file of known.filter(({ name }) => !applied.has(name))) {
    const ours = await database
      .transaction(async (tx) => await apply(tx, file))
      .catch(async (error: unknown) => {
        throw await hintOnRole(database, error);
      });
    if (!ours) continue;
    logger.info({ migration: file.name }, 'Applied a migration');
    done.push(file.name);
  }
  await requireRole(database);
  return done;
}

type KnownFile = MigrationFile & { checksum: string };

const withChecksum = async ({ name, text }: MigrationFile): Promise<KnownFile> => ({
  name,
  text,
  checksum: await sha256(text),
});

/** Names of the files applied so far; throws if history was edited. Waits for another starter first. */
async function compare(tx: Sql, known: readonly KnownFile[]): Promise<Set<string>> {
  const rows = await readApplied(tx);
  const files = new Map(known.map((file) => [file.name, file]));
  for (const { name, checksum } of rows) {
    const file = files.get(name);
    if (file === undefined) {
      throw new Error(
        `The database has the migration ${name}, which this version does not know: it was made by a newer one.`,
      );
    }
    if (checksum === null) {
      await tx.query('update rollcall.migrations set checksum = $2 where name = $1', [name, file.checksum]);
    } else if (checksum !== file.checksum) {
      throw new Error(
        `The migration ${name}.sql was changed after it was applied. Put the old text back and write a new file.`,
      );
    }
  }
  return new Set(rows.map((row) => row.name));
}

async function apply(tx: Sql, file: KnownFile): Promise<boolean> {
  const before = await readApplied(tx);
  if (before.some(({ name }) => name === file.name)) return false;
  try {
    await tx.query(file.text);
  } catch (error) {
    if (error instanceof DatabaseError) throw named(error, file.name);
    throw error;
  }
  const recorded = await tx.query(
    'update rollcall.migrations set checksum = $2 where name = $1 returning name',
    [file.name, file.checksum],
  );
  if (recorded.length === 0)
    throw new Error(`The migration ${file.name}.sql did not record itself in rollcall.migrations.`);
  return true;
}

const named = (error: DatabaseError, file: string) =>
  new DatabaseError(`${file}.sql: ${error.message}`, {
    code: error.code,
    constraint: error.constraint,
    cause: error,
  });

async function readApplied(tx: Sql): Promise<AppliedRow[]> {
  await tx.query('select pg_advisory_xact_lock($1)', [lockKey]);
  // Not by to_regclass: after the wait for the lock it may still answer from before the other starter's commit.
  const found = await tx.query(
    `select from pg_tables where schemaname = 'rollcall' and tablename = 'migrations'`,
  );
  if (found.length === 0) return [];
  return await tx.query<AppliedRow>('select name, checksum from rollcall.migrations order by name');
}

async function sha256(text: string): Promise<string> {
  // A checkout with CRLF line ends is the same history.
  const bytes = new TextEncoder().encode(text.replaceAll('\r\n', '\n'));
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
