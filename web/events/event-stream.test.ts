import { expect, test } from 'vitest';
import { backOffMs, runEventStream, silenceLimitMs } from './event-stream.ts';
import type { FeedMessage } from './feed-message.ts';

const stream = (...pieces: string[]) =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    }),
  );

const photos = (seq: number) =>
  `id: ${seq}\nevent: photos\ndata: {"seq":${seq},"photos":[],"removed":[]}\n\n`;

/** Runs the stream over the given answers; time passes only when `wait` is asked for. */
async function run(answers: (Response | Error)[]) {
  const stop = new AbortController();
  const asked: (string | null)[] = [];
  const heard: FeedMessage[] = [];
  const waits: number[] = [];
  await runEventStream({
    open: (lastEventId) => {
      asked.push(lastEventId);
      const answer = answers.shift();
      if (answers.length === 0) queueMicrotask(() => stop.abort());
      return answer instanceof Response
        ? Promise.resolve(answer)
        : Promise.reject(answer ?? new Error('end'));
    },
    onMessage: (message) => heard.push(message),
    now: () => 1000,
    random: () => 0,
    signal: stop.signal,
    wait: (ms, signal) => {
      if (ms === silenceLimitMs)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      waits.push(ms);
      return Promise.resolve();
    },
  });
  return { asked, heard, waits };
}

test('after a break it goes on behind the last event it saw', async () => {
  const { asked } = await run([stream(photos(7), photos(9)), stream(photos(11)), new Error('down')]);
  expect(asked).toEqual([null, '9', '11']);
});

test('it says when the line is lost, and when it will try again', async () => {
  const { heard } = await run([stream(photos(7)), new Error('down'), new Error('down')]);
  const connections = heard.filter((message) => message.type === 'connection').map((message) => message.data);
  expect(connections[0]).toEqual({ connected: true, retryAt: null });
  expect(connections[1]).toEqual({ connected: false, retryAt: 1500 });
});

const down = () => new Error('down');

test('it waits longer after each failure, and starts anew after a success', async () => {
  const { waits } = await run([down(), down(), down(), stream(photos(3)), down(), down()]);
  expect(waits).toEqual([500, 1000, 2000, 500, 1000]);
});

test('the wait has a limit, and jitter on top', () => {
  expect(backOffMs(20, 0)).toBe(15_000);
  expect(backOffMs(0, 1)).toBe(625);
});

test('an event of a newer server is left out', async () => {
  const { heard } = await run([stream('event: brand-new\ndata: {}\n\n', photos(2)), new Error('down')]);
  expect(heard.map((message) => message.type).filter((type) => type !== 'connection')).toEqual(['photos']);
});

test('told to hurry it tries again at once', async () => {
  const stop = new AbortController();
  let hurry = (): void => undefined;
  let tries = 0;
  await runEventStream({
    open: () => {
      tries += 1;
      if (tries === 2) stop.abort();
      return Promise.reject(down());
    },
    onMessage: () => queueMicrotask(() => hurry()),
    onHurry: (ring) => void (hurry = ring),
    now: () => 1000,
    random: () => 0,
    signal: stop.signal,
    // Time never passes by itself.
    wait: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  });
  expect(tries).toBe(2);
});
