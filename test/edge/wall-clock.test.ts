import { expect, onTestFinished, test } from 'vitest';
import { createProject, eventually, isOver, jobOf, nameLedger, type Project } from './build-project.ts';
import { startSchedule } from './schedule.ts';

/** Far below what the real platform gives, so that a short job needs many isolates. */
const wallClockMs = 6000;

async function setUp(options: Parameters<typeof createProject>[0]): Promise<Project> {
  const project = await createProject(options);
  onTestFinished(() => project.close());
  return project;
}

async function startJob(project: Project, photos: number): Promise<string> {
  const photoIds = await project.addPhotos(photos);
  const { body } = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
  return body.jobId ?? '';
}

const over = (project: Project, jobId: string) => eventually(() => jobOf(project, jobId), isOver, 120_000);

test('a job longer than any wall clock is done by slices that start each other, none of them cut off', async () => {
  const project = await setUp({
    wallClockMs,
    simulator: { latencyMs: 300 },
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '2' },
  });
  const jobId = await startJob(project, 60);
  expect(await over(project, jobId)).toEqual({ status: 'completed', total: 60, succeeded: 60, failed: 0 });
  const { told } = project.platform;
  expect(await nameLedger(project)).toMatchObject({ named: 60, names: 60, entries: 60, calls: 60, lost: 0 });
  expect(project.simulator.stats().imagesBilledTwice).toBe(0);
  expect(told.started).toBeGreaterThan(2);
  expect(told.chained).toBeGreaterThan(1);
  expect([told.cutOff, told.log]).toEqual([0, []]);
});

test('slices that have used up their photos are followed at once, by isolates that share one limit of calls', async () => {
  const project = await setUp({
    wallClockMs: 60_000,
    simulator: { latencyMs: 300 },
    secrets: {
      OPENAI_API_KEY: 'sk-test',
      ROLLCALL_CONCURRENCY: '6',
      ROLLCALL_SLICES: '3',
      ROLLCALL_SLICE_ITEMS: '30',
    },
  });
  const jobId = await startJob(project, 300);
  expect(await over(project, jobId)).toEqual({ status: 'completed', total: 300, succeeded: 300, failed: 0 });
  expect(await nameLedger(project)).toMatchObject({
    named: 300,
    names: 300,
    entries: 300,
    calls: 300,
    lost: 0,
  });
  const { told } = project.platform;
  // No schedule runs here, and no isolate ends for its age before the job is over.
  expect(told.started).toBeGreaterThanOrEqual(4);
  expect([told.cutOff, told.cutOffByCpu, told.log]).toEqual([0, 0, []]);
  // Six; whoever joins may begin one at once, and calls of the last moment are not known to everybody yet.
  expect(project.simulator.stats().maxConcurrency).toBeLessThanOrEqual(9);
  expect(project.simulator.stats().imagesBilledTwice).toBe(0);
});

test('with every chain broken the schedule alone finishes the job', async () => {
  const project = await setUp({
    wallClockMs,
    simulator: { latencyMs: 300 },
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '2' },
  });
  project.platform.breakChain();
  const schedule = startSchedule(project.db.database, { everyMs: 500 });
  onTestFinished(() => schedule.stop());
  const jobId = await startJob(project, 60);
  expect(await over(project, jobId)).toEqual({ status: 'completed', total: 60, succeeded: 60, failed: 0 });
  expect(await nameLedger(project)).toMatchObject({ named: 60, names: 60, entries: 60, calls: 60, lost: 0 });
  expect(schedule.told.calls).toBeGreaterThan(1);
  expect(project.platform.told.cutOff).toBe(0);
});

test('isolates ended in the middle of their calls, again and again, lose nothing and name nothing twice', async () => {
  // The functions believe in a long life and are ended after a short one: no slice ever gets to give anything back.
  const project = await setUp({
    wallClockMs: 5000,
    simulator: { latencyMs: 300 },
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '4', ROLLCALL_WALL_CLOCK_SECONDS: '150' },
  });
  const { database } = project.db;
  const schedule = startSchedule(database, { everyMs: 500 });
  onTestFinished(() => schedule.stop());
  const jobId = await startJob(project, 150);
  let seen = 0;
  const job = await eventually(
    async () => {
      const { cutOff } = project.platform.told;
      if (cutOff > seen) await letTimePass(database);
      seen = cutOff;
      return await jobOf(project, jobId);
    },
    isOver,
    120_000,
  );
  expect(job).toEqual({ status: 'completed', total: 150, succeeded: 150, failed: 0 });
  const ledger = await nameLedger(project);
  expect(ledger).toMatchObject({ named: 150, names: 150, entries: 150, messages: 0, held: 0 });
  expect(seen).toBeGreaterThan(1);
  // Held again and again, by isolates that were ended: nobody's fault.
  expect(await database.query(`select from rollcall.job_items where code = 'crashed'`)).toEqual([]);
  // Only what was in flight at an end was asked again, four calls an isolate, and the ledger knows of more than that.
  const paidTwice = project.simulator.stats().billed - 150;
  expect(ledger.lost).toBeGreaterThanOrEqual(paidTwice);
  expect(paidTwice).toBeLessThanOrEqual(project.platform.told.started * 4);
});

test('what a provider asked of one isolate, the next one keeps to', async () => {
  const project = await setUp({
    wallClockMs,
    simulator: { latencyMs: 100, limits: { requests: { perSecond: 4, burst: 4 } } },
    // One at a time: of two, the other may begin a call in the quarter of a second before it hears of a wait.
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '8', ROLLCALL_SLICES: '1' },
  });
  const schedule = startSchedule(project.db.database, { everyMs: 500 });
  onTestFinished(() => schedule.stop());
  const jobId = await startJob(project, 50);
  expect(await over(project, jobId)).toEqual({ status: 'completed', total: 50, succeeded: 50, failed: 0 });
  const { calls, startedDuringRetryAfter } = project.simulator.stats();
  expect(project.platform.told.started).toBeGreaterThan(2);
  expect(startedDuringRetryAfter).toBe(0);
  expect(calls).toBeLessThanOrEqual(60);
});

test('an isolate that is warned of its end gives back what it holds at once', async () => {
  const project = await setUp({
    wallClockMs: 60_000,
    simulator: { latencyMs: 20_000 },
    secrets: { OPENAI_API_KEY: 'sk-test', ROLLCALL_CONCURRENCY: '4' },
  });
  const jobId = await startJob(project, 20);
  await eventually(
    () => nameLedger(project),
    ({ held }) => held >= 4,
  );
  project.platform.warnAll('batch-ai-analysis');
  await eventually(
    () => nameLedger(project),
    ({ held }) => held === 0,
    3000,
  );
  expect(await jobOf(project, jobId)).toMatchObject({ status: 'processing', succeeded: 0 });
  expect(await nameLedger(project)).toMatchObject({ messages: 20, lost: 0 });
});

/** 45 s for those who held something when they were ended: their leases lapse. */
async function letTimePass(database: Project['db']['database']): Promise<void> {
  await database.query(
    `update pgboss.job set heartbeat_on = heartbeat_on - interval '46 seconds'
     where name = 'items' and state = 'active' and heartbeat_on > now() - interval '40 seconds'`,
  );
  await database.query(`update rollcall.slices set beat_at = beat_at - interval '7 seconds'`);
}
