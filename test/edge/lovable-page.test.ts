import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RollcallClient } from '../../web/client.ts';
import { ana, createProject, isOver, jobOf, type Project } from './build-project.ts';
import type { supabase } from './lovable-client.ts';

interface OwnPage {
  readonly rollcall: RollcallClient;
  renameWithAi(
    photoIds: string[],
    onProgress: (percent: number) => void,
  ): ReturnType<RollcallClient['watchJob']>;
  readonly supabase: typeof supabase;
}

const root = join(import.meta.dirname, '../..');
let folder: string;
let project: Project;
let page: OwnPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-lovable-'));
  project = await createProject({
    wallClockMs: 120_000,
    simulator: { latencyMs: 300 },
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '2' },
  });
  page = await buildOwnPage();
});

afterAll(async () => {
  await project?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The example of the documents, bundled as a page of somebody's own bundles it. */
async function buildOwnPage(): Promise<OwnPage> {
  const client = join(import.meta.dirname, 'lovable-client.ts');
  const entry = join(folder, 'entry.ts');
  await writeFile(
    entry,
    `export * from '${root}/docs/examples/lovable-page.ts'; export { supabase } from '${client}';`,
  );
  const variables = {
    VITE_SUPABASE_URL: project.platform.url,
    VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_the_test_project',
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  await writeFile(join(folder, '.env'), lines.join('\n'));
  await build({
    configFile: false,
    root,
    envDir: folder,
    publicDir: false,
    logLevel: 'error',
    resolve: {
      alias: {
        '@/lib/rollcall-client': join(root, 'web/client.ts'),
        '@/integrations/supabase/client': client,
      },
    },
    define: { PROJECT: JSON.stringify(variables) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      lib: { entry, formats: ['es'], fileName: () => 'page.mjs' },
    },
  });
  return (await import(pathToFileURL(join(folder, 'page.mjs')).href)) as OwnPage;
}

test('the twenty lines of the documents start a job, follow it live, and can do the rest', async () => {
  const { auth } = project.platform;
  auth.invite('ana@example.com', ana);
  await page.supabase.auth.signInWithOtp({ email: 'ana@example.com', options: { shouldCreateUser: false } });
  const token = auth.codeFor('ana@example.com') ?? '';
  await page.supabase.auth.verifyOtp({ email: 'ana@example.com', token, type: 'email' });

  const photoIds = await project.addPhotos(12);
  const seen: number[] = [];
  const job = await page.renameWithAi(photoIds, (percent) => seen.push(percent));
  expect(job).toMatchObject({ status: 'completed', succeeded: 12 });
  expect(isOver(await jobOf(project, job.id))).toBe(true);
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(100);
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  expect(project.platform.realtime.told.sent).toBeGreaterThan(0);

  const [first = ''] = photoIds;
  const rename = await page.rollcall.applyRename({ entries: [{ photoId: first, name: 'Our garden' }] });
  expect((await page.rollcall.getPhoto(first)).name).toMatch(/^Our garden\.jpe?g$/iu);
  await page.rollcall.undo(rename.id);
  expect((await page.rollcall.getPhoto(first)).name).not.toMatch(/^Our garden/u);
});

test('a job is paused, taken up again and canceled through it', async () => {
  const { rollcall } = page;
  const { jobId } = await rollcall.startBatch(await project.addPhotos(8), {}, crypto.randomUUID());
  expect(await rollcall.pause(jobId)).toMatchObject({ status: 'paused', reason: 'user' });
  expect((await rollcall.resume(jobId)).status).toMatch(/pending|processing/u);
  expect((await rollcall.cancel(jobId)).status).toBe('canceled');
  expect(await rollcall.watchJob(jobId, () => {})).toMatchObject({ status: 'canceled' });
});
