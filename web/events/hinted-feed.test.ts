import { expect, test } from 'vitest';
import type { ChangesAnswer } from '../../src/http/schemas/event.ts';
import { makeJob } from '../make-photo.test-data.ts';
import type { FeedMessage } from './feed-message.ts';
import { leastMs, lookMs, runHintedFeed, type HintListener } from './hinted-feed.ts';

const counts = { all: 0, unnamed: 0, named: 0, suggested: 0, needsLook: 0, failed: 0 };
const snapshot = (seq: number): ChangesAnswer => ({
  seq,
  events: [{ type: 'snapshot', data: { seq, jobs: [], counts } }],
});
const job = (seq: number, status: 'processing' | 'completed'): ChangesAnswer => ({
  seq,
  events: [{ type: 'jobs', data: { seq, jobs: [makeJob({ seq, status })] } }],
});

/** A feed whose answers are given one by one, and whose waits end when the test says so. */
function setUp() {
  const stop = new AbortController();
  const asked: (number | null)[] = [];
  const heard: FeedMessage[] = [];
  const waits: { ms: number; end: () => void }[] = [];
  let answer: ((answer: ChangesAnswer | Error) => void) | null = null;
  let hints: HintListener | null = null;
  let look: () => void = () => {};
  void runHintedFeed({
    changes: (since) => {
      asked.push(since);
      return new Promise((resolve, reject) => {
        answer = (given) => (given instanceof Error ? reject(given) : resolve(given));
      });
    },
    listen: (listener) => void (hints = listener),
    onLook: (ring) => void (look = ring),
    onMessage: (message) => heard.push(message),
    since: null,
    now: () => 1000,
    random: () => 0,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        waits.push({ ms, end: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    signal: stop.signal,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    asked,
    heard,
    types: () => heard.map(({ type }) => type),
    async answer(given: ChangesAnswer | Error) {
      answer?.(given);
      await settle();
    },
    /** Ends the wait under way; returns how long it was to be. */
    async pass() {
      const { ms, end } = waits.at(-1) ?? { ms: Number.NaN, end: () => {} };
      end();
      await settle();
      return ms;
    },
    async listening(is: boolean) {
      hints?.onListening(is);
      await settle();
    },
    async hint(seq: number) {
      hints?.onHint(seq);
      await settle();
    },
    async look() {
      look();
      await settle();
    },
  };
}

test('it begins with a snapshot, and then asks for what changed since', async () => {
  const feed = setUp();
  await feed.answer(snapshot(5));
  expect(feed.types()).toEqual(['connection', 'snapshot']);
  await feed.pass();
  await feed.hint(6);
  expect(feed.asked).toEqual([null, 5]);
  await feed.answer(job(6, 'processing'));
  expect(feed.types()).toEqual(['connection', 'snapshot', 'jobs']);
});

test('without a channel it asks every 2 s while a job runs, and every 15 s else', async () => {
  const feed = setUp();
  await feed.answer(snapshot(5));
  await feed.pass();
  expect(await feed.pass()).toBe(lookMs.alone.quiet - leastMs);
  await feed.answer(job(6, 'processing'));
  await feed.pass();
  expect(await feed.pass()).toBe(lookMs.alone.busy - leastMs);
  await feed.answer(job(7, 'completed'));
  await feed.pass();
  expect(await feed.pass()).toBe(lookMs.alone.quiet - leastMs);
  expect(lookMs.alone).toEqual({ busy: 2000, quiet: 15_000 });
});

test('it looks at once when the channel joins again, and when it breaks', async () => {
  const feed = setUp();
  await feed.answer(snapshot(5));
  await feed.pass();
  await feed.listening(true);
  await feed.answer({ seq: 5, events: [] });
  await feed.pass();
  await feed.listening(false);
  await feed.answer({ seq: 5, events: [] });
  await feed.pass();
  await feed.listening(true);
  expect(feed.asked).toEqual([null, 5, 5, 5]);
});

test('a hint of what it knows already is passed over', async () => {
  const feed = setUp();
  await feed.answer(snapshot(9));
  await feed.pass();
  await feed.hint(9);
  expect(feed.asked).toHaveLength(1);
});

test('many hints at a time make one look, not before the least time is over', async () => {
  const feed = setUp();
  await feed.answer(snapshot(5));
  for (const seq of [6, 7, 8]) await feed.hint(seq);
  expect(feed.asked).toHaveLength(1);
  expect(await feed.pass()).toBe(leastMs);
  expect(feed.asked).toEqual([null, 5]);
  await feed.answer(job(8, 'processing'));
  await feed.pass();
  expect(feed.asked).toHaveLength(2);
});

test('it looks when the page has changed something itself', async () => {
  const feed = setUp();
  await feed.answer(snapshot(5));
  await feed.pass();
  await feed.look();
  expect(feed.asked).toEqual([null, 5]);
});

test('it says when nothing answers and when it tries again, and goes on from where it was', async () => {
  const feed = setUp();
  await feed.answer(snapshot(5));
  await feed.pass();
  await feed.look();
  await feed.answer(new Error('down'));
  expect(feed.heard.at(-1)).toEqual({ type: 'connection', data: { connected: false, retryAt: 1500 } });
  await feed.pass();
  expect(feed.asked).toEqual([null, 5, 5]);
  await feed.answer({ seq: 5, events: [] });
  expect(feed.heard.at(-1)).toEqual({ type: 'connection', data: { connected: true, retryAt: null } });
});
