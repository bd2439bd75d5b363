import { expect, test } from 'vitest';
import { createNextSlice, workerNameIn } from './next-slice.ts';

/** Functions that answer so, in the order in which they are asked. */
function setUp(...answers: readonly (string | number)[]) {
  const asked: string[] = [];
  const errors: string[] = [];
  const startNext = createNextSlice({
    config: { supabaseUrl: 'https://x.supabase.co', workerSecret: 'the secret' },
    fetch: async (address, init) => {
      const answer = answers[asked.length] ?? 500;
      expect(new Headers(init?.headers).get('x-rollcall-worker')).toBe('the secret');
      asked.push(String(address).split('/').at(-1) ?? '');
      return typeof answer === 'number'
        ? new Response('{}', { status: answer })
        : Response.json({ slice: answer }, { status: 202 });
    },
    onError: (error) => errors.push(String(error)),
  });
  return { asked, errors, startNext };
}

test('asks one after the other until a slice has begun, and itself last', async () => {
  const { asked, startNext } = setUp('busy', 'busy', 'started');
  expect(await startNext('rollcall-worker-2')).toBe(true);
  expect(asked).toEqual(['rollcall-worker-3', 'rollcall-worker', 'rollcall-worker-2']);
});

test('asks no further where there are enough', async () => {
  const { asked, startNext } = setUp('enough');
  expect(await startNext()).toBe(true);
  expect(asked).toEqual(['rollcall-worker']);
});

test('goes on to the next name where one fails or is not deployed, and says so', async () => {
  const { errors, startNext } = setUp(404, 'busy', 503);
  expect(await startNext()).toBe(false);
  expect(errors).toHaveLength(2);
  expect(errors[0]).toContain('rollcall-worker answered 404');
});

test('knows by the path which of the workers was called', () => {
  expect(workerNameIn('https://x.supabase.co/rollcall-worker-3')).toBe('rollcall-worker-3');
  expect(workerNameIn('http://127.0.0.1/functions/v1/rollcall-worker?x=1')).toBe('rollcall-worker');
  expect(workerNameIn('https://x.supabase.co/batch-ai-analysis')).toBeUndefined();
});
