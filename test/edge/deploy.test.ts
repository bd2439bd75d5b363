import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { fetchTool } from '../../scripts/fetch-tools.ts';
import { migrate } from '../../src/database/migrate.ts';
import { readMigrationFiles } from '../../src/database/migration-files.ts';
import { createTestDatabase } from '../integration/database.ts';
import { createProject, eventually, isOver, jobOf } from './build-project.ts';
import { functions, projectRoot } from './deno.ts';
import { startManagementApi } from './management-api.ts';
import { createSupabaseDatabase } from './supabase-database.ts';

const advisorSchema = z.object({ results: z.array(z.object({ name: z.string(), detail: z.string() })) });

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-deploy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The Supabase CLI as a user runs it, with nothing of this machine's own settings. */
async function supabase(home: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [fetchTool('supabase'), ...args], {
    cwd: projectRoot,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      SUPABASE_TELEMETRY_DISABLED: '1',
      SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}`,
    },
  });
  return stdout;
}

test('what `functions deploy` uploads is all that the functions need, and works on its own', async () => {
  const home = await temporaryFolder();
  const root = await temporaryFolder();
  const api = await startManagementApi(root);
  onTestFinished(() => api.close());
  const profile = join(home, 'profile.yaml');
  await writeFile(
    profile,
    `name: test\napi_url: ${api.url}\ndashboard_url: ${api.url}\nproject_host: localhost\n`,
  );
  const project = ['--remote=abcdefghijklmnopqrst', '--profile', profile, '--yes'];
  await supabase(home, 'functions', 'deploy', '--use-api', ...project);

  expect([...api.deployed.keys()].toSorted()).toEqual([...functions]);
  for (const { verify_jwt, files } of api.deployed.values()) {
    expect(verify_jwt).toBe(false);
    expect(files.filter((file) => /^test\/|\.test\.|\.env|\.sql$/u.test(file))).toEqual([]);
  }
  const elsewhere = await createProject({
    wallClockMs: 60_000,
    root,
    secrets: { OPENAI_API_KEY: 'sk-test' },
  });
  onTestFinished(() => elsewhere.close());
  const photoIds = await elsewhere.addPhotos(3);
  const { status, body } = await elsewhere.ask('batch-ai-analysis', '', {
    method: 'POST',
    json: { photoIds },
  });
  expect(status).toBe(202);
  const job = await eventually(() => jobOf(elsewhere, body.jobId), isOver);
  expect(job).toMatchObject({ status: 'completed', succeeded: 3 });
});

test('`db push` applies the same migrations, and our own migrator takes them over as they are', async () => {
  const home = await temporaryFolder();
  const db = await createTestDatabase({ empty: true });
  onTestFinished(() => db.close());
  await db.database.query(await readFile(join(import.meta.dirname, 'supabase-shim.sql'), 'utf8'));
  await supabase(home, 'db', 'push', `--remote=${db.connectionString}?sslmode=disable`, '--yes');
  const files = await readMigrationFiles(join(projectRoot, 'supabase/migrations'));
  const applied = await db.database.query<{ name: string }>(
    'select name from rollcall.migrations order by name',
  );
  expect(applied.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  expect(await migrate({ database: db.database, files, logger: { info: () => {} } })).toEqual([]);
});

test('`db advisors` warns of nothing', async () => {
  const home = await temporaryFolder();
  const db = await createSupabaseDatabase();
  onTestFinished(() => db.close());
  const remote = `--remote=${db.connectionString}?sslmode=disable`;
  const warnings = async () => {
    const said = await supabase(home, 'db', 'advisors', remote, '--level=warn', '--output-format=json');
    return advisorSchema.parse(JSON.parse(said)).results.map(({ name, detail }) => `${name}: ${detail}`);
  };
  expect(await warnings()).toEqual([]);
  // It does look: a function of ours without a search path would be found.
  await db.database.query('alter function rollcall.owner_id() reset search_path');
  expect(await warnings()).toEqual([expect.stringContaining('rollcall.owner_id')]);
});
