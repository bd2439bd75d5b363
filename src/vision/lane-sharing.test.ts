import { describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../test/simulator/manual-clock.ts';
import { createRateLimits, type Limits } from '../../test/simulator/rate-limits.ts';
import { seededRandom } from '../../test/simulator/seeded-random.ts';
import { createLaneSharing } from './lane-sharing.ts';
import { createLimiter, type Limiter, type Permit } from './limiter.ts';
import type { LimiterStore } from './limiter-store.ts';
import { createMemoryLimiterStores } from './memory-limiter-store.ts';
import { never, nothing, ok, throttled } from './outcomes.testdata.ts';

interface Worker {
  readonly limiter: Limiter;
  stop(): Promise<void>;
}

function startWorker(
  clock: ManualClock,
  store: LimiterStore,
  { concurrency = 16, random = () => 0 }: { concurrency?: number; random?: () => number } = {},
): Worker {
  const stopping = new AbortController();
  const limiter: Limiter = createLimiter({
    clock,
    concurrency,
    random,
    isShared: true,
    onChange: () => sharing.nudge(),
  });
  const sharing = createLaneSharing({
    store,
    clock,
    limiters: () => [['lane', limiter]],
    onError: (error) => {
      throw error;
    },
  });
  const running = sharing.run(stopping.signal);
  return {
    limiter,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Several workers take photos from one heap, against one provider, on one clock. */
async function runTogether(options: { photos: number; limits: Limits; apart?: boolean }) {
  const clock = createManualClock();
  const startedAt = clock.now();
  const stores = createMemoryLimiterStores(clock.now);
  const slow = (store: LimiterStore): LimiterStore => ({
    ...store,
    async exchange(lane, report) {
      await clock.sleep(3);
      return await store.exchange(lane, report);
    },
  });
  const provider = createRateLimits(options.limits, startedAt);
  const workers = Array.from({ length: 3 }, (_, nth) => {
    const storesOfThis = options.apart === true ? createMemoryLimiterStores(clock.now) : stores;
    return startWorker(clock, slow(storesOfThis(`worker-${nth}`)), { random: seededRandom(7) });
  });
  const perWorker = workers.map(() => 0);
  let [waiting, calls, done, startedInQuiet] = [options.photos, 0, 0, 0];
  const quiets: { from: number; until: number }[] = [];

  async function takePhotos({ limiter }: Worker, nth: number): Promise<void> {
    while (waiting > 0) {
      waiting -= 1;
      const permit = await limiter.acquire(1400, never);
      const now = clock.now();
      calls += 1;
      // Others know of a wait after 250 ms and the time of an exchange; until then they cannot keep to it.
      if (quiets.some(({ from, until }) => now >= from + 260 && now < until)) startedInQuiet += 1;
      const verdict = provider.charge(1400, now);
      await clock.sleep(verdict.ok ? 300 : 5);
      const waitMs = Math.ceil(verdict.retryAfterMs / 1000) * 1000;
      if (verdict.ok) [done, perWorker[nth]] = [done + 1, (perWorker[nth] ?? 0) + 1];
      else {
        waiting += 1;
        quiets.push({ from: clock.now(), until: clock.now() + waitMs });
      }
      permit.done(verdict.ok ? ok : throttled(waitMs), new Headers(verdict.headers));
    }
  }

  const all = workers.flatMap((worker, nth) => Array.from({ length: 16 }, () => takePhotos(worker, nth)));
  await clock.runUntil(() => done === options.photos, 3_600_000);
  const seconds = (clock.now() - startedAt) / 1000;
  const stopped = Promise.all(workers.map((worker) => worker.stop()));
  await clock.advance(1000);
  await Promise.all([...all, stopped]);
  return { calls, seconds, startedInQuiet, perWorker };
}

describe('three workers in front of a provider that takes five calls a second', () => {
  const requests = { perSecond: 5, burst: 5 };

  it.each([
    ['and says what is left', { requests }],
    ['and says when to come back in milliseconds', { requests, retryAfter: 'ms' as const }],
    ['and only says when to come back', { requests, headers: false }],
  ])(
    '%s together make 1.05 calls a photo at most, and none while it wants to be left alone',
    async (_, limits) => {
      const result = await runTogether({ photos: 500, limits });
      expect(result.calls).toBeLessThanOrEqual(525);
      expect(result.startedInQuiet).toBe(0);
      expect(result.seconds).toBeLessThan(130);
      expect(Math.min(...result.perWorker)).toBeGreaterThan(100);
    },
  );

  it('hear of the first refusal before each has one of its own', async () => {
    const { calls } = await runTogether({ photos: 60, limits: { requests } });
    expect(calls).toBeLessThanOrEqual(63);
  });

  it('would waste more if they did not know of each other', async () => {
    const result = await runTogether({ photos: 500, limits: { requests, headers: false }, apart: true });
    expect(result.calls).toBeGreaterThan(525);
    expect(result.startedInQuiet).toBeGreaterThan(0);
  });
});

function setUp() {
  const clock = createManualClock();
  const stores = createMemoryLimiterStores(clock.now);
  const work = (name: string, concurrency = 9) => startWorker(clock, stores(name), { concurrency });
  const acquire = async ({ limiter }: Worker) => {
    const permit = limiter.acquire(1, never);
    await clock.advance(100);
    return await permit;
  };
  return { clock, stores, work, acquire };
}

const waitOf = ({ limiter }: Worker, now: number) => (limiter.state().waitingUntil ?? now) - now;

describe('workers on one lane', () => {
  it('hold back together within 250 ms of what one of them was told', async () => {
    const { clock, work, acquire } = setUp();
    const [one, two] = [work('1'), work('2')];
    await acquire(two);
    (await acquire(one)).done(throttled(10_000));
    expect(one.limiter.room()).toBe(0);
    await clock.advance(250);
    expect(two.limiter.room()).toBe(0);
    expect(two.limiter.state().reason).toBe('rate_limit');
    expect(waitOf(two, clock.now())).toBeGreaterThanOrEqual(9750);
    const started: string[] = [];
    for (const [name, { limiter }] of [
      ['one', one],
      ['two', two],
    ] as const) {
      void limiter.acquire(1, never).then((permit) => (started.push(name), permit.done(ok)));
    }
    await clock.advance(9740);
    expect(started).toEqual([]);
    await clock.advance(50);
    expect(started).toEqual(['one']);
    await clock.advance(100);
    expect(started).toEqual(['one', 'two']);
    expect(two.limiter.state().reason).toBeNull();
  });

  it('tell it also to one that comes later, when who was told has left', async () => {
    const { clock, work, acquire } = setUp();
    const first = work('1');
    (await acquire(first)).done(throttled(60_000));
    await first.stop();
    await clock.advance(10_000);
    const late = work('2');
    let started = false;
    void late.limiter.acquire(1, never).then(() => (started = true));
    await clock.advance(49_000);
    expect(started).toBe(false);
    await clock.advance(2000);
    expect(started).toBe(true);
  });

  it('share the window without losing a place, and get it back from who leaves or falls silent', async () => {
    const { clock, stores, work, acquire } = setUp();
    const workers = [work('1', 16), work('2', 16), work('3', 16)];
    const windows = () => workers.map(({ limiter }) => limiter.state().window);
    for (const worker of workers) await acquire(worker);
    await clock.advance(250);
    expect(windows()).toEqual([6, 5, 5]);
    await workers[2]?.stop();
    await clock.advance(250);
    expect(windows().slice(0, 2)).toEqual([8, 8]);
    await stores('killed').exchange('lane', nothing);
    const keepAsking = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        for (const { limiter } of workers.slice(0, 2))
          void limiter.acquire(1, never).then((permit) => permit.done(ok));
        await clock.advance(1000);
      }
    };
    await keepAsking(4);
    expect(windows()[0]).toBe(6);
    await keepAsking(2);
    expect(windows().slice(0, 2)).toEqual([8, 8]);
  });

  it('leave their part to the others when they have nothing more to ask, and hear of them before they ask again', async () => {
    const { clock, stores, work, acquire } = setUp();
    const [one, two] = [work('1', 16), work('2', 16)];
    await acquire(one);
    const last = await acquire(two);
    await clock.advance(250);
    expect(one.limiter.state().window).toBe(8);
    last.done(ok);
    await clock.advance(1500);
    expect(one.limiter.state().window).toBe(16);
    await stores('3').exchange('lane', { ...nothing, closedForMs: 5000, reason: 'rate_limit' });
    let started = false;
    void two.limiter.acquire(1, never).then(() => (started = true));
    await clock.advance(4900);
    // The first one only waits for its answer meanwhile, so two share.
    expect([started, two.limiter.state().window]).toEqual([false, 8]);
  });

  it('hand over place by place: who comes begins as the calls of who goes end, never all at once', async () => {
    const { clock, work } = setUp();
    const [goes, comes] = [work('1', 8), work('2', 8)];
    const begun: Permit[] = [];
    for (let nth = 0; nth < 8; nth += 1)
      void goes.limiter.acquire(1, never).then((permit) => begun.push(permit));
    await clock.advance(1500);
    expect(goes.limiter.state().inFlight).toBe(8);
    for (let nth = 0; nth < 20; nth += 1) void comes.limiter.acquire(1, never);
    let most = 0;
    for (const permit of begun) {
      await clock.advance(600);
      most = Math.max(most, goes.limiter.state().inFlight + comes.limiter.state().inFlight);
      permit.done(ok);
    }
    // Somebody who comes always has one call, so that two that wait for each other cannot come to a stop.
    expect(most).toBe(9);
    await clock.advance(600);
    expect([goes.limiter.state().inFlight, comes.limiter.state().inFlight]).toEqual([0, 8]);
  });

  it('hear of the others again before they begin more, if they had said that they ask for nothing', async () => {
    const { clock, work } = setUp();
    const [one, two] = [work('1', 8), work('2', 8)];
    const begun: Permit[] = [];
    for (let nth = 0; nth < 8; nth += 1)
      void one.limiter.acquire(1, never).then((permit) => begun.push(permit));
    await clock.advance(1500);
    for (const permit of begun.splice(0, 6)) permit.done(ok);
    for (let nth = 0; nth < 8; nth += 1) void two.limiter.acquire(1, never);
    await clock.advance(600);
    expect(two.limiter.state().inFlight).toBe(6);
    for (let nth = 0; nth < 4; nth += 1) void one.limiter.acquire(1, never);
    await clock.advance(200);
    expect(one.limiter.state().inFlight + two.limiter.state().inFlight).toBe(8);
  });

  it('ask nothing of the store while the lane is idle', async () => {
    const { clock, stores, work, acquire } = setUp();
    (await acquire(work('1'))).done(ok);
    await clock.advance(30_000);
    expect(await stores('2').exchange('lane', nothing)).toMatchObject([
      { here: false, report: { isUsing: false } },
    ]);
  });
});

describe('a store that does not answer', () => {
  it('is told once, holds nobody up, and is listened to again when it is back', async () => {
    const clock = createManualClock();
    const stores = createMemoryLimiterStores(clock.now);
    let away = true;
    const errors: unknown[] = [];
    const limiter: Limiter = createLimiter({ clock, concurrency: 4, random: () => 0, isShared: true });
    const store = stores('1');
    const exchange: LimiterStore['exchange'] = async (...told) => {
      if (away) throw new Error('no database');
      return await store.exchange(...told);
    };
    const sharing = createLaneSharing({
      store: { ...store, exchange },
      clock,
      limiters: () => [['lane', limiter]],
      onError: (error) => errors.push(error),
    });
    void sharing.run(never);
    const permits = [limiter.acquire(1, never), limiter.acquire(1, never)];
    await clock.advance(2000);
    await Promise.all(permits);
    expect(errors).toHaveLength(1);
    await stores('2').exchange('lane', { ...nothing, closedForMs: 60_000, reason: 'rate_limit' });
    away = false;
    await clock.advance(500);
    expect(limiter.room()).toBe(0);
  });
});
