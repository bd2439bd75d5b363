import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../test/simulator/manual-clock.ts';
import { createRateLimits, type Limits } from '../../test/simulator/rate-limits.ts';
import { seededRandom } from '../../test/simulator/seeded-random.ts';
import { createLimiter } from './limiter.ts';
import { never, ok, throttled } from './outcomes.testdata.ts';
import type { Outcome } from './vision-model.ts';

const unreachable: Outcome = { kind: 'unreachable', detail: '' };

/** Runs a batch against a provider with limits, on a clock of its own; a throttled photo goes back into the line. */
async function runBatch(options: {
  photos: number;
  latencyMs: number;
  limits: Limits;
  concurrency?: number;
  refusalMs?: number;
  tokens?: number;
}) {
  const clock = createManualClock();
  const startedAt = clock.now();
  const limiter = createLimiter({ clock, concurrency: options.concurrency ?? 16, random: seededRandom(7) });
  const provider = createRateLimits(options.limits, startedAt);
  const tokens = options.tokens ?? 1400;
  let calls = 0;
  let done = 0;
  let quietUntil = 0;
  let startedInQuiet = 0;

  async function photo(): Promise<void> {
    for (;;) {
      const permit = await limiter.acquire(tokens, never);
      calls += 1;
      if (clock.now() < quietUntil) startedInQuiet += 1;
      const verdict = provider.charge(tokens, clock.now());
      await clock.sleep(verdict.ok ? options.latencyMs : (options.refusalMs ?? 5));
      const waitMs = Math.ceil(verdict.retryAfterMs / 1000) * 1000;
      if (!verdict.ok && options.limits.retryAfter !== 'none')
        quietUntil = Math.max(quietUntil, clock.now() + waitMs);
      const stated = options.limits.retryAfter === 'none' ? 1000 : waitMs;
      permit.done(verdict.ok ? ok : throttled(stated), new Headers(verdict.headers));
      if (verdict.ok) break;
    }
    done += 1;
  }

  const all = Array.from({ length: options.photos }, photo);
  await clock.runUntil(() => done === options.photos, 86_400_000);
  await Promise.all(all);
  return { calls, seconds: (clock.now() - startedAt) / 1000, startedInQuiet };
}

describe('a limiter in front of a provider without limits', () => {
  it('adds next to nothing to the time the calls take', async () => {
    const result = await runBatch({ photos: 640, latencyMs: 300, limits: {} });
    expect(result.calls).toBe(640);
    expect(result.seconds).toBeLessThan((640 * 0.3) / 16 + 0.2);
  });
});

describe('a limiter in front of a provider that takes five calls a second', () => {
  const requests = { perSecond: 5, burst: 5 };

  it.each([
    ['and says what is left', { requests }],
    ['and says when to come back in milliseconds', { requests, retryAfter: 'ms' as const }],
    ['and only says when to come back', { requests, headers: false }],
    ['and only says no', { requests, headers: false, retryAfter: 'none' as const }],
  ])('%s names every photo with 1.05 calls at most', async (_, limits) => {
    const result = await runBatch({ photos: 500, latencyMs: 300, limits });
    expect(result.calls).toBeLessThanOrEqual(525);
    expect(result.startedInQuiet).toBe(0);
    expect(result.seconds).toBeLessThan(125);
  });

  it('wastes no more where a refusal takes as long as an answer', async () => {
    const result = await runBatch({ photos: 500, latencyMs: 300, refusalMs: 300, limits: { requests } });
    expect(result.calls).toBeLessThanOrEqual(525);
  });
});

describe('a limiter in front of larger budgets', () => {
  it('spends 500 requests a minute without a refusal', async () => {
    const result = await runBatch({
      photos: 1500,
      latencyMs: 2300,
      concurrency: 32,
      limits: { requests: { perSecond: 500 / 60, burst: 500 } },
    });
    expect(result.calls).toBeLessThanOrEqual(1510);
    expect(result.seconds).toBeLessThan(150);
  });

  it('keeps to a token budget', async () => {
    const result = await runBatch({
      photos: 500,
      latencyMs: 1000,
      limits: { tokens: { perSecond: 200_000 / 60, burst: 200_000 } },
    });
    expect(result.calls).toBeLessThanOrEqual(510);
    expect(result.seconds).toBeLessThan(((500 * 1400 - 200_000) / 200_000) * 60 * 1.12);
  });

  it('does not mistake a daily budget for a slow one', async () => {
    const result = await runBatch({
      photos: 200,
      latencyMs: 300,
      limits: { requests: { perSecond: 1000 / 86_400, burst: 1000 } },
    });
    expect(result.seconds).toBeLessThan(10);
  });
});

describe('a provider that counts in windows', () => {
  it.each([1000, 60_000])('of %i ms gets no more than 1.05 calls a photo', async (windowMs) => {
    const result = await runAgainstWindows({ photos: 500, windowMs, limit: (5 * windowMs) / 1000 });
    expect(result.calls).toBeLessThanOrEqual(525);
    expect(result.seconds).toBeLessThan(130);
  });
});

/** A fixed window: full again at its end, and the reset header says when that is. */
async function runAgainstWindows(options: { photos: number; windowMs: number; limit: number }) {
  const clock = createManualClock();
  const startedAt = clock.now();
  const limiter = createLimiter({ clock, concurrency: 16, random: seededRandom(7) });
  let calls = 0;
  let done = 0;
  const used = new Map<number, number>();
  async function photo(): Promise<void> {
    for (let refused = true; refused;) {
      const permit = await limiter.acquire(1400, never);
      calls += 1;
      const since = clock.now() - startedAt;
      const nth = Math.floor(since / options.windowMs);
      const taken = (used.get(nth) ?? 0) + 1;
      used.set(nth, taken);
      refused = taken > options.limit;
      const resetMs = (nth + 1) * options.windowMs - since;
      await clock.sleep(refused ? 5 : 300);
      const headers = new Headers({
        'x-ratelimit-limit-requests': String(options.limit),
        'x-ratelimit-remaining-requests': String(Math.max(0, options.limit - taken)),
        'x-ratelimit-reset-requests': `${resetMs}ms`,
      });
      permit.done(refused ? throttled(Math.ceil(resetMs / 1000) * 1000) : ok, headers);
    }
    done += 1;
  }
  const all = Array.from({ length: options.photos }, photo);
  await clock.runUntil(() => done === options.photos, 86_400_000);
  await Promise.all(all);
  return { calls, seconds: (clock.now() - startedAt) / 1000 };
}

function setUp(concurrency = 8) {
  const clock = createManualClock();
  const limiter = createLimiter({ clock, concurrency, random: () => 0 });
  const startMany = async (count: number) => {
    const permits = Array.from({ length: count }, () => limiter.acquire(1, never));
    await clock.advance(concurrency * 10);
    return Promise.all(permits);
  };
  return { clock, limiter, startMany };
}

describe('the gate', () => {
  it('lets nothing start while a wait runs, then one call, then the rest', async () => {
    const { clock, limiter, startMany } = setUp();
    const [first] = await startMany(1);
    first?.done(throttled(10_000));
    expect(limiter.room()).toBe(0);
    expect(limiter.state()).toMatchObject({ reason: 'rate_limit', waitingUntil: clock.now() + 10_000 });
    const started: number[] = [];
    const waiting = [1, 2, 3].map((id) =>
      limiter.acquire(1, never).then((permit) => (started.push(id), permit)),
    );
    await clock.advance(9_999);
    expect(started).toEqual([]);
    await clock.advance(10);
    expect(started).toEqual([1]);
    (await waiting[0])?.done(ok);
    await clock.advance(50);
    expect(started).toEqual([1, 2, 3]);
    expect(limiter.state()).toMatchObject({ reason: null, waitingUntil: null });
  });

  it('stays closed for the longest wait anybody was told', async () => {
    const { clock, limiter, startMany } = setUp();
    const [one, two] = await startMany(2);
    one?.done(throttled(60_000));
    two?.done(throttled(1000));
    await clock.advance(59_000);
    expect(limiter.room()).toBe(0);
    await clock.advance(2000);
    expect(limiter.room()).toBe(1);
  });

  it('lets another call try where the probe was called off', async () => {
    const { clock, limiter, startMany } = setUp();
    const [first] = await startMany(1);
    first?.done(throttled(1000));
    const probe = limiter.acquire(1, never);
    const next = limiter.acquire(1, never);
    await clock.advance(1100);
    (await probe).done(null);
    await clock.advance(10);
    await expect(next).resolves.toBeDefined();
  });

  it('closes after five failures to connect in a row, and tries ever more rarely', async () => {
    const { clock, limiter, startMany } = setUp();
    const since = clock.now() + 80;
    for (const permit of await startMany(5)) permit.done(unreachable);
    expect(limiter.state()).toMatchObject({ reason: 'unreachable', unreachableSince: since });
    const pauses: number[] = [];
    for (let probes = 0; probes < 7; probes += 1) {
      const closedAt = clock.now();
      const probe = limiter.acquire(1, never);
      await clock.runUntil(() => limiter.state().inFlight === 1, 10_000_000);
      pauses.push((clock.now() - closedAt) / 1000);
      (await probe).done(unreachable);
    }
    expect(pauses).toEqual([30, 60, 120, 240, 300, 300, 60]);
  });

  it('opens again as soon as the provider answers', async () => {
    const { clock, limiter, startMany } = setUp();
    for (const permit of await startMany(5)) permit.done(unreachable);
    const probe = limiter.acquire(1, never);
    await clock.advance(30_000);
    (await probe).done(ok);
    expect(limiter.state()).toMatchObject({ reason: null, unreachableSince: null });
    expect(limiter.room()).toBeGreaterThan(1);
  });

  it('stays open where failures do not come in a row', async () => {
    const { limiter, startMany } = setUp();
    const permits = await startMany(8);
    for (const [index, permit] of permits.entries()) permit.done(index % 4 === 3 ? ok : unreachable);
    expect(limiter.state().reason).toBeNull();
  });

  it('holds the next calls back for a moment after a wrong key, so that the job can pause', async () => {
    const { clock, limiter, startMany } = setUp();
    const [first] = await startMany(1);
    first?.done({ kind: 'config_error', cause: 'bad_key', detail: '' });
    expect(limiter.room()).toBe(0);
    expect(limiter.state().reason).toBeNull();
    await clock.advance(1000);
    expect(limiter.room()).toBe(1);
  });
});

describe('the window', () => {
  it('starts the first calls 10 ms apart and never holds more than it may', async () => {
    const clock = createManualClock();
    const limiter = createLimiter({ clock, concurrency: 4, random: () => 0 });
    const startedAt = clock.now();
    const times: number[] = [];
    const permits = Array.from({ length: 6 }, async () => {
      const permit = await limiter.acquire(1, never);
      times.push(clock.now() - startedAt);
      return permit;
    });
    await clock.advance(1000);
    expect(times).toEqual([0, 10, 20, 30]);
    expect(limiter.room()).toBe(0);
    (await permits[0])?.done(ok);
    await clock.advance(0);
    expect(times).toHaveLength(5);
  });

  it('is cut once for one throttle, however many calls it hit', async () => {
    const clock = createManualClock();
    const limiter = createLimiter({ clock, concurrency: 10, random: () => 0 });
    const permits = Array.from({ length: 10 }, () => limiter.acquire(1, never));
    await clock.advance(200);
    for (const permit of await Promise.all(permits)) permit.done(throttled(1000));
    expect(limiter.state().window).toBe(7);
  });
});

describe('acquire', () => {
  it('rejects with the reason of the signal, and gives its place away', async () => {
    const clock = createManualClock();
    const limiter = createLimiter({ clock, concurrency: 1, random: () => 0 });
    const held = await limiter.acquire(1, never);
    const leaving = new AbortController();
    const left = limiter.acquire(1, leaving.signal);
    const next = limiter.acquire(1, never);
    leaving.abort(new Error('paused'));
    await expect(left).rejects.toThrow('paused');
    await expect(limiter.acquire(1, leaving.signal)).rejects.toThrow('paused');
    held.done(ok);
    await expect(next).resolves.toBeDefined();
  });

  it('counts a permit that is given back twice once', async () => {
    const clock = createManualClock();
    const limiter = createLimiter({ clock, concurrency: 2, random: () => 0 });
    const permit = await limiter.acquire(1, never);
    permit.done(ok);
    permit.done(ok);
    expect(limiter.state().inFlight).toBe(0);
  });
});
