import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { createProviderWatch } from '../../src/jobs/provider-watch.ts';
import type { Lanes } from '../../src/jobs/slice.ts';
import { createOpenLane } from '../../src/vision/lane.ts';
import type { LimiterState } from '../../src/vision/limiter.ts';
import type { ModelTest } from '../../src/vision/test-model.ts';
import type { VisionModel } from '../../src/vision/vision-model.ts';
import { runItemLoop } from '../../src/worker/item-loop.ts';
import { runPrepareLoop } from '../../src/worker/prepare-loop.ts';
import { jobOf, makeDue, startJob, useJobs, work } from './build-jobs.ts';
import { addPhotos, ana, file, filesOf, prepareAll, prepared, view } from './build-library.ts';
import { titled } from './build-lanes.ts';

const jobs = useJobs();

const loop = () => ({
  ...jobs.preparing,
  clock: jobs.slice.clock,
  concurrency: 2,
  hint: jobs.slice.hint,
  onError: jobs.slice.onError,
});

describe('the loop that prepares', () => {
  test('prepares what comes, and ends when told', async () => {
    const { photoIds } = await jobs.intake.takeIn(
      ana,
      filesOf(['a#1', 'b#1', 'c#1', 'd#1'].map((text) => file(text))),
    );
    const stop = new AbortController();
    const states = new Set<string>();
    let left = photoIds.length;
    jobs.prepareAs((text) => {
      left -= 1;
      if (left === 0) setImmediate(() => stop.abort(new Error('Stop')));
      return prepared(text);
    });
    await runPrepareLoop(loop(), stop.signal);
    await prepareAll(jobs);
    for (const photo of await view(jobs, photoIds)) states.add(photo.state);
    expect([...states]).toEqual(['ready']);
  });

  test('gives what it was working on to the next worker at once', async () => {
    const { photoIds } = await jobs.intake.takeIn(ana, filesOf([file('slow#1')]));
    const stop = new AbortController();
    const { images } = jobs.preparing;
    const stuck = {
      ...images,
      prepare: (_: unknown, signal: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          stop.abort(new Error('Stop'));
        }),
    };
    await runPrepareLoop({ ...loop(), images: stuck }, stop.signal);
    jobs.prepareAs((text) => prepared(text));
    // Nothing is made due here: no lease has to lapse first.
    expect(await prepareAll(jobs)).toBe(1);
    expect((await view(jobs, photoIds))[0]?.state).toBe('ready');
  });
});

test('the loop that runs jobs goes on after an error, and ends when told', async () => {
  const ids = await addPhotos(jobs, ['loop#1'], { folder: jobs.newId() });
  const id = await startJob(jobs, ids);
  const stop = new AbortController();
  let failing = true;
  const errors: string[] = [];
  const lanes: Lanes = {
    laneOf: jobs.lanes.laneOf,
    known: () => {
      if (!failing) return jobs.lanes.known();
      failing = false;
      throw new Error('Once');
    },
  };
  jobs.lanes.script((asked) => {
    setImmediate(() => stop.abort(new Error('Stop')));
    return titled(asked);
  });
  await runItemLoop({ ...jobs.slice, lanes, onError: (_, what) => errors.push(what) }, stop.signal);
  expect(errors).toEqual(['slice']);
  expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed' });
});

test('the loop that runs jobs waits for calls under way, and for nothing that is looked at on this machine', async () => {
  const ids = await addPhotos(jobs, ['here#1', 'here#2', 'here#3'], { folder: jobs.newId() });
  const id = await startJob(jobs, ids);
  const stop = new AbortController();
  const scripted = jobs.lanes.laneOf({ provider: 'scripted', model: 'm1' });
  if (scripted === null) throw new Error('No lane');
  let looking = 0;
  const describeHere: VisionModel['describe'] = (_, signal) => {
    looking += 1;
    if (looking === ids.length) setImmediate(() => stop.abort(new Error('Stop')));
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  };
  const lane = createOpenLane({ ...scripted.model, onDevice: true, describe: describeHere }, 8);
  const lanes: Lanes = { laneOf: () => lane, known: () => new Map([['scripted:m1', lane]]).entries() };
  // What is waited for with a call under way takes for ever here.
  const clock: Clock = {
    ...jobs.slice.clock,
    sleep: (ms, signal) => jobs.slice.clock.sleep(ms < 10_000 ? ms : 2 ** 31, signal),
  };
  await runItemLoop({ ...jobs.slice, lanes, clock }, stop.signal);
  expect(looking).toBe(3);
  // Nothing is made due: no lease has to lapse first.
  await work(jobs);
  expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 3 });
});

describe('the watch over providers', () => {
  const start = Date.now();
  let now = start;
  let state: LimiterState;
  let answer: ModelTest = { ok: false, code: 'unreachable', detail: '' };
  const quiet: LimiterState = {
    window: 8,
    inFlight: 0,
    waitingUntil: null,
    reason: null,
    unreachableSince: null,
    rates: null,
  };

  function watch() {
    const lane = jobs.lanes.laneOf({ provider: 'scripted', model: 'm1' });
    if (lane === null) throw new Error('No lane');
    const lanes: Lanes = {
      laneOf: () => lane,
      known: () => [['scripted:m1', { ...lane, state: () => state }]],
    };
    return createProviderWatch({
      ...jobs.control,
      lanes,
      providers: { test: async () => answer },
      now: () => now,
    });
  }

  const pending = async (text: string) =>
    startJob(jobs, await addPhotos(jobs, [text], { folder: jobs.newId() }));
  const { signal } = new AbortController();

  test('tells the jobs of a lane until when it waits, and that it no longer does', async () => {
    const id = await pending('wait#1');
    const until = start + 3_600_000;
    const told = watch();
    state = { ...quiet, waitingUntil: until, reason: 'rate_limit' };
    await told.tellWaiting();
    const job = await jobOf(jobs, id);
    expect(Date.parse(job.waitingUntil ?? '')).toBe(until);
    state = { ...quiet, waitingUntil: until + 500, reason: 'rate_limit' };
    await told.tellWaiting();
    expect((await jobOf(jobs, id)).seq).toBe(job.seq);
    state = quiet;
    await told.tellWaiting();
    expect((await jobOf(jobs, id)).waitingUntil).toBeNull();
  });

  test('tells it to a job that is started while the provider already waits', async () => {
    const until = start + 3_600_000;
    const told = watch();
    state = { ...quiet, waitingUntil: until, reason: 'rate_limit' };
    await told.tellWaiting();
    const id = await pending('late#1');
    await told.tellWaiting();
    expect(Date.parse((await jobOf(jobs, id)).waitingUntil ?? '')).toBe(until);
    state = quiet;
    await told.tellWaiting();
    expect((await jobOf(jobs, id)).waitingUntil).toBeNull();
  });

  test('tells it again if it could not be told', async () => {
    const id = await pending('again#1');
    const until = start + 3_600_000;
    let failing = true;
    const { database, queue } = jobs.control;
    const lane = jobs.lanes.laneOf({ provider: 'scripted', model: 'm1' });
    if (lane === null) throw new Error('No lane');
    const told = createProviderWatch({
      queue,
      database: {
        ...database,
        transaction: (run) => (failing ? Promise.reject(new Error('Away')) : database.transaction(run)),
      },
      lanes: { laneOf: () => lane, known: () => [['scripted:m1', { ...lane, state: () => state }]] },
      providers: { test: async () => answer },
      now: () => now,
    });
    state = { ...quiet, waitingUntil: until, reason: 'rate_limit' };
    await expect(told.tellWaiting()).rejects.toThrow('Away');
    failing = false;
    await told.tellWaiting();
    expect((await jobOf(jobs, id)).waitingUntil).not.toBeNull();
    failing = true;
    state = quiet;
    await expect(told.tellWaiting()).rejects.toThrow('Away');
    failing = false;
    await told.tellWaiting();
    expect((await jobOf(jobs, id)).waitingUntil).toBeNull();
  });

  test('pauses jobs whose provider has been away for 15 minutes, and wakes them when it answers', async () => {
    const id = await pending('away#1');
    state = { ...quiet, unreachableSince: start };
    now = start + 14 * 60_000;
    await watch().check(signal);
    expect((await jobOf(jobs, id)).status).toBe('pending');
    now = start + 15 * 60_000;
    await watch().check(signal);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'paused', reason: 'provider_unreachable' });
    await watch().check(signal);
    expect((await jobOf(jobs, id)).status).toBe('paused');
    state = quiet;
    answer = { ok: true, model: 'm1', said: 'a dot', ms: 1, costNano: 0, photoNano: 0 };
    await watch().check(signal);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'pending', reason: null });
    jobs.lanes.script(titled);
    await makeDue(jobs);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed' });
  });
});
