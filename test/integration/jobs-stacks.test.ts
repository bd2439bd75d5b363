import { beforeEach, describe, expect, test } from 'vitest';
import { changeSettings } from '../../src/database/settings.ts';
import { estimateJob } from '../../src/jobs/estimate.ts';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { reviewJob } from '../../src/jobs/review-job.ts';
import { reconcile } from '../../src/jobs/reconcile.ts';
import { retryJob } from '../../src/jobs/retry-job.ts';
import { pauseJob, resumeJob, cancelJob } from '../../src/jobs/control-job.ts';
import { settle } from '../../src/jobs/settle.ts';
import { deletePhoto } from '../../src/photos/delete-photos.ts';
import {
  answered,
  claimAll,
  itemsOf,
  jobOf,
  makeDue,
  options,
  releaseHeld,
  startJob,
  useJobs,
  work,
  workToTheEnd,
} from './build-jobs.ts';
import { ana, namesOf, prepareAll, view } from './build-library.ts';
import { titled } from './build-lanes.ts';
import { burst, takeInShots, useScenes } from './build-stacks.ts';

const jobs = useJobs();
const scenes = useScenes(jobs);
beforeEach(() => jobs.database.query('delete from pgboss.job'));

const of = (jobId: string) => ({ ownerId: ana, jobId });
const { add } = scenes;
const asked = () => jobs.lanes.calls.length;

describe('a burst in a job', () => {
  test('is asked about once and numbered as it was taken, whatever the order of the job', async () => {
    const ids = await add(...burst('beach', 5));
    const id = await startJob(jobs, ids.toReversed());
    await work(jobs);
    expect(asked()).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'completed',
      succeeded: 5,
      cost: { calls: 1, reused: 4 },
    });
    expect(await namesOf(jobs, ids)).toEqual([
      'beach.jpg',
      'beach-2.jpg',
      'beach-3.jpg',
      'beach-4.jpg',
      'beach-5.jpg',
    ]);
  });

  test('has one call each where there are several, beside photos that stand alone', async () => {
    const ids = await add(
      ...burst('sea', 3),
      ...burst('hill', 3, 10).map((shot) => ({ ...shot, at: shot.at?.replace('10:', '11:') ?? '' })),
      { scene: 'dog', at: '12:00:00', filename: 'dog.jpg' },
    );
    await startJob(jobs, ids);
    await work(jobs);
    expect(asked()).toBe(3);
    expect(await namesOf(jobs, ids)).toEqual([
      'sea.jpg',
      'sea-2.jpg',
      'sea-3.jpg',
      'hill.jpg',
      'hill-2.jpg',
      'hill-3.jpg',
      'dog.jpg',
    ]);
  });

  test('shows what was seen on each of its photos, for lists, templates and search', async () => {
    const ids = await add(...burst('boat', 2));
    await startJob(jobs, ids);
    await work(jobs);
    expect((await view(jobs, ids)).map(({ analysis }) => analysis?.title)).toEqual(['boat', 'boat']);
  });

  test('is asked photo by photo by who does not want stacks, also after an answer was shared', async () => {
    const ids = await add(...burst('rain', 3));
    await startJob(jobs, ids, { apply: 'nothing' });
    await work(jobs);
    expect(asked()).toBe(1);
    await changeSettings(jobs.database, ana, { stacks: false });
    const id = await startJob(jobs, ids, { apply: 'nothing' });
    await work(jobs);
    expect(asked()).toBe(3);
    expect(await jobOf(jobs, id)).toMatchObject({
      kind: 'look',
      succeeded: 3,
      cost: { calls: 2, reused: 1 },
    });
    // Now each has its own.
    await startJob(jobs, ids, { apply: 'nothing' });
    await work(jobs);
    expect(asked()).toBe(3);
  });

  test('is asked once too where its photos are prepared while the job runs', async () => {
    const ids = await takeInShots(jobs, burst('cake', 4), scenes);
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(asked()).toBe(0);
    await prepareAll(jobs);
    await work(jobs);
    expect(asked()).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 4 });
  });

  test('that grew since its name was given takes the answer it has', async () => {
    await startJob(jobs, await add(...burst('pier', 2)));
    await work(jobs);
    const more = await add({ scene: 'pier', at: '10:00:05', filename: 'z.jpg' });
    await startJob(jobs, more);
    await work(jobs);
    expect(asked()).toBe(1);
    expect(await namesOf(jobs, more)).toEqual(['pier-3.jpg']);
  });

  test('goes on with its next photo when the first fails', async () => {
    const ids = await add(...burst('wall', 3));
    jobs.lanes.script((call) =>
      jobs.lanes.calls.length === 1 ? { kind: 'photo_rejected', detail: 'no' } : titled(call),
    );
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2, failed: 1 });
    expect(asked()).toBe(2);
    expect(await namesOf(jobs, ids)).toEqual(['IMG_1.JPG', 'wall.jpg', 'wall-2.jpg']);
    // Tried again it has the answer of the others.
    await retryJob(jobs.control, of(id));
    await work(jobs);
    expect(asked()).toBe(2);
    expect(await namesOf(jobs, ids.slice(0, 1))).toEqual(['wall-3.jpg']);
  });

  test('waits while its first photo waits for the provider, and asks nothing besides', async () => {
    const ids = await add(...burst('moon', 3));
    jobs.lanes.script((call) =>
      jobs.lanes.calls.length === 1 ? { kind: 'throttled', waitMs: 1000, detail: '' } : titled(call),
    );
    await startJob(jobs, ids);
    await workToTheEnd(jobs);
    expect(asked()).toBe(2);
    expect(await namesOf(jobs, ids)).toEqual(['moon.jpg', 'moon-2.jpg', 'moon-3.jpg']);
  });

  test('lets others by while it waits, however long it is', async () => {
    const ids = await add(...burst('queue', 12), { scene: 'dog', at: '12:00:00', filename: 'dog.jpg' });
    const id = await startJob(jobs, ids);
    expect((await claimAll(jobs, 2)).map(({ photoId }) => photoId)).toEqual(ids.slice(0, 1));
    expect((await claimAll(jobs, 2)).map(({ photoId }) => photoId)).toEqual(ids.slice(-1));
    await cancelJob(jobs.control, of(id));
  });

  test('survives the worker of its first photo: the lost call is made again, once', async () => {
    const ids = await add(...burst('cliff', 3));
    const id = await startJob(jobs, ids);
    const held = await claimAll(jobs);
    expect(held.map(({ photoId }) => photoId)).toEqual(ids.slice(0, 1));
    // It died. The others may come round before it does, and still wait for it.
    await makeDue(jobs);
    expect(await claimAll(jobs)).toEqual([]);
    await releaseHeld(jobs);
    await workToTheEnd(jobs);
    expect(asked()).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 3, cost: { reused: 2 } });
    expect(await namesOf(jobs, ids)).toEqual(['cliff.jpg', 'cliff-2.jpg', 'cliff-3.jpg']);
  });

  test('of which two were asked about by workers that died is asked again all the same', async () => {
    const early = await add(...burst('twin', 1));
    const late = await add({ scene: 'twin', at: '10:00:14', filename: 'y.jpg' });
    const id = await startJob(jobs, [...early, ...late]);
    expect(await claimAll(jobs)).toHaveLength(2);
    await add({ scene: 'twin', at: '10:00:07', filename: 'x.jpg' });
    await releaseHeld(jobs);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2 });
  });

  test('takes the answer of a worker that was only stalled', async () => {
    const ids = await add(...burst('reef', 2));
    const id = await startJob(jobs, ids);
    const [first] = await claimAll(jobs);
    if (first === undefined) throw new Error('Nothing was claimed');
    await releaseHeld(jobs);
    expect((await claimAll(jobs)).map((item) => item.id)).toEqual([first.id]);
    await settle(jobs.claiming, [answered(first, 'reef')]);
    await releaseHeld(jobs);
    await reconcile(jobs.control);
    await workToTheEnd(jobs);
    expect(asked()).toBe(0);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2 });
  });

  test('whose first photo is deleted meanwhile has another lead', async () => {
    const ids = await add(...burst('lamp', 3));
    const id = await startJob(jobs, ids);
    await claimAll(jobs);
    await jobs.database.asUser(ana, (tx) =>
      deletePhoto(tx, { ownerId: ana, photoId: ids[0] ?? '', endLiveItem }),
    );
    await releaseHeld(jobs);
    await workToTheEnd(jobs);
    expect(asked()).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2, skipped: 1 });
  });

  test('can be paused, resumed and canceled while the others wait', async () => {
    const ids = await add(...burst('gate', 3));
    const id = await startJob(jobs, ids);
    await claimAll(jobs);
    await pauseJob(jobs.control, of(id));
    await resumeJob(jobs.control, of(id));
    await releaseHeld(jobs);
    await workToTheEnd(jobs);
    expect(asked()).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 3 });
    const other = await startJob(jobs, ids, { question: 'q2', alreadyNamed: 'again' });
    await claimAll(jobs);
    await cancelJob(jobs.control, of(other));
    expect(await jobOf(jobs, other)).toMatchObject({ status: 'canceled', canceled: 3 });
  });

  test('is proposed photo by photo in review, and numbered when accepted', async () => {
    const ids = await add(...burst('door', 3));
    const id = await startJob(jobs, ids, { apply: 'review' });
    await work(jobs);
    expect(asked()).toBe(1);
    expect((await itemsOf(jobs, id)).map(({ suggestedName }) => suggestedName)).toEqual(
      Array(3).fill('door.jpg'),
    );
    await jobs.database.asUser(ana, (tx) =>
      reviewJob(tx, { ...of(id), accept: ids.map((photoId) => ({ photoId })), skip: [], newId: jobs.newId }),
    );
    expect(await namesOf(jobs, ids)).toEqual(['door.jpg', 'door-2.jpg', 'door-3.jpg']);
  });

  test('is asked photo by photo on this machine, where an answer goes by date and place and costs nothing', async () => {
    const ids = await add(...burst('home', 3));
    await startJob(jobs, ids);
    const onDevice = { ...jobs, slice: { ...jobs.slice, expectedCostNano: () => null } };
    await work(onDevice);
    expect(asked()).toBe(3);
    expect(await namesOf(jobs, ids)).toEqual(['home.jpg', 'home-2.jpg', 'home-3.jpg']);
  });

  test('is estimated as one call, and as none once it has an answer', async () => {
    const ids = await add(...burst('guess', 4));
    const model = { provider: 'scripted', model: 'm1', onDevice: false, costNano: 1_000_000, concurrency: 8 };
    const wish = { ownerId: ana, photoIds: ids, options: options(), question: 'q1', model };
    const estimate = () => jobs.database.asUser(ana, (tx) => estimateJob(tx, wish));
    expect(await estimate()).toMatchObject({ usd: 0.001, willLook: 4, reused: 3 });
    await startJob(jobs, ids.slice(0, 1), { apply: 'nothing' });
    await work(jobs);
    expect(await estimate()).toMatchObject({ usd: 0, willLook: 4, reused: 4 });
  });

  test('costs one call of a limit, however many photos it has', async () => {
    const ids = await add(...burst('cent', 4));
    // One call costs 0.0005, and nothing is left after it.
    const id = await startJob(jobs, ids, { budgetUsd: 0.0005 });
    await workToTheEnd(jobs);
    await resumeJob(jobs.control, { ...of(id), budgetNano: 500_000 });
    await workToTheEnd(jobs);
    expect(asked()).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 4 });
  });
});
