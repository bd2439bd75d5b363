import type { Sql } from '../../src/database/sql.ts';
import { claims, schemas } from './claims.ts';
import { emptyRecord, readRecord, type InstallRecord } from './record.ts';
import { Stop } from './stop.ts';

export interface DatabaseAsFound {
  readonly applied: ReadonlySet<string>;
  readonly record: InstallRecord;
  /** What is there already and is not Rollcall's, where Rollcall would put its own. */
  readonly inTheWay: readonly string[];
  readonly hasForeignBucket: boolean;
  readonly missingExtensions: readonly string[];
  /** Whom the schedule calls and with what, and whether it is there. */
  readonly worker: {
    readonly url: string | null;
    readonly secret: string | null;
    readonly isScheduled: boolean;
  };
}

const bucket = 'bucket rollcall';

/** Only reads. */
export async function lookAtDatabase(sql: Sql): Promise<DatabaseAsFound> {
  const namespaces = new Set(await column(sql, 'select nspname as name from pg_namespace'));
  if (!namespaces.has('storage') || !namespaces.has('realtime')) {
    throw new Stop(
      'DATABASE_URL leads to a database that is no Supabase project: it has no Storage or no Realtime.',
    );
  }
  const applied = await readApplied(sql);
  const isOurs = (migration: string) => applied.has(migration);
  const present = await readPresent(sql, namespaces);
  const foreign = claims
    .filter((claim) => !isOurs(claim.migration) && present.has(`${claim.kind} ${claim.name}`))
    .map(({ kind, name }) => `${kind} ${name}`);
  const foreignSchemas = Object.entries(schemas)
    .filter(([name, migration]) => namespaces.has(name) && !isOurs(migration))
    .map(([name]) => `schema ${name}`);
  const extensions = { pg_cron: 'cron', pg_net: 'net', supabase_vault: 'vault' };
  return {
    applied,
    record: applied.size === 0 ? emptyRecord : await readRecord(sql),
    inTheWay: [...foreignSchemas, ...foreign.filter((name) => name !== bucket), ...(await foreignRole(sql))],
    hasForeignBucket: foreign.includes(bucket),
    missingExtensions: Object.entries(extensions)
      .filter(([, namespace]) => !namespaces.has(namespace))
      .map(([name]) => name),
    worker: await readWorker(sql, present, namespaces),
  };
}

/** None if the schema is missing or is somebody else's that is called the same. */
async function readApplied(sql: Sql): Promise<Set<string>> {
  const columns = await column(
    sql,
    `select column_name as name from information_schema.columns
     where table_schema = 'rollcall' and table_name = 'migrations' and column_name in ('name', 'checksum')`,
  );
  if (columns.length < 2) return new Set();
  const applied = new Set(await column(sql, 'select name::text from rollcall.migrations'));
  return applied.has(schemas['rollcall'] ?? '') ? applied : new Set();
}

/** Everything that is called like something of ours, as `kind name`. */
async function readPresent(sql: Sql, namespaces: ReadonlySet<string>): Promise<Set<string>> {
  const parts = [
    `select 'policy ' || policyname || ' on ' || schemaname || '.' || tablename as name from pg_policies
     where schemaname in ('storage', 'realtime') and policyname like 'rollcall%'`,
    `select 'relation ' || relnamespace::regnamespace || '.' || relname from pg_class
     where relnamespace = 'public'::regnamespace and relname like 'rollcall%'`,
    `select 'bucket ' || name from storage.buckets where 'rollcall' in (id, name)`,
    ...(namespaces.has('cron')
      ? [`select 'scheduled job ' || jobname from cron.job where jobname like 'rollcall%'`]
      : []),
    ...(namespaces.has('vault')
      ? [`select 'Vault secret ' || name from vault.secrets where name like 'rollcall%'`]
      : []),
  ];
  return new Set(await column(sql, parts.join(' union all ')));
}

/** Requests run as this role; one that may more than ours would let them do more. */
async function foreignRole(sql: Sql): Promise<string[]> {
  return await column(
    sql,
    `select 'role rollcall_user (it may log in or pass by row security)' as name from pg_roles
     where rolname = 'rollcall_user' and (rolcanlogin or rolsuper or rolbypassrls)`,
  );
}

async function readWorker(sql: Sql, present: ReadonlySet<string>, namespaces: ReadonlySet<string>) {
  const isScheduled = present.has('scheduled job rollcall-worker');
  if (!namespaces.has('vault')) return { url: null, secret: null, isScheduled };
  const rows = await sql.query<{ name: string; value: string }>(
    `select name, decrypted_secret as value from vault.decrypted_secrets
     where name in ('rollcall_project_url', 'rollcall_worker_secret')`,
  );
  const kept = new Map(rows.map(({ name, value }) => [name, value]));
  return {
    url: kept.get('rollcall_project_url') ?? null,
    secret: kept.get('rollcall_worker_secret') ?? null,
    isScheduled,
  };
}

const column = async (sql: Sql, text: string): Promise<string[]> =>
  (await sql.query<{ name: string }>(text)).map(({ name }) => name);
