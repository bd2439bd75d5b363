import { execFile } from 'node:child_process';
import { appendFile, cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createProject, eventually, isOver, jobOf, nameLedger } from './build-project.ts';
import { projectRoot } from './deno.ts';
import { createInstallProject } from './install-project.ts';

test('what the installer put into an empty project type-checks on its own, and names photos', async () => {
  const project = await createInstallProject();
  onTestFinished(() => project.close());
  const running = await createProject({
    wallClockMs: 60_000,
    root: project.uploaded,
    db: project.db,
    secrets: { OPENAI_API_KEY: 'sk-test' },
    async install(platform) {
      await appendFile(project.envFile, `ROLLCALL_WORKER_SECRET="${platform.workerSecret}"\n`);
      const { code, said } = await project.run([], { url: platform.url });
      expect(said).toContain('✓ ready');
      expect(code).toBe(0);
    },
  });
  onTestFinished(() => running.close());

  await expectToTypeCheck(project.uploaded);
  const photoIds = await running.addPhotos(3);
  const started = await running.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
  expect(started.status).toBe(202);
  const job = await eventually(() => jobOf(running, started.body.jobId), isOver);
  expect(job).toMatchObject({ status: 'completed', succeeded: 3 });
  expect(await nameLedger(running)).toMatchObject({ named: 3, names: 3, lost: 0 });
});

/** By what this checkout is checked with; the compiler inside Deno 2.1.4 is an older one. */
async function expectToTypeCheck(uploaded: string): Promise<void> {
  for (const file of [
    'package.json',
    'tsconfig.json',
    'supabase/functions/tsconfig.json',
    'supabase/functions/_shared/platform.d.ts',
  ])
    await cp(join(projectRoot, file), join(uploaded, file));
  await symlink(join(projectRoot, 'node_modules'), join(uploaded, 'node_modules'), 'junction');
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', 'supabase/functions', '--pretty', 'false'];
  const checked = promisify(execFile)(process.execPath, args, { cwd: uploaded });
  // It says on its standard output what it found.
  const { stdout } = await checked.catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
}
