import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../integration/database.ts';
import { createProject, eventually, isOver, jobOf, nameLedger, type Project } from './build-project.ts';
import { startSchedule } from './schedule.ts';

let project: Project;

beforeAll(async () => {
  project = await createProject({ wallClockMs: 60_000, secrets: { OPENAI_API_KEY: 'sk-test' } });
});

afterAll(async () => {
  await project?.close();
});

describe('what is wrong around it', () => {
  test('Storage that fails for a while costs no photo its name', async () => {
    const photoIds = await project.addPhotos(5);
    // More than one read tries in a row, for each of them.
    project.platform.storage.fail(503, 25);
    const { body } = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
    const job = await eventually(() => jobOf(project, body.jobId), isOver);
    expect(job).toMatchObject({ status: 'completed', succeeded: 5, failed: 0 });
  });

  test('Storage that fails in the middle of a job, Realtime that is away and PostgreSQL that restarts four times lose nothing', async () => {
    const shaken = await createProject({
      wallClockMs: 60_000,
      simulator: { latencyMs: 250 },
      secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '4' },
    });
    onTestFinished(() => shaken.close());
    await shaken.db.database.query('alter function realtime.send rename to send_away');
    const schedule = startSchedule(shaken.db.database, { everyMs: 1000 });
    onTestFinished(() => schedule.stop());
    const photoIds = await shaken.addPhotos(160);
    const { body } = await shaken.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
    for (let restart = 1; restart <= 4; restart += 1) {
      await eventually(
        () => jobOf(shaken, body.jobId),
        ({ succeeded }) => succeeded >= restart * 20,
      );
      shaken.platform.storage.fail(503, 6);
      await shaken.pooler.restart(700);
    }
    const job = await eventually(() => jobOf(shaken, body.jobId), isOver, 90_000);
    expect(job).toMatchObject({ status: 'completed', succeeded: 160, failed: 0 });
    expect(await nameLedger(shaken)).toMatchObject({
      named: 160,
      names: 160,
      entries: 160,
      messages: 0,
      held: 0,
    });
    expect(shaken.simulator.stats().imagesBilledTwice).toBe(0);
  });

  test('a pooler that lets nobody in is said to be the reason, and the job goes on once it does', async () => {
    const full = await createProject({
      wallClockMs: 60_000,
      simulator: { latencyMs: 200 },
      secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '2' },
    });
    onTestFinished(() => full.close());
    const photoIds = await full.addPhotos(40);
    const { body } = await full.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
    await eventually(
      () => jobOf(full, body.jobId),
      ({ succeeded }) => succeeded >= 5,
    );
    full.pooler.refuse(true);
    const again = { method: 'POST', json: { photoIds } };
    expect(await full.ask('batch-ai-analysis', '', again)).toMatchObject({
      status: 503,
      body: { code: 'database_unavailable' },
    });
    expect(await full.ask('rollcall-api', '/api/v1/jobs')).toMatchObject({
      status: 503,
      body: { code: 'not_ready' },
    });
    full.pooler.refuse(false);
    const job = await eventually(() => jobOf(full, body.jobId), isOver);
    expect(job).toMatchObject({ status: 'completed', succeeded: 40, failed: 0 });
    expect(full.simulator.stats().imagesBilledTwice).toBe(0);
    expect(await full.ask('rollcall-api', '/api/v1/jobs')).toMatchObject({ status: 200 });
  });

  test.for([
    ['that has no migrations', async (): Promise<string> => (await emptyDatabase()).connectionString],
    ['that does not answer', async (): Promise<string> => 'postgres://nobody:secret-word@127.0.0.1:1/none'],
  ] as const)('a database %s is said to be the reason, and nothing of it leaks', async ([, url]) => {
    const broken = await createProject({ wallClockMs: 60_000, databaseUrl: await url() });
    onTestFinished(() => broken.close());
    const answer = await broken.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds: [] } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'not_ready' } });
    expect(JSON.stringify([answer, broken.platform.told.log])).not.toContain('secret-word');
    expect(broken.platform.told.log.length).toBeGreaterThan(0);
  });
});

async function emptyDatabase(): Promise<TestDatabase> {
  const db = await createTestDatabase({ empty: true });
  onTestFinished(() => db.close());
  return db;
}
