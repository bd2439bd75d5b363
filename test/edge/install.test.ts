import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { claims } from '../../scripts/supabase-install/claims.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import { readCatalogue } from './catalogue.ts';
import { functions, projectRoot } from './deno.ts';
import { startPooler } from './pooler.ts';
import { createInstallProject, modelKey, reference, type InstallProject } from './install-project.ts';

const databaseFile = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');
const uninstall = () => readFile(join(projectRoot, 'supabase/uninstall.sql'), 'utf8');

async function emptyProject(secrets?: readonly string[]): Promise<InstallProject> {
  const project = await createInstallProject(secrets);
  onTestFinished(() => project.close());
  return project;
}

const ownCode = `// The app's own.\nDeno.serve(() => new Response('\u001b[2Jmine'));\n${'// more\n'.repeat(20)}`;

/** One that has an app of its own in it, with a function and a secret called like Rollcall's. */
async function projectWithAnApp(): Promise<InstallProject> {
  const project = await emptyProject();
  await project.db.database.query(await databaseFile('own-app.sql'));
  project.api.addFunction('batch-ai-analysis', ownCode);
  project.api.addFunction('send-mail', 'Deno.serve(() => new Response())');
  project.api.secrets.set('MAIL_KEY', 'mail');
  return project;
}

async function appliedMigrations({ db }: InstallProject): Promise<string[]> {
  const rows = await db.database.query<{ name: string }>(
    'select name from rollcall.migrations order by name',
  );
  return rows.map(({ name }) => name);
}

const migrationNames = async ({ checkout }: InstallProject) =>
  (await readMigrationFiles(join(checkout, 'supabase/migrations'))).map(({ name }) => name);

/** What is in the one and not in the other. */
const without = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  [...one].filter((line) => !other.has(line));

test('an empty project gets everything by the command as it is typed, and no secret is shown', async () => {
  const project = await emptyProject();
  const args = ['scripts/supabase-install.ts', '--project', reference, '--url', project.url];
  const where = { cwd: project.checkout, env: project.env };
  const { stdout } = await promisify(execFile)(process.execPath, args, where);

  expect(await appliedMigrations(project)).toEqual(await migrationNames(project));
  expect([...project.api.deployed.keys()].toSorted()).toEqual([...functions]);
  const { secrets } = project.api;
  expect([...secrets.keys()].toSorted()).toEqual([
    'DATABASE_URL',
    'OPENAI_API_KEY',
    'ROLLCALL_WORKER_SECRET',
  ]);
  const workerSecret = secrets.get('ROLLCALL_WORKER_SECRET') ?? '';
  expect(await readFile(project.envFile, 'utf8')).toContain(`\nROLLCALL_WORKER_SECRET=${workerSecret}\n`);
  expect((await stat(project.envFile)).mode & 0o777).toBe(0o600);
  const kept = await project.db.database.query(
    'select name, decrypted_secret as value from vault.decrypted_secrets order by name',
  );
  expect(kept).toEqual([
    { name: 'rollcall_project_url', value: project.url },
    { name: 'rollcall_worker_secret', value: workerSecret },
  ]);
  expect(stdout).toContain(`Rollcall is at ${project.url}/functions/v1/rollcall-api`);
  expect(stdout).toContain('Sign-ups are closed in this project');
  for (const secret of [modelKey, workerSecret, project.db.connectionString])
    expect(stdout).not.toContain(secret);
});

test('a second run finds nothing to change and changes nothing, also behind a transaction pooler', async () => {
  const project = await emptyProject();
  const pooler = await startPooler(project.db.connectionString);
  onTestFinished(() => pooler.close());
  await writeFile(project.envFile, `DATABASE_URL=${pooler.connectionString}\n`);
  expect((await project.run()).code).toBe(0);
  const before = await readCatalogue(project.db.database);
  const changes = project.api.changes.length;
  const again = await project.run();
  expect(again).toMatchObject({ code: 0, asked: [] });
  expect(again.said).toContain('Nothing to change.');
  expect(project.api.changes).toHaveLength(changes);
  expect(await readCatalogue(project.db.database)).toEqual(before);

  await writeFile(project.envFile, `${await readFile(project.envFile, 'utf8')}ROLLCALL_CONCURRENCY=4\n`);
  const { said } = await project.run();
  expect(said).toContain('secrets set (ROLLCALL_CONCURRENCY)');
  expect(said).not.toContain('deployed');
});

test('a project with an app of its own is left as it is until somebody says yes to each thing replaced', async () => {
  const project = await projectWithAnApp();
  project.api.secrets.set('OPENAI_API_KEY', 'sk-of-the-app');
  const before = await readCatalogue(project.db.database);
  for (const args of [
    ['--yes', '--replace', 'OPENAI_API_KEY'],
    ['--yes', '--replace', 'batch-ai-analysis'],
  ]) {
    const { code, said } = await project.run(args);
    expect([args, code]).toEqual([args, 2]);
    expect(said).toContain('Nothing was changed.');
  }
  const { said: all } = await project.run(['--yes']);
  expect(all).toContain(
    '\n  function batch-ai-analysis: --replace batch-ai-analysis or --keep batch-ai-analysis\n',
  );
  expect(all).toContain('\n  secret OPENAI_API_KEY: --replace OPENAI_API_KEY or --keep OPENAI_API_KEY\n');
  const refused = await project.run([], { answers: ['no'] });
  expect(refused).toMatchObject({ code: 2, asked: [expect.stringContaining('batch-ai-analysis')] });
  expect(refused.said).toContain('version 1, deployed 2026-02-03 04:05 UTC');
  expect(refused.said).toContain("│ Deno.serve(() => new Response('[2Jmine'));");
  expect(refused.said).toContain('… 11 more lines');

  expect(project.api.changes).toEqual([]);
  expect(await readCatalogue(project.db.database)).toEqual(before);
  expect(await readFile(project.envFile, 'utf8')).not.toContain('ROLLCALL_WORKER_SECRET');
});

test('once installed, nothing foreign is another; taken out again, the project is as it was', async () => {
  const project = await projectWithAnApp();
  const { database } = project.db;
  const before = await readCatalogue(database);
  const { code, said, asked } = await project.run([], { answers: ['yes'] });
  expect([code, asked.length]).toEqual([0, 1]);
  expect(said).toContain('functions deployed (batch-ai-analysis, rollcall-api, rollcall-worker');
  const kept = join(project.checkout, 'data/replaced-functions/batch-ai-analysis-v1');
  const file = (await readdir(kept, { recursive: true })).find((name) => name.endsWith('index.ts'));
  expect(await readFile(join(kept, file ?? ''), 'utf8')).toBe(ownCode);
  expect(project.api.versions.get('send-mail')).toBe(1);
  expect(project.api.secrets.get('MAIL_KEY')).toBe('mail');

  const after = await readCatalogue(database);
  expect(without(before, after)).toEqual([]);
  const added = without(after, before);
  const name = (claim: string) => claim.replace(/ on .*/u, '');
  for (const { kind, name: full } of claims)
    expect([kind, full, added.some((line) => line.includes(name(full)))]).toEqual([kind, full, true]);
  // The other way round: whatever the migrations make out there, the installer looks for first.
  const isKnown = (line: string) => claims.some((claim) => line.includes(name(claim.name)));
  expect(added.filter((line) => !isKnown(line))).toEqual([]);

  expect((await project.run()).said).toContain('Nothing to change.');
  await database.query(await uninstall());
  const gone = await readCatalogue(database);
  expect([without(before, gone), without(gone, before)]).toEqual([[], []]);
  await expect(database.query(await uninstall())).rejects.toThrow(/not in this project/u);
});

test('a project may keep its own batch-ai-analysis, and its own key', async () => {
  const project = await projectWithAnApp();
  project.api.secrets.set('OPENAI_API_KEY', 'sk-of-the-app');
  const { code, said } = await project.run(['--keep-batch-ai-analysis'], { answers: ['keep'] });
  expect(code).toBe(0);
  expect(said).toContain('VITE_ROLLCALL_START_FUNCTION=rollcall-api/api/v1/jobs');
  expect([...project.api.deployed.keys()]).toContain('rollcall-api');
  expect([...project.api.deployed.keys()]).not.toContain('batch-ai-analysis');
  expect(project.api.versions.get('batch-ai-analysis')).toBe(1);
  expect(project.api.secrets.get('OPENAI_API_KEY')).toBe('sk-of-the-app');
  const again = await project.run();
  expect(again).toMatchObject({ code: 0, asked: [] });
  expect(again.said).toContain('Nothing to change.');
  expect(again.said).toContain('batch-ai-analysis stays as it is, as you said before');

  const { said: other } = await project.run(['--replace', 'batch-ai-analysis']);
  expect(other).toContain('functions deployed (batch-ai-analysis)');
  expect(project.api.secrets.get('OPENAI_API_KEY')).toBe('sk-of-the-app');
  expect((await project.run()).said).toContain('Nothing to change.');
});

test('Rollcall’s own functions are known without a record, and what somebody deploys over them is asked about', async () => {
  const project = await emptyProject();
  await project.run();
  await project.db.database.query('comment on schema rollcall is null');
  expect(await project.run()).toMatchObject({ code: 0, asked: [] });
  project.api.addFunction('batch-ai-analysis', ownCode);
  expect(await project.run()).toMatchObject({ code: 2 });
  const { code, said } = await project.run(['--replace', 'batch-ai-analysis']);
  expect(code).toBe(0);
  expect(said).toContain('functions deployed (batch-ai-analysis)');
});

test('whatever has the name of something of ours and is not ours is named, all at once, and nothing is changed', async () => {
  const project = await emptyProject();
  const { database } = project.db;
  await database.query(`
    create schema rollcall; create table rollcall.migrations (name text);
    create schema pgboss; create table pgboss.job (id int);
    create view public.rollcall_jobs as select 1 as mine;
    create policy rollcall_upload on storage.objects for insert to authenticated with check (false);
    create policy rollcall_own_topic on realtime.messages for select to authenticated using (false);
    select cron.schedule('rollcall-worker', '0 0 * * *', 'select 1');
    select vault.create_secret('mine', 'rollcall_worker_secret');
  `);
  const before = await readCatalogue(database);
  const { code, said } = await project.run(['--yes', '--keep', 'rollcall']);
  expect(code).toBe(2);
  for (const one of [
    'schema rollcall',
    'schema pgboss',
    'relation public.rollcall_jobs',
    'policy rollcall_upload on storage.objects',
    'policy rollcall_own_topic on realtime.messages',
    'scheduled job rollcall-worker',
    'Vault secret rollcall_worker_secret',
  ])
    expect(said).toContain(`\n  ${one}\n`);
  expect(project.api.changes).toEqual([]);
  expect(await readCatalogue(database)).toEqual(before);
});

test('a bucket of the name is used only if somebody says that it may be', async () => {
  const project = await emptyProject();
  await project.db.database.query(
    `insert into storage.buckets (id, name, public) values ('rollcall', 'rollcall', false)`,
  );
  const stopped = await project.run();
  expect(stopped.code).toBe(2);
  expect(stopped.said).toContain('\n  bucket rollcall\n');
  expect((await project.run(['--keep', 'rollcall', '--dry-run'])).code).toBe(0);
});

test('a run that breaks off after the migrations says what is done; the next one goes on from there', async () => {
  const project = await emptyProject();
  project.api.failDeployments(400);
  const broken = await project.run();
  expect(broken.code).toBe(1);
  expect(broken.said).toMatch(
    /Done so far: \d+ of \d+ migrations applied, .*secrets set .*Running the same again/u,
  );
  expect(broken.said).not.toContain(modelKey);
  expect(broken.said).not.toContain('Uploading asset');
  expect(broken.said).toContain('unexpected deploy status 400');
  project.api.failDeployments(null);
  const { code, said } = await project.run();
  expect(code).toBe(0);
  expect(said).not.toContain('migrations applied');
  expect(said).not.toContain('secrets set');
  expect((await project.run()).said).toContain('Nothing to change.');
  // What the broken run set is Rollcall's own: another key is no reason to ask.
  const file = await readFile(project.envFile, 'utf8');
  await writeFile(project.envFile, file.replace(modelKey, 'sk-another-key'));
  expect(await project.run()).toMatchObject({ code: 0, asked: [] });
  expect(project.api.secrets.get('OPENAI_API_KEY')).toBe('sk-another-key');
});

test('a dry run says what would be done and does nothing', async () => {
  const project = await projectWithAnApp();
  const before = await readCatalogue(project.db.database);
  const { code, said } = await project.run(['--dry-run', '--replace', 'batch-ai-analysis']);
  expect(code).toBe(0);
  expect(said).toMatch(/would apply the migrations .*20261124000100_roles_and_owners/u);
  expect(said).toContain('would replace by that the project’s own batch-ai-analysis');
  expect(project.api.changes).toEqual([]);
  expect(await readCatalogue(project.db.database)).toEqual(before);
  expect(await readFile(project.envFile, 'utf8')).not.toContain('ROLLCALL_WORKER_SECRET');
});

test('missing extensions are named before anything is changed', async () => {
  const project = await emptyProject();
  await project.db.database.query('alter schema net rename to net_away');
  const { code, said } = await project.run();
  expect(code).toBe(2);
  expect(said).toContain('pg_net: enable them in the dashboard');
  const answered = await project.run([], { answers: ['no'] });
  expect(answered).toMatchObject({ code: 2, asked: [expect.stringContaining('pg_net')] });
  expect(project.api.changes).toEqual([]);
});

test('open sign-ups, and functions that do not answer, are said and not mended', async () => {
  const project = await emptyProject();
  project.api.signUpsAreOpen = true;
  const { code, said } = await project.run([], { url: 'http://127.0.0.1:9' });
  expect(code).toBe(1);
  expect(said).toContain('Sign-ups are open in this project');
  expect(said).toContain('does not say that it is ready');
  expect(project.api.changes.filter((one) => one.includes('/config/'))).toEqual([]);
});

test('who is not signed in hears how to, before anything is changed', async () => {
  const project = await emptyProject();
  const args = ['scripts/supabase-install.ts', '--project', reference];
  const { SUPABASE_ACCESS_TOKEN: _, ...env } = project.env;
  const run = promisify(execFile)(process.execPath, args, { cwd: project.checkout, env });
  await expect(run).rejects.toMatchObject({
    code: 2,
    stdout: expect.stringContaining('Nobody is signed in: run `npx supabase@3.1.0 login`'),
  });
  const found = await project.db.database.query(`select from pg_namespace where nspname = 'rollcall'`);
  expect(found).toEqual([]);
});
