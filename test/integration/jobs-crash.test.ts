import { beforeEach, describe, expect, test } from 'vitest';
import { beginAlone } from '../../src/jobs/begin-alone.ts';
import { resumeJob } from '../../src/jobs/control-job.ts';
import { reconcile } from '../../src/jobs/reconcile.ts';
import { settle } from '../../src/jobs/settle.ts';
import {
  answered,
  callsOf,
  claimAll,
  itemsOf,
  jobOf,
  releaseHeld,
  startJob,
  useJobs,
  work,
  workToTheEnd,
} from './build-jobs.ts';
import { addPhotos, ana, namesOf } from './build-library.ts';
import { titled, usage } from './build-lanes.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

const jobs = useJobs();
beforeEach(() => jobs.database.query('delete from pgboss.job'));

const add = (...texts: string[]) => addPhotos(jobs, texts, { folder: jobs.newId() });
const of = (jobId: string) => ({ ownerId: ana, jobId });
const check = () => expectTrueCounts(jobs.database, ana);
async function queued(): Promise<number> {
  const rows = await jobs.database.query(
    `select from pgboss.job where name = 'items' and state < 'completed'`,
  );
  return rows.length;
}

describe('a worker that dies', () => {
  test('has its items run again; the call that may have been paid for stands in the ledger as lost', async () => {
    const ids = await add('cr#1');
    const id = await startJob(jobs, ids);
    const [lost] = await claimAll(jobs);
    await releaseHeld(jobs);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
    expect(await callsOf(jobs, id)).toMatchObject([
      { outcome: 'lost', claim_no: 1, cost_nano: 400_000 },
      { outcome: 'ok', claim_no: 2 },
    ]);
    // It was only stalled: its answer comes late, overwrites the guess and counts nothing.
    if (lost !== undefined) await settle(jobs.claiming, [answered(lost, 'stalled')]);
    expect(await callsOf(jobs, id)).toMatchObject([
      { outcome: 'ok', late: true, claim_no: 1, cost_nano: usage.costNano },
      { outcome: 'ok', late: false, claim_no: 2 },
    ]);
    expect(await namesOf(jobs, ids)).toEqual(['cr.jpg']);
    await check();
  });

  test('a late answer ends nothing while the item is in other hands', async () => {
    const ids = await add('fence#1');
    const id = await startJob(jobs, ids);
    const [first] = await claimAll(jobs);
    await releaseHeld(jobs);
    const [second] = await claimAll(jobs);
    if (first === undefined || second === undefined) throw new Error('Both must hold it');
    await settle(jobs.claiming, [answered(first, 'late')]);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'processing', inFlight: 1, succeeded: 0 });
    await settle(jobs.claiming, [answered(second, 'counts')]);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
    expect(await namesOf(jobs, ids)).toEqual(['counts.jpg']);
    await check();
  });

  test('a late answer that comes together with the one that counts loses neither', async () => {
    const ids = await add('both#1');
    const id = await startJob(jobs, ids);
    const [first] = await claimAll(jobs);
    await releaseHeld(jobs);
    const [second] = await claimAll(jobs);
    if (first === undefined || second === undefined) throw new Error('Both must hold it');
    await settle(jobs.claiming, [answered(second, 'counts'), answered(first, 'late')]);
    expect(await callsOf(jobs, id)).toMatchObject([
      { outcome: 'ok', late: true, claim_no: 1 },
      { outcome: 'ok', late: false, claim_no: 2 },
    ]);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
    expect(await namesOf(jobs, ids)).toEqual(['counts.jpg']);
    await check();
  });

  test('its result sent twice, the answer to the commit being lost, counts once', async () => {
    const id = await startJob(jobs, await add('tw#1', 'tw#2'));
    const batch = (await claimAll(jobs)).map((item) => answered(item, 'twice'));
    await settle(jobs.claiming, batch);
    await settle(jobs.claiming, batch);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2, cost: { calls: 2 } });
    await check();
  });

  test('over a photo for the third time has it looked at alone, and gives up after two more', async () => {
    const ids = await add('boom#1', 'calm#1');
    const id = await startJob(jobs, ids);
    for (let crash = 0; crash < 3; crash++) {
      await claimAll(jobs);
      await releaseHeld(jobs);
    }
    // Crashes: each claim but the first found it in flight. This one is the third for both.
    let together = 0;
    let inFlight = 0;
    jobs.lanes.script(async (asked) => {
      inFlight += 1;
      together = Math.max(together, inFlight);
      await Promise.resolve();
      inFlight -= 1;
      return titled(asked);
    });
    await workToTheEnd(jobs);
    expect(together).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2 });
  });

  test('three times over one photo, and twice more with nothing beside it, ends that photo as failed', async () => {
    const id = await startJob(jobs, await add('bomb#1'));
    for (let crash = 0; crash < 5; crash++) {
      const [item] = await claimAll(jobs);
      if (item !== undefined && item.crashes >= 3) await beginAlone(jobs.database, item);
      await releaseHeld(jobs);
    }
    await workToTheEnd(jobs);
    expect(await itemsOf(jobs, id)).toMatchObject([{ status: 'error', code: 'crashed', canRetry: true }]);
    expect(jobs.lanes.calls.length).toBe(0);
    expect((await callsOf(jobs, id)).map((call) => call.outcome)).toEqual(Array(5).fill('lost'));
  });

  test('again and again while a photo only waits for its turn never makes it that photo’s fault', async () => {
    const id = await startJob(jobs, await add('held#1', 'held#2'));
    for (let crash = 0; crash < 12; crash++) {
      await claimAll(jobs);
      await releaseHeld(jobs);
    }
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2, failed: 0 });
    await check();
  });

  test('one that is told to stop gives its items back unspent', async () => {
    const id = await startJob(jobs, await add('stop#1'));
    const stop = new AbortController();
    jobs.lanes.script(({ signal }) => {
      stop.abort(new Error('Stop'));
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await work(jobs, { signal: stop.signal });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'processing', inFlight: 0, remaining: 1 });
    jobs.lanes.script(titled);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
    expect((await callsOf(jobs, id)).filter((call) => call.outcome === 'lost')).toEqual([]);
  });
});

describe('the queue is a hint only', () => {
  test('losing all of it loses no work', async () => {
    const id = await startJob(jobs, await add('q#1', 'q#2', 'q#3'));
    await claimAll(jobs, 1);
    await jobs.database.query('delete from pgboss.job');
    expect(await reconcile(jobs.control)).toMatchObject({ enqueued: 3 });
    expect(await reconcile(jobs.control)).toMatchObject({ enqueued: 0, removed: 0 });
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 3 });
  });

  test('what should not be in it is taken out', async () => {
    const id = await startJob(jobs, await add('r#1', 'r#2'));
    await jobs.database.query(`update rollcall.jobs set status = 'paused', reason = 'user' where id = $1`, [
      id,
    ]);
    expect(await reconcile(jobs.control)).toMatchObject({ enqueued: 0, removed: 2 });
    expect(await queued()).toBe(0);
    await resumeJob(jobs.control, of(id));
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed' });
  });

  test('a message delivered twice, or for an item that ended, changes nothing', async () => {
    const ids = await add('m#1');
    const id = await startJob(jobs, ids);
    const held = await claimAll(jobs);
    await work(jobs);
    await settle(
      jobs.claiming,
      held.map((item) => answered(item, 'once')),
    );
    await jobs.database.transaction((tx) =>
      jobs.queue.insert(
        tx,
        'items',
        held.map((item) => ({ id: item.id, ownerId: ana, jobId: id, priority: 0 })),
      ),
    );
    expect(await work(jobs)).toBe(0);
    expect(await queued()).toBe(0);
    expect(await namesOf(jobs, ids)).toEqual(['once.jpg']);
  });

  test('a slice settles no more than it was asked to', async () => {
    await startJob(jobs, await add(...Array.from({ length: 12 }, (_, i) => `max#${i}`)));
    expect(await work(jobs, { maxItems: 5 })).toBe(5);
    expect(jobs.lanes.calls.length).toBe(5);
    await workToTheEnd(jobs);
  });
});
