import { expect, test } from 'vitest';
import { createBrowserImageWork, workersFor } from './create-browser-image-work.ts';
import { startWorkerDecoder } from './start-worker-decoder.ts';

const live = () => new AbortController().signal;

/** A worker whose words are put into its mouth. */
class FakeWorker extends EventTarget {
  readonly asked: unknown[] = [];
  ended = false;
  postMessage(task: unknown): void {
    this.asked.push(task);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const sleeps: (() => void)[] = [];
  const clock = {
    now: () => 0,
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleeps.push(resolve);
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  };
  const createWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  return { workers, sleeps, clock, createWorker };
}

test('hands out a picture and gives back what the worker says of it', async () => {
  const { workers, clock, createWorker } = setUp();
  const decoder = startWorkerDecoder<string>({ createWorker, clock, timeoutMs: 30_000 });
  const running = decoder.run({ file: 'a' }, live());
  workers[0]?.say({ kind: 'ready' });
  workers[0]?.say({ kind: 'outcome', outcome: 'read' });
  expect(await running).toEqual({ kind: 'outcome', outcome: 'read' });
  expect(workers[0]).toMatchObject({ asked: [{ file: 'a' }], ended: false });
  expect(decoder.alive).toBe(true);
});

test('ends a worker that takes too long, breaks down, or is not wanted any more', async () => {
  const { workers, sleeps, clock, createWorker } = setUp();
  const start = () => startWorkerDecoder<string>({ createWorker, clock, timeoutMs: 30_000 });
  const slow = start().run({}, live());
  sleeps[0]?.();
  expect(await slow).toEqual({ kind: 'timeout' });

  const broken = start().run({}, live());
  workers[1]?.say({ kind: 'ready' });
  workers[1]?.dispatchEvent(new Event('error'));
  expect(await broken).toEqual({ kind: 'died', started: true });

  const stop = new AbortController();
  const stopped = start().run({}, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  expect(workers.map((worker) => worker.ended)).toEqual([true, true, true]);
});

test('a worker that cannot be started says nothing of the picture', async () => {
  const { workers, clock, createWorker } = setUp();
  const images = createBrowserImageWork({ createWorker, clock, workers: 1 });
  const running = images.prepare(new Blob(['x']), live());
  running.catch(() => {});
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect.poll(() => workers.length).toBe(attempt + 1);
    workers[attempt]?.dispatchEvent(new Event('error'));
  }
  await expect(running).rejects.toThrow('could not be started');
});

test('as many workers as the machine can feed, two at least and four at most', () => {
  expect([workersFor(2, 8), workersFor(6, 8), workersFor(32, 8), workersFor(32, 4)]).toEqual([2, 3, 4, 2]);
  expect(workersFor(6, undefined)).toBe(2);
});
