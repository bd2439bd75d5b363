import { expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { createDecoderPool } from './decoder-pool.ts';
import type { Decoder, DecoderVerdict } from './decoder-verdict.ts';

const live = new AbortController().signal;
const answer: DecoderVerdict = {
  kind: 'outcome',
  outcome: { ok: false, code: 'file_damaged', detail: 'Test.' },
};

/** Time that only passes when told to. */
function manualClock() {
  const sleepers = new Set<() => void>();
  const clock: Clock = {
    now: () => 0,
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        sleepers.add(resolve);
        signal?.addEventListener('abort', () => {
          sleepers.delete(resolve);
          reject(signal.reason);
        });
      }),
  };
  const pass = async () => {
    for (const wake of sleepers) wake();
    await settle();
  };
  return { clock, pass };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

interface FakeDecoder extends Decoder {
  finish(verdict: DecoderVerdict): void;
  held: number;
  tasks: object[];
}

function fakePool(processes: number) {
  const started: FakeDecoder[] = [];
  const { clock, pass } = manualClock();
  const start = () => {
    let resolve: ((verdict: DecoderVerdict) => void) | null = null;
    let alive = true;
    const decoder: FakeDecoder = {
      held: 100,
      tasks: [],
      finish: (verdict) => {
        if (verdict.kind !== 'outcome') alive = false;
        resolve?.(verdict);
      },
      run: async (task, signal) => {
        decoder.tasks.push(task);
        return await new Promise((done, reject) => {
          resolve = done;
          signal.addEventListener('abort', () => {
            alive = false;
            reject(signal.reason);
          });
        });
      },
      get alive() {
        return alive;
      },
      residentBytes: async () => decoder.held,
      kill: async () => {
        alive = false;
      },
    };
    started.push(decoder);
    return decoder;
  };
  const pool = createDecoderPool({ processes, start, restartAboveBytes: 200, idleMs: 1000, clock });
  return { pool, started, pass };
}

test('starts nothing before the first picture, and no more processes than allowed', async () => {
  const { pool, started } = fakePool(2);
  expect(started).toHaveLength(0);
  const runs = [1, 2, 3].map((n) => pool.run({ n }, live));
  await settle();
  expect(started.map((decoder) => decoder.tasks)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  started[0]?.finish(answer);
  await runs[0];
  await settle();
  expect(started).toHaveLength(2);
  expect(started[0]?.tasks).toEqual([{ n: 1 }, { n: 3 }]);
});

test('replaces a process that has ended, and one that holds on to memory', async () => {
  const { pool, started } = fakePool(1);
  for (const prepareEnd of [
    () => started[0]?.finish({ kind: 'timeout' }),
    () => started[1]?.finish(answer),
  ]) {
    const run = pool.run({}, live);
    await settle();
    const last = started.at(-1);
    if (last) last.held = 500;
    prepareEnd();
    await run;
  }
  void pool.run({}, live).catch(() => {});
  await settle();
  expect(started).toHaveLength(3);
  expect(started.map((decoder) => decoder.alive)).toEqual([false, false, true]);
  await pool.close();
});

test('ends a process nobody uses, and starts another when needed', async () => {
  const { pool, started, pass } = fakePool(1);
  const run = pool.run({}, live);
  await settle();
  started[0]?.finish(answer);
  await run;
  expect(started[0]?.alive).toBe(true);
  await pass();
  expect(started[0]?.alive).toBe(false);
  const again = pool.run({}, live);
  await settle();
  started[1]?.finish(answer);
  expect(await again).toEqual(answer);
});

test('a picture aborted while it waits takes nobody’s turn', async () => {
  const { pool, started } = fakePool(1);
  const first = pool.run({ n: 1 }, live);
  const abort = new AbortController();
  const second = pool.run({ n: 2 }, abort.signal);
  const third = pool.run({ n: 3 }, live);
  await settle();
  abort.abort(new Error('no longer wanted'));
  await expect(second).rejects.toThrow('no longer wanted');
  started[0]?.finish(answer);
  await first;
  await settle();
  started[0]?.finish(answer);
  expect(await third).toEqual(answer);
  expect(started[0]?.tasks).toEqual([{ n: 1 }, { n: 3 }]);
});

test('closing ends what is at work and what waits, and takes nothing more', async () => {
  const { pool, started } = fakePool(1);
  const runs = [pool.run({}, live), pool.run({}, live)];
  await settle();
  const closed = pool.close();
  const closedError = { reason: { message: 'The image work is closed.' } };
  expect(await Promise.allSettled(runs)).toMatchObject([closedError, closedError]);
  await closed;
  expect(started.map((decoder) => decoder.alive)).toEqual([false]);
  await expect(pool.run({}, live)).rejects.toThrow('closed');
});
