import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workerOptions } from '../../src/app/connection-options.ts';
import { describeThisProcess, isGone } from '../../src/app/this-process.ts';
import { bumpOwners } from '../../src/database/bump.ts';
import { createProcesses, type Neighbour } from '../../src/database/processes.ts';
import type { Database, Sql } from '../../src/database/sql.ts';
import { claim } from '../../src/jobs/claim.ts';
import { giveBackGone } from '../../src/jobs/give-back-gone.ts';
import { createHeldItems } from '../../src/jobs/held-items.ts';
import { settle, type Finished } from '../../src/jobs/settle.ts';
import { claimPrepare } from '../../src/photos/prepare.ts';
import { makePhotos } from '../e2e/photos.ts';
import { startServer, type RunningServer } from '../e2e/server.ts';
import { createSimulator } from '../simulator/create-simulator.ts';
import { createManualClock } from '../simulator/manual-clock.ts';
import { answered, callsOf, jobOf, releaseHeld, startJob, useJobs, work } from './build-jobs.ts';
import { addPhotos, ana, file, filesOf } from './build-library.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

const jobs = useJobs();
beforeEach(async () => {
  await jobs.database.query('delete from pgboss.job');
  await jobs.database.query('delete from rollcall.processes');
});

/** A process of this place by its pid, as it is in the table. */
async function enter(pid: number, place = 'here') {
  const id = jobs.newId();
  const processes = createProcesses(jobs.worker, { id, kind: 'worker', place, pid, begun: '1' });
  await processes.beat({});
  const claiming = { ...jobs.claiming, holder: id };
  return { id, processes, claiming };
}

const dead = 666;
const giveBack = (processes: ReturnType<typeof createProcesses>, database: Database = jobs.worker) =>
  giveBackGone({
    database,
    queue: jobs.queue,
    processes,
    isGone: ({ pid }: Neighbour) => pid === dead,
  });

/** The database, where something happens right after this statement. */
const after = (name: string, happens: () => Promise<unknown>): Database => ({
  ...jobs.worker,
  transaction: (run) =>
    jobs.worker.transaction((tx) =>
      run({
        async query<Row extends object>(...[statement, values]: Parameters<Sql['query']>) {
          const rows = await tx.query<Row>(statement, values);
          if (typeof statement !== 'string' && statement.name === name) await happens();
          return rows;
        },
      }),
    ),
});

describe('what a process held that is gone', () => {
  test('goes on at once, with the crash counted and its call in the ledger', async () => {
    const [gone, next] = [await enter(dead), await enter(2)];
    const id = await startJob(jobs, await addPhotos(jobs, ['a#1', 'b#2']));
    const held = await claim(gone.claiming, { limit: 2 });
    expect(held).toHaveLength(2);
    expect(await claim(next.claiming, { limit: 2 })).toEqual([]);
    expect(await giveBack(next.processes)).toBe(2);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2 });
    expect((await callsOf(jobs, id)).filter(({ outcome }) => outcome === 'lost')).toHaveLength(2);
    // Even if it was not gone after all, the fence keeps what it brings from counting.
    await settle(
      jobs.claiming,
      held.map((item) => answered(item, 'late')),
    );
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2 });
    await expectTrueCounts(jobs.database, ana);
  });

  test('is left alone where it lives, or cannot be seen from here', async () => {
    const [living, far, next] = [await enter(3), await enter(dead, 'elsewhere'), await enter(2)];
    await startJob(jobs, await addPhotos(jobs, ['c#1', 'd#2']));
    expect(await claim(living.claiming, { limit: 1 })).toHaveLength(1);
    expect(await claim(far.claiming, { limit: 1 })).toHaveLength(1);
    expect(await giveBack(next.processes)).toBe(0);
    expect(await claim(next.claiming, { limit: 2 })).toEqual([]);
  });

  test('stays with whoever has claimed it meanwhile', async () => {
    const [gone, living, next] = [await enter(dead), await enter(3), await enter(2)];
    await startJob(jobs, await addPhotos(jobs, ['e#1']));
    await claim(gone.claiming, { limit: 1 });
    await releaseHeld(jobs);
    expect(await claim(living.claiming, { limit: 1 })).toHaveLength(1);
    expect(await giveBack(next.processes)).toBe(0);
  });

  test('stays with whoever has claimed it after it was seen and before it was locked', async () => {
    const [gone, living, next] = [await enter(dead), await enter(3), await enter(2)];
    await startJob(jobs, await addPhotos(jobs, ['h#1']));
    const [item] = await claim(gone.claiming, { limit: 1 });
    const claimMeanwhile = () =>
      jobs.database.query('update rollcall.job_items set holder = $2 where id = $1', [item?.id, living.id]);
    expect(await giveBack(next.processes, after('gone.held_items', claimMeanwhile))).toBe(0);
    expect(await claim(next.claiming, { limit: 1 })).toEqual([]);
  });

  test('is prepared by another where it was a picture', async () => {
    const [gone, next] = [await enter(dead), await enter(2)];
    await jobs.intake.takeIn(ana, filesOf([file('picture of a dead process')]));
    expect(await claimPrepare({ ...jobs.preparing, holder: gone.id }, 4)).toHaveLength(1);
    expect(await claimPrepare({ ...jobs.preparing, holder: next.id }, 4)).toEqual([]);
    expect(await giveBack(next.processes)).toBe(1);
    expect(await claimPrepare({ ...jobs.preparing, holder: next.id }, 4)).toHaveLength(1);
  });

  test('is forgotten once nothing of it can still be under way, and at once where it ended in order', async () => {
    const [gone, ended, next] = [await enter(dead), await enter(4), await enter(2)];
    const known = async () =>
      (await jobs.database.query<{ id: string }>('select id from rollcall.processes')).map(({ id }) => id);
    await ended.processes.leave();
    await giveBack(next.processes);
    expect((await known()).toSorted()).toEqual([gone.id, next.id].toSorted());
    await jobs.database.query(`update rollcall.processes set seen_at = now() - interval '2 minutes'`);
    await giveBack(next.processes);
    expect(await known()).toEqual([next.id]);
  });
});

test('a process that was stopped past its leases begins no call for what others may have by now', async () => {
  const clock = createManualClock();
  await startJob(jobs, await addPhotos(jobs, ['f#1', 'g#2']));
  const items = await claim(jobs.claiming, { limit: 2 });
  const finished: Finished[] = [];
  const goOn = Promise.withResolvers<void>();
  const lane = jobs.lanes.laneOf({ provider: 'scripted', model: 'm1' });
  if (lane === null) throw new Error('The scripted lane is missing');
  const held = createHeldItems({
    ...jobs.slice,
    clock,
    // One is asked about at once, the other waits for its turn until the process goes on.
    asker: (item) => ({
      ...lane,
      describe: async (...asked) => {
        if (item === items[1]) await goOn.promise;
        return lane.describe(...asked);
      },
    }),
    onFinished: (one) => finished.push(one),
    onChange: () => {},
  });
  jobs.lanes.calls.length = 0;
  held.take(items);
  await expect.poll(() => finished.length).toBe(1);
  await held.check();
  await clock.advance(50_000);
  goOn.resolve();
  await expect.poll(() => finished.length).toBe(2);
  expect(finished.map(({ result }) => result.kind)).toEqual(['answer', 'give_back']);
  expect(jobs.lanes.calls).toHaveLength(1);
});

test('a process that falls silent in the middle of a transaction does not keep what it has locked', async () => {
  // Ten seconds are too long for a test; that they are set is seen first.
  const silent = jobs.db.open({ options: workerOptions, max: 1 });
  expect(await silent.query('show idle_in_transaction_session_timeout')).toEqual([
    { idle_in_transaction_session_timeout: '10s' },
  ]);
  const isHeld = Promise.withResolvers<void>();
  const isOver = Promise.withResolvers<void>();
  const lost = silent.transaction(async (tx) => {
    await tx.query(`set local idle_in_transaction_session_timeout = '100ms'`);
    await bumpOwners(tx, [ana]);
    isHeld.resolve();
    await isOver.promise;
    await tx.query('select 1');
  });
  await isHeld.promise;
  await jobs.database.asUser(ana, (tx) => tx.asSystem((system) => bumpOwners(system, [ana])));
  isOver.resolve();
  await expect(lost).rejects.toThrow();
  // And its next transaction is as good as ever.
  await silent.transaction((tx) => bumpOwners(tx, [ana]));
});

describe('whether a process is gone', () => {
  const self = describeThisProcess({ id: 'x', kind: 'worker', isOnOneMachine: true });

  test('a process that lives is not, even if it is stopped', async () => {
    expect(isGone(self)).toBe(false);
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    child.kill('SIGSTOP');
    expect(isGone({ id: 'y', pid, begun: '' })).toBe(false);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(isGone({ id: 'y', pid, begun: '' })).toBe(true);
  });

  test.runIf(process.platform === 'linux')('another that has its pid by now does not stand for it', () => {
    expect(self.place).not.toBe('');
    expect(isGone({ ...self, begun: '1' })).toBe(true);
  });
});

describe('a server killed on its own machine', () => {
  let folder: string;
  let server: RunningServer | null = null;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-killed-'));
  });
  afterEach(() => server?.stop());
  afterAll(() => rm(folder, { recursive: true }));

  test('goes on within five seconds of its next start with the photos it was asking about', async () => {
    const simulator = await createSimulator({ latencyMs: 30_000 });
    const dataFolder = await mkdtemp(join(folder, 'data-'));
    const options = { dataFolder, baseUrl: simulator.baseUrl, env: { ROLLCALL_CONCURRENCY: '4' } };
    server = await startServer(options);
    const form = new FormData();
    for (const path of await makePhotos(join(folder, 'photos'), 4)) {
      form.append('file', new Blob([await readFile(path)]), path.split('/').at(-1));
    }
    await fetch(`${server.url}/api/v1/photos`, { method: 'POST', body: form });
    const started = await fetch(`${server.url}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ photoIds: 'all' }),
    });
    const { jobId } = (await started.json()) as { jobId: string };
    await expect.poll(() => simulator.stats().inFlight, { timeout: 20_000 }).toBe(4);
    await server.kill();
    simulator.configure({ latencyMs: 100 });
    simulator.reset();

    const { url } = (server = await startServer(options));
    const readyAt = performance.now();
    const statusOf = async () => {
      const response = await fetch(`${url}/api/v1/jobs/${jobId}`);
      return ((await response.json()) as { status: string }).status;
    };
    await expect.poll(statusOf, { timeout: 20_000, interval: 50 }).toBe('completed');
    expect(performance.now() - readyAt).toBeLessThan(5000);
    expect(simulator.stats()).toMatchObject({ billed: 4, imagesBilledTwice: 0 });
    await simulator.close();
  });
});
