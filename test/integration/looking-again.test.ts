import { beforeEach, describe, expect, test } from 'vitest';
import { estimateJob } from '../../src/jobs/estimate.ts';
import { settle } from '../../src/jobs/settle.ts';
import {
  answered,
  callsOf,
  claimAll,
  jobOf,
  options,
  releaseHeld,
  startJob,
  useJobs,
  work,
  workToTheEnd,
} from './build-jobs.ts';
import { ok, titled } from './build-lanes.ts';
import { addPhotos, ana, namesOf, view } from './build-library.ts';
import { burst, useScenes } from './build-stacks.ts';

const jobs = useJobs();
beforeEach(() => jobs.database.query('delete from pgboss.job'));

const again = { alreadyNamed: 'again', lookAgain: true } as const;

/** Photos that were asked about and named; the model then says something else. */
async function seen(...texts: string[]): Promise<string[]> {
  const ids = await addPhotos(jobs, texts, { folder: jobs.newId() });
  await startJob(jobs, ids);
  await work(jobs);
  jobs.lanes.calls.length = 0;
  jobs.lanes.script(() => ok('better'));
  return ids;
}

const titlesOf = async (ids: readonly string[]) =>
  (await view(jobs, ids)).map(({ analysis }) => analysis?.title);

describe('a job that looks again', () => {
  test('asks about what was seen before; its answer names the photo and takes the place of the stored one', async () => {
    const ids = await seen('dull#1');
    const id = await startJob(jobs, ids, again);
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['better.jpg']);
    expect(await titlesOf(ids)).toEqual(['better']);
    expect(await jobOf(jobs, id)).toMatchObject({ succeeded: 1, cost: { calls: 1, reused: 0 } });
    expect(await callsOf(jobs, id)).toMatchObject([{ outcome: 'ok', late: false }]);
    jobs.lanes.script(titled);
    await startJob(jobs, ids, { alreadyNamed: 'again' });
    await work(jobs);
    expect(jobs.lanes.calls).toHaveLength(1);
    expect(await namesOf(jobs, ids)).toEqual(['better.jpg']);
  });

  test('leaves what was seen as it is where the model does not answer', async () => {
    const ids = await seen('kept#1');
    jobs.lanes.script(() => ({
      kind: 'refused',
      detail: 'no',
      usage: { inputTokens: 1, outputTokens: 1, costNano: 1 },
    }));
    await startJob(jobs, ids, again);
    await work(jobs);
    expect(await titlesOf(ids)).toEqual(['kept']);
    expect(await namesOf(jobs, ids)).toEqual(['kept.jpg']);
  });

  test('that only looks changes no name', async () => {
    const ids = await seen('plain#1');
    await startJob(jobs, ids, { ...again, apply: 'nothing' });
    await work(jobs);
    expect(await titlesOf(ids)).toEqual(['better']);
    expect(await namesOf(jobs, ids)).toEqual(['plain.jpg']);
  });

  test('does not ask a second time for what it asked itself: an answer that came late counts', async () => {
    const ids = await seen('slow#1');
    const id = await startJob(jobs, ids, again);
    const first = await claimAll(jobs);
    await releaseHeld(jobs);
    const second = await claimAll(jobs);
    await settle(
      jobs.claiming,
      first.map((item) => answered(item, 'late')),
    );
    await settle(
      jobs.claiming,
      second.map((item) => ({ item, result: { kind: 'give_back' } as const })),
    );
    await workToTheEnd(jobs);
    expect(jobs.lanes.calls).toEqual([]);
    expect(await namesOf(jobs, ids)).toEqual(['late.jpg']);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
  });

  test('never puts an answer in the place of one that a younger job got', async () => {
    const ids = await seen('old#1');
    await startJob(jobs, ids, again);
    const [older] = await claimAll(jobs);
    await releaseHeld(jobs);
    const [item] = await claimAll(jobs);
    if (older === undefined || item === undefined) throw new Error('nothing was claimed');
    await settle(jobs.claiming, [answered(item, 'second')]);
    await startJob(jobs, ids, again);
    await work(jobs);
    await settle(jobs.claiming, [answered(older, 'first')]);
    expect(await titlesOf(ids)).toEqual(['better']);
  });

  test('is estimated without what was seen before', async () => {
    const ids = await seen('cost#1', 'cost#2');
    const estimate = (more: object) =>
      estimateJob(jobs.database, {
        ownerId: ana,
        photoIds: ids,
        options: options({ alreadyNamed: 'again', ...more }),
        question: 'q1',
        model: { provider: 'scripted', model: 'm1', onDevice: false, costNano: 1_000_000, concurrency: 1 },
      });
    expect(await estimate({})).toMatchObject({ usd: 0, reused: 2 });
    expect(await estimate(again)).toMatchObject({ usd: 0.002, reused: 0, willLook: 2 });
  });
});

describe('a burst that is looked at again', () => {
  const scenes = useScenes(jobs);

  test('is asked about once, and all of it takes the new answer', async () => {
    const ids = await scenes.add(...burst('dune', 3));
    await startJob(jobs, ids);
    await work(jobs);
    jobs.lanes.calls.length = 0;
    jobs.lanes.script(() => ok('better'));
    const id = await startJob(jobs, ids, again);
    await workToTheEnd(jobs);
    expect(jobs.lanes.calls).toHaveLength(1);
    expect(await titlesOf(ids)).toEqual(['better', 'better', 'better']);
    expect(await namesOf(jobs, ids)).toEqual(['better.jpg', 'better-2.jpg', 'better-3.jpg']);
    expect(await jobOf(jobs, id)).toMatchObject({ succeeded: 3, cost: { calls: 1, reused: 2 } });
  });
});
