import { beforeEach, describe, expect, test } from 'vitest';
import { resumeJob } from '../../src/jobs/control-job.ts';
import { retryJob } from '../../src/jobs/retry-job.ts';
import type { Outcome } from '../../src/vision/vision-model.ts';
import { callsOf, itemsOf, jobOf, makeDue, startJob, useJobs, work, workToTheEnd } from './build-jobs.ts';
import { addPhotos, ana, file, filesOf, namesOf, prepareAll, prepared, view } from './build-library.ts';
import { ok, titled, usage } from './build-lanes.ts';

const jobs = useJobs();
beforeEach(() => {
  jobs.lanes.othersSucceed(true);
  jobs.prepareAs((text) => prepared(text));
});

const add = (...texts: string[]) => addPhotos(jobs, texts, { folder: jobs.newId() });

async function triesOf(jobId: string) {
  const [row] = await jobs.database.query<{
    errors: number;
    unusable: number;
    status: string;
    claim_no: number;
  }>('select errors, unusable, status, claim_no from rollcall.job_items where job_id = $1', [jobId]);
  return row;
}

/** Makes what waits due and works, so many times. */
async function rounds(n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    await makeDue(jobs);
    await work(jobs, { maxItems: 1 });
  }
}

describe('what a provider answers', () => {
  test.each([
    [{ kind: 'refused', detail: 'no', usage }, 'declined', false],
    [{ kind: 'filtered', detail: 'no', usage }, 'filtered', false],
    [{ kind: 'photo_rejected', detail: 'no' }, 'photo_rejected', false],
  ] satisfies [Outcome, string, boolean][])('%o fails the photo at once', async (outcome, code, canRetry) => {
    const ids = await add(`${code}#1`);
    jobs.lanes.script(() => outcome);
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await itemsOf(jobs, id)).toMatchObject([{ status: 'error', code, canRetry, tries: 1 }]);
    expect((await view(jobs, ids))[0]).toMatchObject({ state: 'failed', problem: { code } });
    expect(await callsOf(jobs, id)).toMatchObject([{ outcome: outcome.kind }]);
  });

  test('a transient failure is tried again six times, then it is no answer', async () => {
    const ids = await add('storm#1');
    jobs.lanes.script(() => ({ kind: 'transient', detail: '500' }));
    const id = await startJob(jobs, ids);
    await rounds(5);
    expect(await triesOf(id)).toMatchObject({ status: 'pending', errors: 5 });
    await rounds(1);
    expect(await itemsOf(jobs, id)).toMatchObject([
      { status: 'error', code: 'no_answer', canRetry: true, tries: 6 },
    ]);
    expect((await view(jobs, ids))[0]).toMatchObject({ problem: { code: 'no_answer', tries: 6 } });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'error', failed: 1, cost: { calls: 6 } });
  });

  test('a failed try waits its time in the queue', async () => {
    const ids = await add('later#1');
    let failing = true;
    jobs.lanes.script((asked) =>
      failing ? { kind: 'throttled', waitMs: 60_000, detail: '429' } : titled(asked),
    );
    const id = await startJob(jobs, ids);
    await work(jobs);
    failing = false;
    expect(await work(jobs)).toBe(0);
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed' });
  });

  test('being asked to slow down costs no try', async () => {
    const ids = await add('slow#1');
    jobs.lanes.script(() => ({ kind: 'throttled', waitMs: 1000, detail: '429' }));
    const id = await startJob(jobs, ids);
    await rounds(12);
    expect(await triesOf(id)).toMatchObject({ status: 'pending', errors: 0, unusable: 0, claim_no: 12 });
    jobs.lanes.script(titled);
    await workToTheEnd(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['slow.jpg']);
  });

  test('a provider out of reach costs no try, unless it answers others', async () => {
    const ids = await add('far#1');
    jobs.lanes.script(() => ({ kind: 'unreachable', detail: 'ECONNREFUSED' }));
    jobs.lanes.othersSucceed(false);
    const id = await startJob(jobs, ids);
    await rounds(8);
    expect(await triesOf(id)).toMatchObject({ status: 'pending', errors: 0 });
    jobs.lanes.othersSucceed(true);
    await rounds(6);
    expect(await itemsOf(jobs, id)).toMatchObject([{ status: 'error', code: 'no_answer' }]);
  });

  test('an answer of no use is asked for once more, in another way, in the same run', async () => {
    const ids = await add('twice#1', 'never#1', 'cut#1');
    jobs.lanes.script((asked) => {
      const reason = asked.photo.startsWith('cut') ? ('cut_off' as const) : ('not_json' as const);
      if (asked.photo.startsWith('twice') && asked.request.attempt === 2) return titled(asked);
      return { kind: 'unusable', reason, detail: '', usage };
    });
    const id = await startJob(jobs, ids);
    await workToTheEnd(jobs);
    const attempts = Map.groupBy(jobs.lanes.calls, (call) => call.photo);
    for (const [, calls] of attempts) expect(calls.map((call) => call.request.attempt)).toEqual([1, 2]);
    expect((await itemsOf(jobs, id)).map((item) => item.code)).toEqual([
      null,
      'answer_unusable',
      'answer_cut_off',
    ]);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', cost: { calls: 6, usd: 0.003 } });
  });

  test('a wrong key pauses the job with the reason, nobody else is asked, and it goes on once the key is right', async () => {
    const ids = await add(...Array.from({ length: 40 }, (_, i) => `key#${i}`));
    jobs.lanes.script(() => ({ kind: 'config_error', cause: 'bad_key', detail: 'Incorrect API key' }));
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      reason: 'bad_key',
      error: 'Incorrect API key',
      inFlight: 0,
      remaining: 40,
    });
    const before = jobs.lanes.calls.length;
    await makeDue(jobs);
    await work(jobs);
    expect(jobs.lanes.calls.length).toBe(before);
    jobs.lanes.script(titled);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'pending', reason: null, error: null });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 40 });
  });

  test('an empty account pauses the job', async () => {
    const id = await startJob(jobs, await add('poor#1'));
    jobs.lanes.script(() => ({ kind: 'out_of_money', detail: 'insufficient_quota' }));
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', reason: 'no_credit' });
  });

  test('a model that is not set up here pauses the job', async () => {
    const id = await startJob(jobs, await add('where#1'));
    await jobs.database.query(`update rollcall.jobs set provider = 'elsewhere' where id = $1`, [id]);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', reason: 'config' });
  });

  test('a spending limit pauses the job once it is reached, and resuming lifts it', async () => {
    const ids = await add(...Array.from({ length: 120 }, (_, i) => `dear#${i}`));
    const id = await startJob(jobs, ids, { budgetUsd: 0.002 });
    await work(jobs);
    const paused = await jobOf(jobs, id);
    expect(paused).toMatchObject({ status: 'paused', reason: 'budget_reached' });
    expect(paused.remaining).toBeGreaterThan(0);
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 120 });
  });
});

describe('retrying', () => {
  test('runs the failed items again with their budgets anew, and reopens the job', async () => {
    const ids = await add('good#1', 'bad#1');
    jobs.lanes.script((asked) =>
      asked.photo.startsWith('bad') ? { kind: 'refused', detail: '', usage } : titled(asked),
    );
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1, failed: 1 });
    jobs.lanes.script(titled);
    await retryJob(jobs.control, { ownerId: ana, jobId: id });
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'pending',
      succeeded: 1,
      failed: 0,
      finishedAt: null,
    });
    expect((await view(jobs, ids)).map((photo) => photo.state)).toEqual(['named', 'waiting']);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2, failed: 0 });
    expect(await namesOf(jobs, ids)).toEqual(['good.jpg', 'bad.jpg']);
  });

  test('runs only the photos named, and none that is in another job or deleted by now', async () => {
    const ids = await add('x#1', 'x#2', 'x#3');
    jobs.lanes.script(() => ({ kind: 'refused', detail: '', usage }));
    const id = await startJob(jobs, ids);
    await work(jobs);
    const other = await startJob(jobs, ids.slice(1, 2));
    await retryJob(jobs.control, { ownerId: ana, jobId: id, photoIds: ids.slice(0, 2) });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'pending', failed: 2, remaining: 1 });
    jobs.lanes.script(titled);
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1, failed: 2 });
    expect(await jobOf(jobs, other)).toMatchObject({ status: 'completed', succeeded: 1 });
  });

  test('leaves a paused job paused, and what was retried runs when it is resumed', async () => {
    const ids = await add('pa#1', 'pb#1');
    jobs.lanes.script((asked) =>
      asked.photo.startsWith('pa')
        ? { kind: 'refused', detail: '', usage }
        : { kind: 'out_of_money', detail: '' },
    );
    const id = await startJob(jobs, ids);
    await work(jobs);
    await retryJob(jobs.control, { ownerId: ana, jobId: id });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', reason: 'no_credit', remaining: 2 });
    jobs.lanes.script(titled);
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', remaining: 2 });
    await resumeJob(jobs.control, { ownerId: ana, jobId: id });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2 });
  });

  test('prepares a photo again whose preparing took too long, and no other', async () => {
    const folder = jobs.newId();
    const files = ['heavy#1', 'torn#1'].map((text) => file(text, `${text}.jpg`, folder));
    const { photoIds } = await jobs.intake.takeIn(ana, filesOf(files));
    jobs.prepareAs((text) => ({
      ok: false,
      code: text.startsWith('heavy') ? 'took_too_long' : 'file_damaged',
      detail: '',
    }));
    await prepareAll(jobs);
    const id = await startJob(jobs, photoIds);
    await work(jobs);
    expect((await itemsOf(jobs, id)).map((item) => [item.code, item.canRetry])).toEqual([
      ['took_too_long', true],
      ['file_damaged', false],
    ]);
    jobs.prepareAs((text) => prepared(text));
    await retryJob(jobs.control, { ownerId: ana, jobId: id });
    expect((await view(jobs, photoIds)).map((photo) => photo.state)).toEqual(['preparing', 'waiting']);
    expect(await prepareAll(jobs)).toBe(1);
    await workToTheEnd(jobs);
    expect((await itemsOf(jobs, id)).map((item) => item.status)).toEqual(['completed', 'error']);
    expect((await namesOf(jobs, photoIds))[0]).toBe('heavy.jpg');
  });
});

describe('a name that should be seen first', () => {
  test('waits for a person even where names are given automatically', async () => {
    const ids = await add('blur#1');
    jobs.lanes.script(() => ok('grey cat', { confidence: 'low' }));
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect((await view(jobs, ids))[0]).toMatchObject({
      state: 'needs_look',
      name: 'blur_1.JPG',
      suggestedName: 'grey-cat.jpg',
      flags: ['low_confidence'],
      problem: { code: 'low_confidence' },
    });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1, toReview: 1 });
  });
});
