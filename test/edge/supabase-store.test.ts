import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { ObjectMissing, StoreUnavailable } from '../../src/storage/object-store.ts';
import { createSupabaseStore } from '../../src/storage/supabase-store.ts';
import { describeObjectStore } from '../contracts/object-store.ts';
import { closeServer, listenOn } from '../simulator/server-sockets.ts';
import { createStorageStandIn } from './storage-stand-in.ts';

const secretKey = 'sb_secret_0123456789';

for (const key of [secretKey, 'older.service.role']) {
  const make = async () => {
    const { store, storage, close } = await start(key);
    return { store, countStored: async () => storage.objects.size, cleanUp: close };
  };
  describeObjectStore(`Supabase Storage with the key ${key}`, make, { servesPeople: true });
}

test('asks again while Storage is overloaded, with longer and longer pauses', async () => {
  const { store, storage, pauses, close } = await start(secretKey);
  await store.put('a', Buffer.from('x'));
  storage.fail(503, 3);
  expect(Buffer.from(await store.read('a')).toString()).toBe('x');
  expect(pauses).toEqual([100, 400, 1600]);
  storage.fail(429, 4);
  await expect(store.read('a')).rejects.toThrow(StoreUnavailable);
  await close();
  await expect(store.read('a')).rejects.toThrow(StoreUnavailable);
});

test('asks again for a picture whose bytes broke off, and never takes half of it for the whole', async () => {
  let asked = 0;
  const fetch: typeof globalThis.fetch = async () => {
    asked += 1;
    return asked === 1 ? new Response(breakingOff()) : new Response('whole');
  };
  const { store } = open('http://storage.test', { fetch });
  expect(new TextDecoder().decode(await store.read('a'))).toBe('whole');
});

test('takes a refusal for a refusal: neither tried again nor taken for a missing picture', async () => {
  const { storage, close, url } = await start(secretKey);
  const stranger = open(url, { key: 'sb_secret_wrong' });
  await expect(stranger.store.read('a')).rejects.toThrow(/403/u);
  const elsewhere = open(url, { bucket: 'nowhere' });
  await expect(elsewhere.store.read('a')).rejects.not.toThrow(ObjectMissing);
  expect(storage.requests()).toBe(2);
  await close();
});

test('a secret key is not sent as a bearer, which the gateway would refuse', async () => {
  const seen: Headers[] = [];
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    seen.push(new Headers(init?.headers));
    return new Response('x');
  };
  await open('http://storage.test', { fetch }).store.read('a');
  await open('http://storage.test', { fetch, key: 'older.service.role' }).store.read('a');
  expect(seen.map((headers) => [headers.get('apikey'), headers.get('authorization')])).toEqual([
    [secretKey, null],
    ['older.service.role', 'Bearer older.service.role'],
  ]);
});

describe('signed links', () => {
  const dayMs = 86_400_000;
  const keysOf = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => ({ key: `k/${from + i}` }));

  /** Storage that signs everything, and writes down what it was asked. */
  function signing() {
    const asked: { expiresIn: number; paths: string[] }[] = [];
    let isAway = false;
    const fetch: typeof globalThis.fetch = async (_url, init) => {
      asked.push(JSON.parse(String(init?.body)) as (typeof asked)[number]);
      if (isAway) return new Response('{}', { status: 503 });
      const at = asked.length;
      return Response.json(
        asked
          .at(-1)
          ?.paths.map((path) => ({ path, error: null, signedURL: `/object/sign/b/${path}?token=${at}` })),
      );
    };
    return { asked, fetch, away: (is: boolean) => void (isAway = is) };
  }

  test('are asked for together, a thousand at once as Storage allows, and each once', async () => {
    const { asked, fetch } = signing();
    const { store } = open('http://storage.test', { fetch });
    const links = await store.links(keysOf(1500));
    expect(asked.map(({ paths }) => paths.length)).toEqual([1000, 500]);
    expect(links[1400]).toBe('http://storage.test/storage/v1/object/sign/b/k/1400?token=2');
    await store.links([...keysOf(1500), { key: 'k/1', downloadAs: 'a.jpg' }]);
    expect(asked).toHaveLength(2);
    await store.links([{ key: 'new' }, { key: 'new', downloadAs: 'a.jpg' }, ...keysOf(3)]);
    expect(asked.at(-1)?.paths).toEqual(['new']);
    expect(await store.links([])).toEqual([]);
  });

  test('are good for 7 to 8 days, until the same moment for all of one day, and are renewed in time', async () => {
    const { asked, fetch } = signing();
    let now = 3 * dayMs + 5000;
    const { store } = open('http://storage.test', { fetch, now: () => now });
    await store.links(keysOf(1));
    now = 4 * dayMs - 1000;
    await store.links(keysOf(1, 1));
    expect(asked.map(({ expiresIn }) => expiresIn)).toEqual([(8 * dayMs) / 1000 - 5, (7 * dayMs) / 1000 + 1]);
    now = 5 * dayMs - 1;
    await store.links(keysOf(2));
    expect(asked).toHaveLength(2);
    now = 5 * dayMs;
    await store.links(keysOf(2));
    expect(asked).toHaveLength(3);
  });

  test('of so many objects are remembered and no more, the latest', async () => {
    const { asked, fetch } = signing();
    const { store } = open('http://storage.test', { fetch });
    await store.links(keysOf(4500));
    const before = asked.length;
    await store.links(keysOf(100, 4400));
    expect(asked).toHaveLength(before);
    await store.links(keysOf(100));
    expect(asked).toHaveLength(before + 1);
  });

  test('that cannot be made are asked for once, and not again for a while', async () => {
    const { asked, fetch, away } = signing();
    let now = 0;
    const { store, pauses } = open('http://storage.test', { fetch, now: () => now });
    away(true);
    await expect(store.links(keysOf(1))).rejects.toThrow(StoreUnavailable);
    away(false);
    await expect(store.links(keysOf(1))).rejects.toThrow(StoreUnavailable);
    expect([asked.length, pauses]).toEqual([1, []]);
    now = 10_000;
    expect(await store.links(keysOf(1))).toHaveLength(1);
  });

  test('lead to where browsers find the project', async () => {
    const { fetch } = signing();
    const { store } = open('http://kong:8000', { fetch, publicUrl: 'https://photos.test' });
    expect(await store.links(keysOf(1))).toEqual([
      'https://photos.test/storage/v1/object/sign/b/k/0?token=1',
    ]);
  });

  test('are none where Storage answers something else', async () => {
    for (const answer of [{}, [null, 5, { path: 'k/0' }, { path: 'k/0', signedURL: null }]]) {
      const { store } = open('http://storage.test', { fetch: async () => Response.json(answer) });
      expect(await store.links(keysOf(1))).toEqual([null]);
    }
  });
});

test('of a server that sends the whole instead of its beginning, only the beginning is read', async () => {
  let pulled = 0;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000).fill(7));
      },
    });
  const headers = { 'content-length': '9000000' };
  const { store } = open('http://storage.test', { fetch: async () => new Response(endless(), { headers }) });
  const { head, bytes, storedAt } = await store.readStart('a', 2500);
  expect([head.length, bytes, storedAt]).toEqual([2500, 9_000_000, null]);
  expect(pulled).toBeLessThan(10);
});

function breakingOff(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('ha'));
      controller.error(new TypeError('terminated'));
    },
  });
}

interface Opening {
  readonly key?: string;
  readonly bucket?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => number;
  readonly publicUrl?: string;
}

function open(
  url: string,
  {
    key = secretKey,
    bucket = 'rollcall',
    fetch = globalThis.fetch,
    now = () => 0,
    publicUrl = url,
  }: Opening = {},
) {
  const pauses: number[] = [];
  const clock: Clock = {
    now,
    sleep: async (ms) => void pauses.push(ms),
  };
  return {
    store: createSupabaseStore({ url, publicUrl, key, bucket, fetch, clock, random: () => 0 }),
    pauses,
  };
}

async function start(key: string) {
  const storage = createStorageStandIn({ bucket: 'rollcall', key });
  const server = createServer((request, response) => void storage.handle(request, response));
  const url = `http://127.0.0.1:${await listenOn(server, 0)}`;
  return { ...open(url, { key }), storage, url, close: () => closeServer(server) };
}
