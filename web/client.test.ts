import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import { ApiProblem } from './problem.ts';

function setUp(answer: () => Response | Promise<Response>) {
  const calls: { init: RequestInit }[] = [];
  const client = createClient({
    fetch: (_, init) => {
      calls.push({ init: init ?? {} });
      return Promise.resolve(answer());
    },
  });
  return { client, calls };
}

test('a refusal carries its code and sentence', async () => {
  const problem = { type: 'x', title: 'Taken', status: 409, code: 'name_taken', suggestion: 'bee-2.jpg' };
  const { client } = setUp(() => Response.json(problem, { status: 409 }));
  const refusal = await client.patchName('p1', 'bee').catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    code: 'name_taken',
    status: 409,
    detail: 'Taken',
    body: { suggestion: 'bee-2.jpg' },
  });
});

test('a page of a proxy in between is a problem too, not a crash', async () => {
  const { client } = setUp(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(client.getJob('j')).rejects.toMatchObject({ code: 'http_502' });
});

test('no way to the server is told apart from its refusals', async () => {
  const client = createClient({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
  const problem = await client.settings().catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ status: 0, code: 'unreachable' });
});

test('starting a batch sends the key that makes it safe to repeat', async () => {
  const { client, calls } = setUp(() => Response.json({ jobId: 'j', job: {} }, { status: 202 }));
  await client.startBatch(['a'], { language: 'es' }, 'key-1');
  expect(calls[0]?.init.headers).toMatchObject({ 'idempotency-key': 'key-1' });
  expect(await new Response(calls[0]?.init.body ?? null).json()).toEqual({
    photoIds: ['a'],
    options: { language: 'es' },
  });
});

test('many photos are exported by a request, few by an address', () => {
  const { client } = setUp(() => Response.json({}));
  expect(client.exportUrl(['a', 'b'])).toBe('/api/v1/export?photoIds=a%2Cb');
  expect(client.exportUrl(Array.from({ length: 301 }, String))).toBeNull();
});

test('the feed is resumed by header', async () => {
  const { client, calls } = setUp(() => new Response(''));
  await client.openEvents('41', new AbortController().signal);
  expect(calls[0]?.init.headers).toMatchObject({ 'last-event-id': '41' });
});
