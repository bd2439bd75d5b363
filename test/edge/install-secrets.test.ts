import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority } from './authority.ts';
import { eventually } from './build-project.ts';
import { createInstallProject, reference, type InstallProject } from './install-project.ts';
import { startPooler } from './pooler.ts';

async function setUp(): Promise<InstallProject> {
  const project = await createInstallProject();
  onTestFinished(() => project.close());
  return project;
}

test('the database’s certificate is checked by the installer and given to the functions', async () => {
  const project = await setUp();
  const [known, other] = [createAuthority(), createAuthority()];
  const pooler = await startPooler(project.db.connectionString, known.issue('127.0.0.1'));
  onTestFinished(() => pooler.close());
  await writeFile(project.envFile, `DATABASE_URL=${pooler.connectionString}\n`);
  await writeFile(join(project.checkout, 'other.crt'), other.ca);
  const refused = await project.run(['--database-ca', 'other.crt']);
  expect(refused.code).toBe(2);
  expect(refused.said).toMatch(/cannot be reached: .*(?:certificate|signature)/u);
  expect(project.api.changes).toEqual([]);

  await writeFile(join(project.checkout, 'supabase/functions/prod-ca-2021.crt'), known.ca);
  expect(await project.run()).toMatchObject({ code: 0 });
  const secret = project.api.secrets.get('ROLLCALL_DATABASE_CA') ?? '';
  expect(atob(secret).trim()).toBe(known.ca.trim());
  expect([...pooler.protocols]).toEqual(['TLSv1.3']);
  expect((await project.run()).said).toContain('Nothing to change.');
});

test('a signal in the middle leaves no file with secrets behind', async () => {
  const project = await setUp();
  const temporary = join(project.checkout, 'temporary');
  await mkdir(temporary);
  project.api.holdSecrets = true;
  const args = ['scripts/supabase-install.ts', '--project', reference, '--url', project.url];
  const child = spawn(process.execPath, args, {
    cwd: project.checkout,
    env: { ...project.env, TMPDIR: temporary },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const filesThere = async () =>
    (await readdir(temporary, { recursive: true })).filter((file) => file.endsWith('secrets.env'));
  await eventually(filesThere, (files) => files.length === 1);
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(await filesThere()).toEqual([]);
});
