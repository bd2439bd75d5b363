import { expect, test } from 'vitest';
import { createSendObject } from './storage-objects.ts';

const live = new AbortController().signal;
const object = { key: 'incoming/o/u/preview.jpg', body: new Blob(['bytes']), mediaType: 'image/jpeg' };

function setUp(answers: readonly (() => Response)[]) {
  const requests: { url: string; headers: Headers }[] = [];
  const pauses: number[] = [];
  let tokens = 0;
  const send = createSendObject({
    url: 'https://p.example',
    bucket: 'rollcall',
    headers: async () => ({ apikey: 'key', authorization: `Bearer ${(tokens += 1)}` }),
    fetch: async (input, init) => {
      requests.push({ url: String(input), headers: new Headers(init?.headers) });
      return (answers[requests.length - 1] ?? done)();
    },
    clock: {
      sleep: async (ms) => void pauses.push(ms),
    },
  });
  return { send, requests, pauses };
}

const done = () => Response.json({ Key: 'x' });
/** The service hides the true status. */
const refused = (statusCode: number) => () =>
  Response.json({ statusCode: String(statusCode), error: 'x', message: 'x' }, { status: 400 });
const offline = () => {
  throw new TypeError('Failed to fetch');
};

test('puts an object once, for good', async () => {
  const { send, requests } = setUp([done]);
  const sent: number[] = [];
  await send(object, live, (bytes) => sent.push(bytes));
  expect(requests[0]?.url).toBe('https://p.example/storage/v1/object/rollcall/incoming/o/u/preview.jpg');
  expect(Object.fromEntries(requests[0]?.headers ?? [])).toMatchObject({
    apikey: 'key',
    'content-type': 'image/jpeg',
    'x-upsert': 'false',
    'cache-control': 'max-age=31536000',
  });
  expect(sent).toEqual([5]);
});

test('tries again after a broken line, a bad minute and an ended token, each time with a token of that moment', async () => {
  const { send, requests, pauses } = setUp([offline, refused(503), refused(401), done]);
  await send(object, live);
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer 1',
    'Bearer 2',
    'Bearer 3',
    'Bearer 4',
  ]);
  expect(pauses).toEqual([1000, 3000, 8000]);
});

test('an object that an earlier attempt has put is there', async () => {
  const { send, requests } = setUp([offline, refused(409)]);
  await send(object, live);
  expect(requests).toHaveLength(2);
});

test('a refusal is not argued with', async () => {
  const { send, requests } = setUp([refused(403)]);
  await expect(send(object, live)).rejects.toMatchObject({ status: 403, code: 'storage_403' });
  expect(requests).toHaveLength(1);
  await expect(setUp([refused(413)]).send(object, live)).rejects.toMatchObject({ code: 'too_large' });
});

test('gives up after a while, and at once when stopped', async () => {
  const { send, requests } = setUp(Array.from({ length: 9 }, () => offline));
  await expect(send(object, live)).rejects.toMatchObject({ code: 'unreachable' });
  expect(requests).toHaveLength(5);
  const stopped = setUp([offline]);
  await expect(stopped.send(object, AbortSignal.abort(new Error('stopped')))).rejects.toThrow();
  expect(stopped.requests).toHaveLength(1);
});
