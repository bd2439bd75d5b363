import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createAuthority } from './authority.ts';
import {
  createProject,
  eventually,
  isOver,
  jobOf,
  nameLedger,
  type ProjectOptions,
} from './build-project.ts';
import { denoEnvironment, functionFolder, projectRoot } from './deno.ts';
import { startSchedule } from './schedule.ts';

const authority = createAuthority();

/** One whose database lets nobody in who is not encrypted. */
async function setUp(secrets: Readonly<Record<string, string>>, more: Partial<ProjectOptions> = {}) {
  const project = await createProject({
    wallClockMs: 60_000,
    certificate: authority.issue('127.0.0.1'),
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '4', ...secrets },
    ...more,
  });
  onTestFinished(() => project.close());
  return project;
}

test('a project that enforces encryption is served with its certificate, also when the database restarts', async () => {
  const project = await setUp(
    { ROLLCALL_DATABASE_CA: btoa(authority.ca) },
    { simulator: { latencyMs: 200 } },
  );
  const schedule = startSchedule(project.db.database, { everyMs: 1000 });
  onTestFinished(() => schedule.stop());
  const photoIds = await project.addPhotos(60);
  const { body } = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
  for (const named of [10, 30]) {
    await eventually(
      () => jobOf(project, body.jobId),
      ({ succeeded }) => succeeded >= named,
    );
    await project.pooler.restart(700);
  }
  const job = await eventually(() => jobOf(project, body.jobId), isOver);
  expect(job).toMatchObject({ status: 'completed', succeeded: 60, failed: 0 });
  expect(await nameLedger(project)).toMatchObject({ named: 60, names: 60, entries: 60, held: 0 });
  expect([...project.pooler.protocols]).toEqual(['TLSv1.3']);
});

test.for([
  ['no certificate', {}],
  ['the certificate of somebody else', { ROLLCALL_DATABASE_CA: createAuthority().ca }],
] as const)('with %s it answers that it is not ready', async ([, secrets]) => {
  const project = await setUp(secrets);
  const answer = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds: [] } });
  expect(answer).toMatchObject({ status: 503, body: { code: 'not_ready' } });
  expect(await project.ask('rollcall-api', '/readyz')).toMatchObject({ status: 503 });
});

test('an encrypted connection that is cut in the middle of a question is replaced, and closing ends', async () => {
  const project = await setUp({});
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-encrypted-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'connect.js');
  await writeFile(
    script,
    `import { createPostgres } from ${JSON.stringify(pathToFileURL(join(projectRoot, 'src/database/postgres.ts')).href)};
    const [connectionString, ca] = Deno.args;
    const database = createPostgres({ connectionString, ca, max: 1, prepare: false, onError: () => {} });
    const ask = (tries) =>
      database.query('select 2 as n').catch((error) => {
        if (tries === 0) throw error;
        return ask(tries - 1);
      });
    // The second waits for the only connection, which the first has.
    const [[cut, cutAt], [again]] = await Promise.all([
      database.query('select pg_sleep(60)').catch((error) => [error.name, Date.now()]),
      ask(50),
    ]);
    const againAt = Date.now();
    await database.close();
    console.log(JSON.stringify({ cut, again, soon: againAt - cutAt < 3000, closed: Date.now() - againAt < 1000 }));`,
  );
  const config = join(functionFolder('rollcall-worker'), 'deno.json');
  const flags = ['--allow-net', '--allow-env', '--allow-read', '--no-lock', '--no-check', '--cached-only'];
  const args = ['run', ...flags, '--config', config, script, project.pooler.connectionString, authority.ca];
  const running = promisify(execFile)(inject('deno'), args, {
    env: { ...process.env, ...denoEnvironment },
    timeout: 20_000,
  });
  const asleep = () =>
    project.db.database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
    );
  await eventually(asleep, (found) => found.length === 1);
  await project.pooler.restart(0);
  const { stdout } = await running;
  expect(JSON.parse(stdout)).toEqual({ cut: 'DatabaseError', again: { n: 2 }, soon: true, closed: true });
});
