import { join, resolve } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { migrate, type MigrationFile } from '../../src/database/migrate.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import { createPostgres } from '../../src/database/postgres.ts';
import { DatabaseError, type Database } from '../../src/database/sql.ts';
import { readDatabaseAddress, type DatabaseAddresses } from './database-address.ts';
import { lookAtDatabase } from './look-at-database.ts';
import { hashSources, lookAtFunctions, readSlugs } from './look-at-functions.ts';
import { waitUntilReady, whatToDoNext } from './after-install.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { InstallOptions } from './options.ts';
import { makePlan, type Plan } from './plan.ts';
import type { ProjectApi } from './project-api.ts';
import { writeRecord, type InstallRecord } from './record.ts';
import { keepWorkerSecret, readSecretsFile, type SecretsFile } from './secrets-file.ts';
import { keepReplaced } from './show-function.ts';
import { Stop } from './stop.ts';

export interface InstallDependencies {
  readonly options: InstallOptions;
  /** The checkout. */
  readonly root: string;
  /** Where the code of functions that are replaced is kept. */
  readonly dataFolder: string;
  readonly project: ProjectApi;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly print: (line: string) => void;
  readonly ask: (question: string) => Promise<string | null>;
  /** Whether anybody can sign up in the project; null where that cannot be asked. */
  readonly signUpsAreOpen: () => Promise<boolean | null>;
}

/**
 * Looks at everything first, decides, and only then changes something: migrations, secrets, functions, schedule, each
 * of them harmless to do again. Answers the exit code: 0 installed, 1 failed on the way, 2 stopped before any change.
 */
export async function install(given: InstallDependencies): Promise<number> {
  const told = { hide: (text: string): string => text };
  const print = (line: string) => given.print(told.hide(line));
  const progress: Progress = { isChanging: false, done: [] };
  try {
    const file = readSecretsFile(resolve(given.root, given.options.envFile), {
      ...given.options,
      root: given.root,
    });
    told.hide = hideSecrets(file);
    return await installWith({ ...given, print }, file, progress);
  } catch (error) {
    print(`\n${messageOf(error)}`);
    if (!progress.isChanging) {
      if (!(error instanceof Stop)) print('Nothing was changed.');
      return error instanceof Stop ? 2 : 1;
    }
    print(
      `Done so far: ${progress.done.join(', ') || 'nothing'}. Running the same again goes on from there.`,
    );
    return 1;
  }
}

interface Progress {
  isChanging: boolean;
  /** What has been done, for the case that the rest fails. */
  readonly done: string[];
}

async function installWith(
  given: InstallDependencies,
  file: SecretsFile,
  progress: Progress,
): Promise<number> {
  const { options, print } = given;
  const addresses = readDatabaseAddress(file.databaseUrl, options.project);
  print(`Rollcall → project ${options.project}`);
  if (addresses.note !== null) print(addresses.note);
  if (file.leftOut.length > 0)
    print(`Not Rollcall’s, so left in ${options.envFile}: ${file.leftOut.join(', ')}`);
  const database = createPostgres({
    connectionString: addresses.installing,
    ...(file.databaseCa === null ? {} : { ca: file.databaseCa }),
    prepare: false,
    max: 2,
    applicationName: 'rollcall-install',
    onError: () => {},
  });
  try {
    await connect(database);
    return await lookAndDo({ ...given, database, file, addresses, progress });
  } finally {
    await database.close();
  }
}

interface Install extends InstallDependencies {
  readonly database: Database;
  readonly file: SecretsFile;
  readonly addresses: DatabaseAddresses;
  readonly progress: Progress;
}

async function lookAndDo(work: Install): Promise<number> {
  const { options, root, project, database, file, addresses, print } = work;
  const files = await readMigrationFiles(join(root, 'supabase/migrations'));
  const sources = await hashSources(root);
  const secrets = new Map([...file.secrets, ['DATABASE_URL', addresses.functions]]);
  const found = await lookAtDatabase(database);
  const slugs = await readSlugs(root);
  const [functions, projectSecrets] = await Promise.all([
    lookAtFunctions({ project, record: found.record, slugs, sources }),
    project.secrets(),
  ]);
  const plan = await makePlan({
    ...work,
    database: found,
    migrations: files.map(({ name }) => name),
    functions,
    projectSecrets,
    secrets,
    workerSecret: file.workerSecret,
  });
  const steps = describe(plan);
  if (steps.length === 0) print('Nothing to change.');
  if (options.dryRun) {
    for (const step of steps) print(`  would ${step}`);
    print('Nothing was changed: this was a dry run.');
    return 0;
  }
  work.progress.isChanging = true;
  await enableExtensions(work, plan);
  await applyMigrations(work, plan, files);
  const remembered = await rememberKept(work, plan, found.record);
  const record = await setSecrets(work, { plan, secrets, record: remembered });
  await deploy(work, { plan, record, sources });
  if (plan.connectWorker) {
    await database.query('select rollcall.connect_worker($1, $2)', [options.url, file.workerSecret]);
    tell(work, 'the schedule knows its worker');
  }
  return await finish(work, plan);
}

async function enableExtensions({ database, ...work }: Install, plan: Plan): Promise<void> {
  for (const extension of plan.extensions) {
    // Names of our own list, not anybody's input.
    await database.query(`create extension if not exists ${extension}`);
    tell(work, `extension ${extension} enabled`);
  }
}

async function applyMigrations(work: Install, plan: Plan, files: readonly MigrationFile[]): Promise<void> {
  // Also when none is missing: it compares what was applied with what is here.
  const logger = { info: () => void (applied += 1) };
  let applied = 0;
  try {
    await migrate({ database: work.database, files, logger });
  } finally {
    if (applied > 0) tell(work, `${applied} of ${plan.migrations.length} migrations applied`);
  }
}

/** Nobody is asked twice about what shall stay. */
async function rememberKept(work: Install, { kept }: Plan, record: InstallRecord): Promise<InstallRecord> {
  if (kept.join() === record.kept.join()) return record;
  const written = { ...record, kept };
  await writeRecord(work.database, written);
  return written;
}

/** Answers the record as it is now: a run that breaks off later must still know these secrets for its own. */
async function setSecrets(
  work: Install,
  { plan, secrets, record }: { plan: Plan; secrets: ReadonlyMap<string, string>; record: InstallRecord },
): Promise<InstallRecord> {
  const { database, file, project, root, options } = work;
  if (file.isNewWorkerSecret) {
    keepWorkerSecret(resolve(root, options.envFile), file.workerSecret);
    tell(work, `ROLLCALL_WORKER_SECRET made and put into ${options.envFile}`);
  }
  if (plan.secrets.length === 0) return record;
  await project.setSecrets(new Map([...secrets].filter(([name]) => plan.secrets.includes(name))));
  const names = new Set([...record.secrets, ...plan.secrets]);
  const written = { ...record, secrets: [...names].toSorted() };
  await writeRecord(database, written);
  tell(work, `secrets set (${plan.secrets.join(', ')})`);
  return written;
}

async function deploy(
  work: Install,
  { plan, record, sources }: { plan: Plan; record: InstallRecord; sources: string },
): Promise<void> {
  const { database, project, print } = work;
  for (const one of plan.replace) {
    if (one.is !== 'foreign') continue;
    const folder = await keepReplaced(work.dataFolder, one.deployed, one.files);
    if (folder !== null) print(`  The code of ${one.slug} is kept in ${folder}`);
  }
  if (plan.deploy.length === 0) return;
  print(`… deploying ${plan.deploy.length} ${plan.deploy.length === 1 ? 'function' : 'functions'}`);
  await project.deploy(plan.deploy);
  tell(work, `functions deployed (${plan.deploy.join(', ')})`);
  const known: InstallRecord['functions'] = { ...record.functions };
  for (const { slug, version } of await project.functions()) {
    if (plan.deploy.includes(slug)) known[slug] = { version, sources };
  }
  await writeRecord(database, { ...record, functions: known });
}

async function finish(work: Install, { leavesStart }: Plan): Promise<number> {
  const { options, print, file } = work;
  const problem = await waitUntilReady(work, options.url);
  print('');
  print(`Rollcall is at ${options.url}/functions/v1/rollcall-api`);
  for (const line of await whatToDoNext({ ...work, leavesStart })) print(line);
  if (problem === null) return 0;
  print('');
  print(problem);
  if (file.databaseCa === null)
    print('If the project enforces SSL, the functions need its certificate: --database-ca <file>');
  return 1;
}

/** In the order in which it is done. */
function describe(plan: Plan): string[] {
  const each = (names: readonly string[], what: string) =>
    names.length === 0 ? [] : [`${what} ${names.join(', ')}`];
  return [
    ...each(plan.extensions, 'enable the extensions'),
    ...each(plan.migrations, 'apply the migrations'),
    ...each(plan.secrets, 'set the secrets'),
    ...each(plan.deploy, 'deploy the functions'),
    ...each(
      plan.replace.map(({ slug }) => slug),
      'replace by that the project’s own',
    ),
    ...(plan.connectWorker ? ['tell the schedule its worker'] : []),
  ];
}

function tell(work: Pick<Install, 'progress' | 'print'>, what: string): void {
  work.progress.done.push(what);
  work.print(`✓ ${what}`);
}

async function connect(database: Database): Promise<void> {
  try {
    await database.query('select 1');
  } catch (error) {
    throw new Stop(
      [
        `The database cannot be reached: ${messageOf(error)}`,
        'A wrong password is set anew in the dashboard (Database → Settings). Addresses like db.<reference>.supabase.co',
        'answer over IPv6 only: take the pooler’s (Connect → Transaction pooler). Nothing was changed.',
      ].join('\n'),
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  if (error instanceof DatabaseError && error.message === '' && error.code !== null) return error.code;
  return error instanceof Error ? error.message : String(error);
}
