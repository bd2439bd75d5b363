import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeSettings } from '../../src/database/settings.ts';
import { claim } from '../../src/jobs/claim.ts';
import { pauseJob, resumeJob } from '../../src/jobs/control-job.ts';
import { settle } from '../../src/jobs/settle.ts';
import { viewMonth } from '../../src/jobs/spending.ts';
import {
  answered,
  callsOf,
  claimAll,
  createJobs,
  itemsOf,
  jobOf,
  makeDue,
  releaseHeld,
  startJob,
  work,
  workToTheEnd,
  type Jobs,
} from './build-jobs.ts';
import { ana, ben, seedPhotos } from './build-library.ts';
import { expectTrueSums } from './expect-true-sums.ts';

/** What a call of the scripted model really costs; 0.0004 are expected. */
const usdOfCall = 0.0005;

let jobs: Jobs;

// A database for each: what one test has spent would be missing in another's month.
beforeEach(async () => {
  jobs = await createJobs();
});
afterEach(async () => {
  await expectTrueSums(jobs.database);
  expect(jobs.failures).toEqual([]);
  await jobs.close();
});

let folders = 0;
const photos = (n: number, ownerId = ana) =>
  seedPhotos(jobs, { n, title: 'any', ownerId, folder: `folder ${(folders += 1)}` });
const limitMonth = (usd: number | null, ownerId = ana) =>
  changeSettings(jobs.database, ownerId, { monthlyLimitUsd: usd });
const spent = async (ownerId = ana) => (await viewMonth(jobs.database, ownerId, null)).usd;

describe('the limit of a job', () => {
  test('pauses it, keeps what was done, and one call at most goes past it', async () => {
    const id = await startJob(jobs, await photos(40), { budgetUsd: 0.004 });
    await workToTheEnd(jobs);
    const job = await jobOf(jobs, id);
    expect(job).toMatchObject({
      status: 'paused',
      reason: 'budget_reached',
      limitReached: { of: 'job', usd: 0.004 },
      budgetUsd: 0.004,
      failed: 0,
      error: 'The limit of $0.004 for this job is reached.',
    });
    expect(job.cost.usd).toBeGreaterThanOrEqual(0.004);
    // Ten calls are expected to fit, whoever many there could be at a time.
    expect(job.cost.calls).toBeLessThanOrEqual(10);
    expect(job.succeeded).toBe(job.cost.calls);
  });

  test('goes on with a higher one as far as that reaches, then without', async () => {
    const id = await startJob(jobs, await photos(20), { budgetUsd: usdOfCall });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', succeeded: 2 });
    await resumeJob(jobs.control, { ownerId: ana, jobId: id, budgetNano: 3_000_000 });
    expect(await jobOf(jobs, id)).toMatchObject({ limitReached: null, reason: null, budgetUsd: 0.003 });
    await workToTheEnd(jobs);
    const second = await jobOf(jobs, id);
    expect(second).toMatchObject({ status: 'paused', limitReached: { of: 'job', usd: 0.003 } });
    expect(second.succeeded).toBeGreaterThanOrEqual(6);
    expect(second.succeeded).toBeLessThanOrEqual(8);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 20, budgetUsd: null });
  });

  test('is not reached by answers that are there already', async () => {
    const ids = await photos(6);
    await startJob(jobs, ids, { apply: 'nothing' });
    await workToTheEnd(jobs);
    const id = await startJob(jobs, ids, { budgetUsd: usdOfCall });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', cost: { reused: 6, usd: 0 } });
  });
});

describe('the limit of a month', () => {
  test('pauses every job of that person and of nobody else; nothing fails', async () => {
    await limitMonth(0.005);
    const first = await startJob(jobs, await photos(8));
    const second = await startJob(jobs, await photos(8));
    const others = await startJob(jobs, await photos(8, ben), { ownerId: ben });
    await workToTheEnd(jobs);
    const both = [await jobOf(jobs, first), await jobOf(jobs, second)];
    const done = both.reduce((sum, job) => sum + job.succeeded, 0);
    expect(done).toBeGreaterThanOrEqual(10);
    expect(done).toBeLessThanOrEqual(13);
    const paused = both.filter((job) => job.status === 'paused');
    expect(paused.length).toBeGreaterThan(0);
    for (const job of paused) {
      expect(job).toMatchObject({
        reason: 'budget_reached',
        limitReached: { of: 'month', usd: 0.005 },
        failed: 0,
      });
    }
    expect(await jobOf(jobs, others, ben)).toMatchObject({ status: 'completed', succeeded: 8 });
  });

  test('holds a job that begins after it is used up, before a single call', async () => {
    await limitMonth(0);
    const before = jobs.lanes.calls.length;
    const id = await startJob(jobs, await photos(5));
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      reason: 'budget_reached',
      limitReached: { of: 'month', usd: 0 },
      processed: 0,
      total: 5,
    });
    expect(jobs.lanes.calls).toHaveLength(before);
    expect((await itemsOf(jobs, id)).map((item) => item.status)).toEqual(Array(5).fill('pending'));
  });

  test('pauses again when nothing has changed, and goes on when it is raised', async () => {
    await limitMonth(0.001);
    const id = await startJob(jobs, await photos(12), { budgetUsd: 5 });
    await workToTheEnd(jobs);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    await workToTheEnd(jobs);
    // The job's own limit is not what was in the way: it stays.
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      limitReached: { of: 'month' },
      budgetUsd: 5,
    });
    await limitMonth(1);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 12 });
  });

  test('is whole again in a new month', async () => {
    await limitMonth(0.001);
    const id = await startJob(jobs, await photos(4));
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused' });
    await jobs.database.query(`update rollcall.spending set month = month - interval '1 month'`);
    await jobs.database.query(`update rollcall.model_calls set created_at = created_at - interval '1 month'`);
    expect(await spent()).toBe(0);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 4 });
  });

  test('of the operator holds where it is lower, whatever the person wants', async () => {
    await limitMonth(100);
    const id = await startJob(jobs, await photos(12));
    const capped = { ...jobs, slice: { ...jobs.slice, monthlyCapUsd: 0.002 } };
    await workToTheEnd(capped);
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      limitReached: { of: 'operator', usd: 0.002 },
    });
    expect(await spent()).toBeLessThanOrEqual(0.0025);
  });

  test('does not hold what costs nothing', async () => {
    await limitMonth(0);
    const id = await startJob(jobs, await photos(3));
    const local = { ...jobs, slice: { ...jobs.slice, expectedCostNano: () => 0 } };
    await work(local);
    expect((await jobOf(jobs, id)).succeeded).toBe(3);
  });
});

describe('calls under way', () => {
  test('count before more is claimed, those of another worker too', async () => {
    const id = await startJob(jobs, await photos(30), { budgetUsd: 0.002 });
    const held = await claimAll(jobs, 64);
    expect(held).toHaveLength(5);
    await makeDue(jobs);
    expect(await claimAll(jobs, 64)).toEqual([]);
    // They turn out to be cheaper: there is room again.
    await settle(
      jobs.claiming,
      held.map((item) => cheap(answered(item, 'pier'))),
    );
    await makeDue(jobs);
    expect(await claimAll(jobs, 64)).toHaveLength(4);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'processing' });
    await pauseJob(jobs.control, { ownerId: ana, jobId: id });
    await releaseHeld(jobs);
    await workToTheEnd(jobs);
  });

  test('that are lost count with what they may have cost, until their answer comes after all', async () => {
    const id = await startJob(jobs, await photos(6), { budgetUsd: 0.0012 });
    const lost = await claimAll(jobs, 64);
    expect(lost).toHaveLength(3);
    await releaseHeld(jobs);
    await makeDue(jobs);
    // Three lost calls have used it up: nothing is asked again, and nobody waits for the dead.
    expect(await claimAll(jobs, 64)).toEqual([]);
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      limitReached: { of: 'job', usd: 0.0012 },
    });
    expect((await callsOf(jobs, id)).map((call) => call.outcome)).toEqual(['lost', 'lost', 'lost']);
    expect(await spent()).toBeCloseTo(0.0012, 9);
    await expectTrueSums(jobs.database);
    await settle(
      jobs.claiming,
      lost.map((item) => cheap(answered(item, 'late'))),
    );
    expect((await callsOf(jobs, id)).map((call) => call.outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(await spent()).toBeCloseTo(0.0003, 9);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id, budgetNano: 1e9 });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 6 });
  });

  test('are asked about by one statement a claim, and by none where nothing is to pay', async () => {
    await startJob(jobs, await photos(4));
    const asked: string[] = [];
    const database = {
      ...jobs.database,
      transaction: <T>(run: (tx: { query: typeof jobs.database.query }) => Promise<T>) =>
        jobs.database.transaction((tx) =>
          run({
            query: (statement, values) => {
              asked.push(typeof statement === 'string' ? statement : statement.name);
              return tx.query(statement, values);
            },
          }),
        ),
    };
    const free = { ...jobs.claiming, database, expectedCostNano: () => 0 };
    expect(await claim(free, { limit: 2 })).toHaveLength(2);
    expect(asked.filter((name) => name.startsWith('spending'))).toEqual([]);
    expect(await claim({ ...free, expectedCostNano: () => 1 }, { limit: 2 })).toHaveLength(2);
    expect(asked.filter((name) => name.startsWith('spending'))).toEqual(['spending.live']);
    await releaseHeld(jobs);
    await workToTheEnd(jobs);
  });
});

/** The same result, at a quarter of what was expected. */
function cheap(finished: ReturnType<typeof answered>): ReturnType<typeof answered> {
  const { item, result } = finished;
  if (result.kind !== 'answer' || result.call === null) throw new Error('An answer has a call');
  const usage = { ...result.call.usage, costNano: 100_000 };
  return { item, result: { ...result, call: { ...result.call, usage } } };
}
