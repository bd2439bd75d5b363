import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { ObjectMissing, StoreUnavailable } from '../../src/storage/object-store.ts';
import { createSupabaseStore } from '../../src/storage/supabase-store.ts';
import { describeObjectStore } from '../contracts/object-store.ts';
import { closeServer, listenOn } from '../simulator/server-sockets.ts';
import { createStorageStandIn } from './storage-stand-in.ts';

const secretKey = 'sb_secret_0123456789';

for (const key of [secretKey, 'older.service.role']) {
  describeObjectStore(`Supabase Storage with the key ${key}`, async () => {
    const { store, storage, close } = await start(key);
    return { store, countStored: async () => storage.objects.size, cleanUp: close };
  });
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
}

function open(url: string, { key = secretKey, bucket = 'rollcall', fetch = globalThis.fetch }: Opening = {}) {
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: async (ms) => void pauses.push(ms),
  };
  return { store: createSupabaseStore({ url, key, bucket, fetch, clock, random: () => 0 }), pauses };
}

async function start(key: string) {
  const storage = createStorageStandIn({ bucket: 'rollcall', key });
  const server = createServer((request, response) => void storage.handle(request, response));
  const url = `http://127.0.0.1:${await listenOn(server, 0)}`;
  return { ...open(url, { key }), storage, url, close: () => closeServer(server) };
}
