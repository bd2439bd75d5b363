import { beforeEach, describe, expect, test } from 'vitest';
import { deletePhoto, restorePhoto } from '../../src/photos/delete-photos.ts';
import { cancelJob, pauseJob, resumeJob } from '../../src/jobs/control-job.ts';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { settle } from '../../src/jobs/settle.ts';
import {
  answered,
  callsOf,
  claimAll,
  itemsOf,
  jobOf,
  makeDue,
  releaseHeld,
  startJob,
  useJobs,
  work,
} from './build-jobs.ts';
import { addPhotos, ana, namesOf, view } from './build-library.ts';
import { titled } from './build-lanes.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

const jobs = useJobs();
beforeEach(() => jobs.database.query('delete from pgboss.job'));

const add = (...texts: string[]) => addPhotos(jobs, texts, { folder: jobs.newId() });
const of = (jobId: string) => ({ ownerId: ana, jobId });
const check = () => expectTrueCounts(jobs.database, ana);
const remove = (photoId: string) =>
  jobs.database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId, endLiveItem }));

async function queued(): Promise<number> {
  const rows = await jobs.database.query(
    `select from pgboss.job where name = 'items' and state < 'completed'`,
  );
  return rows.length;
}

describe('pausing', () => {
  test('takes what waits away at once, lets what is in flight finish, and resuming goes on with the rest', async () => {
    const ids = await add('p#1', 'p#2', 'p#3');
    const id = await startJob(jobs, ids);
    const [held] = await claimAll(jobs, 1);
    expect(await pauseJob(jobs.control, of(id))).toEqual({ kind: 'done' });
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      reason: 'user',
      inFlight: 1,
      remaining: 3,
    });
    expect(await queued()).toBe(1);
    if (held !== undefined) await settle(jobs.claiming, [answered(held, 'pier')]);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', succeeded: 1, inFlight: 0 });
    await makeDue(jobs);
    expect(await work(jobs)).toBe(0);
    await resumeJob(jobs.control, of(id));
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 3 });
  });

  test('ends the job if the last item in flight was the last of all', async () => {
    const id = await startJob(jobs, await add('last#1'));
    const items = await claimAll(jobs);
    await pauseJob(jobs.control, of(id));
    await settle(
      jobs.claiming,
      items.map((item) => answered(item, 'end')),
    );
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', reason: null });
    await check();
  });

  test('a worker that died while the job was paused holds nothing for ever', async () => {
    const id = await startJob(jobs, await add('dead#1'));
    await claimAll(jobs);
    await pauseJob(jobs.control, of(id));
    await releaseHeld(jobs);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', inFlight: 0, remaining: 1 });
    expect(await callsOf(jobs, id)).toMatchObject([{ outcome: 'lost', cost_nano: 400_000 }]);
    await resumeJob(jobs.control, of(id));
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
  });

  test('resuming puts back what nobody holds any more, even if it is said to be in flight', async () => {
    const id = await startJob(jobs, await add('gone#1'));
    await claimAll(jobs);
    await pauseJob(jobs.control, of(id));
    await jobs.database.query('delete from pgboss.job');
    await resumeJob(jobs.control, of(id));
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
  });

  test('keeps its reason when something else goes wrong meanwhile', async () => {
    const id = await startJob(jobs, await add('why#1', 'why#2'));
    const [item] = await claimAll(jobs, 1);
    await pauseJob(jobs.control, of(id));
    if (item !== undefined) {
      const result = { kind: 'pause' as const, reason: 'bad_key' as const, detail: 'wrong', call: null };
      await settle(jobs.claiming, [{ item, result }]);
    }
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'paused',
      reason: 'user',
      error: null,
      inFlight: 0,
    });
  });

  test('is done already for a paused job, and means nothing for one that ended', async () => {
    const id = await startJob(jobs, await add('again#1'));
    await pauseJob(jobs.control, of(id));
    expect(await pauseJob(jobs.control, of(id))).toEqual({ kind: 'done' });
    await resumeJob(jobs.control, of(id));
    expect(await resumeJob(jobs.control, of(id))).toEqual({ kind: 'done' });
    await work(jobs);
    expect(await pauseJob(jobs.control, of(id))).toEqual({ kind: 'not_now', status: 'completed' });
    expect(await resumeJob(jobs.control, of(id))).toEqual({ kind: 'not_now', status: 'completed' });
    expect(await cancelJob(jobs.control, of(id))).toEqual({ kind: 'not_now', status: 'completed' });
  });
});

describe('canceling', () => {
  test('ends every item at once, and a late answer still brings its analysis and its cost', async () => {
    const ids = await add('c#1', 'c#2');
    const id = await startJob(jobs, ids);
    const [item] = await claimAll(jobs, 1);
    await cancelJob(jobs.control, of(id));
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'canceled',
      canceled: 2,
      progress: 0,
      remaining: 0,
    });
    await check();
    if (item !== undefined) await settle(jobs.claiming, [answered(item, 'late')]);
    expect(await namesOf(jobs, ids)).toEqual(['c_1.JPG', 'c_2.JPG']);
    expect(await callsOf(jobs, id)).toMatchObject([{ outcome: 'ok', late: true }]);
    expect((await view(jobs, ids))[0]?.analysis?.title).toBe('late');
    await check();
    await makeDue(jobs);
    expect(await work(jobs)).toBe(0);
    expect(await queued()).toBe(0);
  });

  test('aborts the calls in flight, keeps what was done, and is done already the second time', async () => {
    const ids = await add('ab#1', 'ab#2');
    const id = await startJob(jobs, ids);
    let aborted = 0;
    jobs.lanes.script(async (asked) => {
      if (asked.photo === 'ab#1') return titled(asked);
      await cancelJob(jobs.control, of(id));
      return new Promise((_, reject) =>
        asked.signal.addEventListener('abort', () => {
          aborted += 1;
          reject(asked.signal.reason);
        }),
      );
    });
    await work(jobs);
    expect(aborted).toBe(1);
    const job = await jobOf(jobs, id);
    expect(job.status).toBe('canceled');
    expect(job.succeeded + job.canceled).toBe(2);
    expect(await cancelJob(jobs.control, of(id))).toEqual({ kind: 'done' });
  });

  test('works on a paused job', async () => {
    const id = await startJob(jobs, await add('cp#1'));
    await pauseJob(jobs.control, of(id));
    await cancelJob(jobs.control, of(id));
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'canceled', reason: null, canceled: 1 });
    await check();
  });
});

describe('a photo deleted while its job runs', () => {
  test('ends its item as skipped, and the job with it if it was the last', async () => {
    const ids = await add('d#1', 'd#2');
    const id = await startJob(jobs, ids);
    const items = await claimAll(jobs);
    await remove(ids[0] ?? '');
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'processing', skipped: 1 });
    await check();
    await remove(ids[1] ?? '');
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', skipped: 2 });
    expect((await itemsOf(jobs, id)).map((item) => item.code)).toEqual(['photo_deleted', 'photo_deleted']);
    await settle(
      jobs.claiming,
      items.map((item) => answered(item, 'too late')),
    );
    await check();
    expect((await callsOf(jobs, id)).map((call) => call.late)).toEqual([true, true]);
  });

  test('leaves a paused job paused while it has others', async () => {
    const ids = await add('dp#1', 'dp#2');
    const id = await startJob(jobs, ids);
    await pauseJob(jobs.control, of(id));
    await remove(ids[0] ?? '');
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', reason: 'user', skipped: 1 });
    await remove(ids[1] ?? '');
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', reason: null, skipped: 2 });
    await check();
  });

  test('is no part of a new job, and comes back under a free name', async () => {
    const ids = await add('back#1');
    const [photoId = ''] = ids;
    await remove(photoId);
    expect(await remove(photoId)).toBe(false);
    const id = await startJob(jobs, ids);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', total: 0, progress: 1 });
    expect(await jobs.database.asUser(ana, (tx) => restorePhoto(tx, ana, photoId))).toBe(true);
    expect(await namesOf(jobs, ids)).toEqual(['back_1.JPG']);
  });
});
