import { describe, expect, test } from 'vitest';
import { cancelJob } from '../../src/jobs/control-job.ts';
import { estimateJob } from '../../src/jobs/estimate.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { itemsOf, jobOf, options, startJob, useJobs, work, workToTheEnd } from './build-jobs.ts';
import { addPhotos, ana, ben, seedPhotos, view } from './build-library.ts';
import { createJob } from '../../src/jobs/create-job.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

const jobs = useJobs();

const add = (...texts: string[]) => addPhotos(jobs, texts, { folder: jobs.newId() });
const rename = (photoId: string, name: string) =>
  jobs.database.asUser(ana, (tx) => renameByHand(tx, { ownerId: ana, photoId, name, newId: jobs.newId }));

/** One photo named by a job, one by hand, one not at all. */
async function mixed(mark = jobs.newId()): Promise<string[]> {
  const ids = await add(`byjob#${mark}`, `byhand#${mark}`, `new#${mark}`);
  await startJob(jobs, ids.slice(0, 1));
  await work(jobs);
  await rename(ids[1] ?? '', 'mine');
  return ids;
}

const codes = async (id: string) => (await itemsOf(jobs, id)).map((item) => item.code);

describe('a new job', () => {
  test('leaves out what has a name, saying so', async () => {
    const id = await startJob(jobs, await mixed());
    expect(await codes(id)).toEqual(['already_named', 'named_by_hand', null]);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'pending', total: 3, skipped: 2, remaining: 1 });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', skipped: 2, succeeded: 1 });
  });

  test('renames what a job named if asked to, and what a person named only if they ticked that too', async () => {
    const ids = await mixed();
    const again = await startJob(jobs, ids, { alreadyNamed: 'again' });
    expect(await codes(again)).toEqual([null, 'named_by_hand', null]);
    await workToTheEnd(jobs);
    const all = await startJob(jobs, ids, { alreadyNamed: 'again', includeHandNamed: true });
    expect(await codes(all)).toEqual([null, null, null]);
    await workToTheEnd(jobs);
    expect((await view(jobs, ids))[1]).toMatchObject({ name: 'byhand.jpg', previousName: 'mine.jpg' });
  });

  test('only looking takes every photo', async () => {
    const id = await startJob(jobs, await mixed(), { apply: 'nothing' });
    expect(await codes(id)).toEqual([null, null, null]);
    await workToTheEnd(jobs);
  });

  test('of which nothing is left to do is born completed', async () => {
    const ids = await add('done#1');
    await rename(ids[0] ?? '', 'done');
    const id = await startJob(jobs, ids);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', total: 1, skipped: 1, progress: 1 });
    expect((await jobOf(jobs, id)).finishedAt).not.toBeNull();
  });

  test('does not take photos from another job, and the photo keeps showing that one', async () => {
    const ids = await add('busy#1');
    const first = await startJob(jobs, ids);
    const second = await startJob(jobs, ids);
    expect(await codes(second)).toEqual(['in_another_job']);
    expect(await jobOf(jobs, second)).toMatchObject({ status: 'completed', skipped: 1 });
    expect((await view(jobs, ids))[0]).toMatchObject({ state: 'waiting', jobId: first });
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, first)).toMatchObject({ succeeded: 1 });
  });

  test('counts a photo sent twice once, and takes no photo of somebody else', async () => {
    const ids = await add('once#1');
    const theirs = await addPhotos(jobs, ['once#1'], { ownerId: ben, folder: jobs.newId() });
    const id = await startJob(jobs, [...ids, ...ids, ...theirs]);
    expect(await jobOf(jobs, id)).toMatchObject({ total: 1 });
    await workToTheEnd(jobs);
    expect((await view(jobs, theirs, ben))[0]?.state).toBe('ready');
  });

  test('is not made at all when what belongs to it in the same transaction fails', async () => {
    const ids = await add('none#1');
    const { database, queue, newId } = jobs;
    const job = {
      ownerId: ana,
      id: newId(),
      photoIds: ids,
      options: options(),
      provider: 'scripted',
      model: 'm1',
      lane: 'scripted:m1',
      question: 'q1',
    };
    const failing = () => Promise.reject(new Error('Somebody was first'));
    await expect(createJob({ database, queue, newId }, job, failing)).rejects.toThrow('Somebody was first');
    expect(await jobs.database.query('select from rollcall.jobs where id = $1', [job.id])).toEqual([]);
    expect(await jobs.database.query(`select from pgboss.job where singleton_key = $1`, [job.id])).toEqual(
      [],
    );
  });

  test('over 10,000 photos is one transaction, with a message for each', async () => {
    const ids = await seedPhotos(jobs, { n: 10_000, title: 'many', folder: jobs.newId() });
    const id = await startJob(jobs, ids);
    const [row] = await jobs.database.query<{ n: number }>(
      'select count(*)::int as n from pgboss.job where singleton_key = $1',
      [id],
    );
    expect(row?.n).toBe(10_000);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'pending', total: 10_000, remaining: 10_000 });
    await cancelJob(jobs.control, { ownerId: ana, jobId: id });
    await expectTrueCounts(jobs.database, ana);
  });
});

test('an estimate counts what is stored, named and left, and asks nobody', async () => {
  const ids = await mixed();
  const model = { provider: 'scripted', model: 'm1', onDevice: false, costNano: 1_000_000, concurrency: 10 };
  const before = jobs.lanes.calls.length;
  const ask = (more: Parameters<typeof options>[0]) =>
    jobs.database.asUser(ana, (tx) =>
      estimateJob(tx, { ownerId: ana, photoIds: ids, options: options(more), question: 'q1', model }),
    );
  expect(await ask({})).toMatchObject({ total: 3, alreadyNamed: 1, handNamed: 1, reused: 0, usd: 0.001 });
  expect(await ask({ alreadyNamed: 'again' })).toMatchObject({ total: 3, reused: 1, usd: 0.001 });
  expect(jobs.lanes.calls.length).toBe(before);
});
