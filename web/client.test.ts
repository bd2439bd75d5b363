import { expect, test } from 'vitest';
import { createRollcallClient } from './client.ts';
import { makePhoto } from './make-photo.test-data.ts';
import { ApiProblem } from './problem.ts';

function setUp(answer: () => Response | Promise<Response>) {
  const calls: { init: RequestInit }[] = [];
  const client = createRollcallClient({
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
  const client = createRollcallClient({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
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
  expect(client.exportUrl(['a', 'b'], false)).toBe('/api/v1/export?photoIds=a%2Cb');
  expect(client.exportUrl(['a'], true)).toBe('/api/v1/export?photoIds=a&xmp=true');
  expect(client.exportAllUrl(true)).toBe('/api/v1/export?all=true&xmp=true');
  expect(client.exportUrl(Array.from({ length: 301 }, String), false)).toBeNull();
});

const origin = 'https://x.supabase.co/functions/v1';

test('elsewhere than on its own server it asks where it is told, with the headers of that moment', async () => {
  const calls: { url: string; headers: Headers }[] = [];
  let token = 1;
  const client = createRollcallClient({
    baseUrl: `${origin}/rollcall-api`,
    jobsAddress: `${origin}/batch-ai-analysis`,
    headers: () => Promise.resolve({ authorization: `Bearer ${token++}` }),
    fetch: (input, init) => {
      calls.push({ url: String(input), headers: new Headers(init?.headers) });
      return Promise.resolve(Response.json({ seq: 1, events: [] }));
    },
  });
  await client.changes(7);
  await client.startBatch('all', {}, 'key');
  expect(calls.map(({ url }) => url)).toEqual([
    `${origin}/rollcall-api/api/v1/changes?since=7`,
    `${origin}/batch-ai-analysis`,
  ]);
  expect(calls.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer 1', 'Bearer 2']);
});

test('addresses of photos are signed links, or begin where the interface stands', async () => {
  const signed = 'https://x.supabase.co/storage/v1/object/sign/rollcall/t.webp?token=1';
  const photo = makePhoto({
    urls: { thumbnail: signed, preview: '/api/v1/photos/p/preview', file: '/api/v1/photos/p/file' },
  });
  const resolved = {
    thumbnail: signed,
    preview: `${origin}/rollcall-api/api/v1/photos/p/preview`,
    file: `${origin}/rollcall-api/api/v1/photos/p/file`,
  };
  const data = { seq: 2, photos: [photo], removed: [], counts: {} };
  const client = createRollcallClient({
    baseUrl: `${origin}/rollcall-api`,
    fetch: (input) =>
      Promise.resolve(
        Response.json(
          String(input).includes('changes')
            ? { seq: 2, events: [{ type: 'photos', data }] }
            : { photos: [photo] },
        ),
      ),
  });
  expect((await client.listPhotos()).photos[0]?.urls).toEqual(resolved);
  expect((await client.changes(1)).events).toMatchObject([{ data: { photos: [{ urls: resolved }] } }]);
});

test('the feed is resumed by header', async () => {
  const { client, calls } = setUp(() => new Response(''));
  await client.openEvents('41', new AbortController().signal);
  expect(calls[0]?.init.headers).toMatchObject({ 'last-event-id': '41' });
});
