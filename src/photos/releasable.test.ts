import { expect, test } from 'vitest';
import { createReleasable } from './releasable.ts';

function source(...parts: number[]) {
  const state = { reason: '', taken: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = parts[state.taken];
        if (part === undefined) return controller.close();
        state.taken += 1;
        controller.enqueue(Uint8Array.of(part));
      },
      cancel: (reason) => void (state.reason = String(reason)),
    },
    { highWaterMark: 0 },
  );
  return { state, body };
}

/** A stream of what a generator yields, that fails when it is cancelled. */
const made = (parts: AsyncGenerator<Uint8Array>) =>
  new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => Promise.reject(new Error('broken off')),
  });

test('what is read comes out whole, one source after the other', async () => {
  const originals = createReleasable();
  async function* both() {
    yield* originals.read(source(1, 2).body);
    yield* originals.read(source(3).body);
  }
  const bytes = await new Response(originals.guard(made(both()))).bytes();
  expect([...bytes]).toEqual([1, 2, 3]);
});

test('broken off it cancels the source being read with the reason, and fails for nobody', async () => {
  const originals = createReleasable();
  const { state, body } = source(1, 2, 3, 4, 5, 6);
  async function* parts() {
    yield* originals.read(body);
  }
  const reader = originals.guard(made(parts())).getReader();
  await reader.read();
  await reader.cancel('left');
  expect(state.reason).toBe('left');
  expect(state.taken).toBeLessThan(6);
});

test('a source that is opened when all is over is closed at once', async () => {
  const originals = createReleasable();
  await originals.guard(source(1).body).cancel('left');
  const late = source(1, 2);
  const parts = [];
  for await (const part of originals.read(late.body)) parts.push(part);
  expect(parts).toEqual([]);
  expect(late.state.taken).toBe(0);
});
