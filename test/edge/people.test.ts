import { afterAll, beforeAll, expect, test } from 'vitest';
import { ana, ben, createProject, eventually, jobOf, type Project } from './build-project.ts';

let project: Project;

beforeAll(async () => {
  project = await createProject({
    wallClockMs: 60_000,
    secrets: {
      OPENAI_API_KEY: 'sk-test',
      ROLLCALL_MODEL: 'gpt-6-luna',
      ROLLCALL_ALLOWED: '@studio.example',
      ROLLCALL_MONTHLY_LIMIT_USD: '0.001',
      ROLLCALL_CONCURRENCY: '2',
    },
  });
});
afterAll(() => project?.close());

const read = async (path: string, token: string) => {
  const answer = await project.platform.call('rollcall-api', path, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: answer.status, body: await answer.json() };
};

test('only those whom the project invites are let in', async () => {
  const { token } = project.platform;
  const eve = await token(ben, { email: 'eve@evil-studio.example' });
  expect(await read('/api/v1/photos', eve)).toMatchObject({ status: 403, body: { code: 'not_invited' } });
  expect(await read('/api/v1/photos', await token(ben))).toMatchObject({ status: 403 });
  const invited = await token(ana, { email: 'ana@studio.example' });
  expect(await read('/api/v1/spending', invited)).toMatchObject({
    status: 200,
    body: { limit: { usd: 0.001, of: 'operator' }, capUsd: 0.001 },
  });
});

test('a job pauses at what the project lets a person spend in a month', async () => {
  const photoIds = await project.addPhotos(40);
  const token = await project.platform.token(ana, { email: 'ana@studio.example' });
  const started = await project.platform.call('batch-ai-analysis', '', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds }),
  });
  const { jobId } = await started.json();
  await eventually(
    () => jobOf(project, jobId),
    (job) => job.status === 'paused',
  );
  const { body } = await read(`/api/v1/jobs/${jobId}`, token);
  expect(body).toMatchObject({
    reason: 'budget_reached',
    limitReached: { of: 'operator', usd: 0.001 },
    total: 40,
    failed: 0,
  });
  expect(body.cost.usd).toBeGreaterThanOrEqual(0.001);
  expect(body.cost.usd).toBeLessThan(0.0015);
});
