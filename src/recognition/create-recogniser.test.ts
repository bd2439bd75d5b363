import { expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { createRecogniser } from './create-recogniser.ts';
import type { Detector } from './detector.ts';
import type { Box } from './read-boxes.ts';

const aCat: Box = { left: 0, top: 0, right: 1, bottom: 1, score: 0.9, class: 15 };
const picture = new Uint8Array([1]);
const never = new AbortController().signal;

/** Time passes only by `pass`. */
function createStillClock(): Clock & { pass: (ms: number) => Promise<void> } {
  let time = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: time + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    async pass(ms) {
      time += ms;
      for (const sleeper of sleepers) {
        if (sleeper.at > time) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await new Promise(setImmediate);
    },
  };
}

interface Started {
  ended: boolean;
  answer: (boxes: Box[]) => void;
  fail: (error: Error) => void;
}

/** Detectors that answer when told to. */
function setUp(detectors = 1) {
  const clock = createStillClock();
  const errors: string[] = [];
  const started: Started[] = [];
  const start = (): Detector => {
    const one: Started = { ended: false, answer: () => {}, fail: () => {} };
    started.push(one);
    return {
      detect: () =>
        new Promise((resolve, reject) => {
          one.answer = resolve;
          one.fail = reject;
        }),
      end: async () => void (one.ended = true),
    };
  };
  const onError = (error: unknown) => errors.push(String(error));
  const recogniser = createRecogniser({ start, detectors, timeoutMs: 1000, idleMs: 500, clock, onError });
  return { recogniser, clock, errors, started };
}

const tick = () => new Promise(setImmediate);

test('nothing starts before the first picture, and one detector serves them in order', async () => {
  const { recogniser, started } = setUp();
  expect(started).toHaveLength(0);
  const first = recogniser.recognise(picture, never);
  const second = recogniser.recognise(picture, never);
  await tick();
  expect(started).toHaveLength(1);
  started[0]?.answer([aCat]);
  expect((await first).map((found) => found.label)).toEqual(['cat']);
  await tick();
  started[0]?.answer([]);
  expect(await second).toEqual([]);
  expect(started).toHaveLength(1);
});

test('a picture that takes too long goes without, and the next one gets a fresh detector', async () => {
  const { recogniser, clock, started, errors } = setUp();
  const hanging = recogniser.recognise(picture, never);
  await tick();
  await clock.pass(1000);
  expect(await hanging).toEqual([]);
  expect(started[0]?.ended).toBe(true);
  expect(errors[0]).toContain('longer than 1 s');
  const next = recogniser.recognise(picture, never);
  await tick();
  started[1]?.answer([aCat]);
  expect(await next).toHaveLength(1);
});

test('a detector that dies harms its picture only', async () => {
  const { recogniser, started, errors } = setUp();
  const broken = recogniser.recognise(picture, never);
  const next = recogniser.recognise(picture, never);
  await tick();
  started[0]?.fail(new Error('out of memory'));
  expect(await broken).toEqual([]);
  await tick();
  started[1]?.answer([aCat]);
  expect(await next).toHaveLength(1);
  expect(errors).toEqual(['Error: out of memory']);
});

test('who gives up waiting frees the place', async () => {
  const { recogniser, started } = setUp();
  const first = recogniser.recognise(picture, never);
  const giveUp = new AbortController();
  const impatient = recogniser.recognise(picture, giveUp.signal);
  const patient = recogniser.recognise(picture, never);
  await tick();
  giveUp.abort(new Error('canceled'));
  await expect(impatient).rejects.toThrow('canceled');
  started[0]?.answer([]);
  await first;
  await tick();
  started[0]?.answer([aCat]);
  expect(await patient).toHaveLength(1);
});

test('an unused detector ends, and so do all when it is closed', async () => {
  const { recogniser, clock, started } = setUp(2);
  const both = [recogniser.recognise(picture, never), recogniser.recognise(picture, never)];
  await tick();
  for (const one of started) one.answer([]);
  await Promise.all(both);
  const third = recogniser.recognise(picture, never);
  await tick();
  await clock.pass(500);
  expect(started.map((one) => one.ended)).toEqual([true, false]);
  started[1]?.answer([]);
  await third;
  await recogniser.close();
  expect(started.every((one) => one.ended)).toBe(true);
  expect(await recogniser.recognise(picture, never)).toEqual([]);
});

test('closed while a detector is at work, that ends before all is closed, and its picture goes without', async () => {
  const { recogniser, started, errors } = setUp();
  const atWork = recogniser.recognise(picture, never);
  const waiting = recogniser.recognise(picture, never);
  await tick();
  await recogniser.close();
  expect(started.map((one) => one.ended)).toEqual([true]);
  expect(await Promise.all([atWork, waiting])).toEqual([[], []]);
  expect(started).toHaveLength(1);
  expect(errors).toEqual([]);
});

test('a picture that nobody waits for any more ends its detector, and the next one gets a fresh one', async () => {
  const { recogniser, started, errors } = setUp();
  const giveUp = new AbortController();
  const unwanted = recogniser.recognise(picture, giveUp.signal);
  const next = recogniser.recognise(picture, never);
  await tick();
  giveUp.abort(new Error('canceled'));
  await expect(unwanted).rejects.toThrow('canceled');
  expect(started[0]?.ended).toBe(true);
  await tick();
  started[1]?.answer([aCat]);
  expect(await next).toHaveLength(1);
  expect(errors).toEqual([]);
});
