import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createS3StandIn, type S3StandInOptions } from '../../test/s3-stand-in/create-s3-stand-in.ts';
import type { Clock } from '../clock.ts';
import { ObjectMissing, ObjectTooLarge, StoreFull, StoreUnavailable } from './object-store.ts';
import { createS3Store, type S3StoreOptions } from './s3-store.ts';

const megabyte = 1024 * 1024;
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Pauses between tries take no time and are written down; the time limit of a try never comes. */
function createHastyClock(pauses: number[] = []): Clock {
  return {
    now: () => Date.now(),
    async sleep(ms, signal) {
      if (ms < 60_000) return void pauses.push(ms);
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    },
  };
}

async function open(faults: S3StandInOptions = {}, changes: Partial<S3StoreOptions> = {}) {
  const standIn = await createS3StandIn(faults);
  opened.push(standIn);
  const pauses: number[] = [];
  const access = { ...standIn, fetch, clock: createHastyClock(pauses), random: () => 1, ...changes };
  return { standIn, pauses, store: createS3Store(access) };
}

const bytesOf = (length: number) => Buffer.alloc(length, 'rollcall');
const inTurns = async function* (bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
};
describe('a large object', () => {
  test('goes up in parts of 8 MiB and is one object with one hash', async () => {
    const { standIn, store } = await open({}, { prefix: 'library' });
    const bytes = bytesOf(17 * megabyte);
    const stored = await store.put('a/b', inTurns(bytes));
    expect(stored.bytes).toBe(bytes.byteLength);
    expect(Buffer.from(stored.sha256).equals(createHash('sha256').update(bytes).digest())).toBe(true);
    expect(Buffer.from(standIn.objects.get('library/a/b') ?? '').equals(bytes)).toBe(true);
    expect(standIn.requests.filter((request) => request.includes('partNumber'))).toHaveLength(3);
    expect(standIn.uploads.size).toBe(0);
  });

  test('of exactly one part needs one request', async () => {
    const { standIn, store } = await open();
    await store.put('a', inTurns(bytesOf(8 * megabyte)));
    expect(standIn.requests).toEqual(['PUT /photos/a']);
  });

  test('whose sender breaks off, or that grows too large, leaves nothing, not even parts', async () => {
    const { standIn, store } = await open();
    const breaking = async function* () {
      yield bytesOf(9 * megabyte);
      throw new Error('connection lost');
    };
    await expect(store.put('a', breaking())).rejects.toThrow('connection lost');
    const tooLarge = store.put('a', inTurns(bytesOf(12 * megabyte)), { maxBytes: 11 * megabyte });
    await expect(tooLarge).rejects.toThrow(ObjectTooLarge);
    expect(standIn.requests.filter((request) => request.startsWith('DELETE'))).toHaveLength(2);
    expect([standIn.objects.size, standIn.uploads.size]).toEqual([0, 0]);
  });

  test('is aborted in the middle without a trace', async () => {
    const abort = new AbortController();
    const { standIn, store } = await open({
      fault: ({ target }) => {
        if (target.includes('partNumber=1')) abort.abort(new Error('gone'));
        return null;
      },
    });
    const putting = store.put('a', inTurns(bytesOf(12 * megabyte)), { signal: abort.signal });
    await expect(putting).rejects.toThrow('gone');
    expect([standIn.objects.size, standIn.uploads.size]).toEqual([0, 0]);
  });

  test('is not believed when putting it together ends in an error inside a 200', async () => {
    const isCompletion = (target: string) => target.includes('uploadId') && !target.includes('partNumber');
    const { standIn, store } = await open({
      fault: ({ method, target }) => (method === 'POST' && isCompletion(target) ? 'error_in_200' : null),
    });
    await expect(store.put('a', inTurns(bytesOf(9 * megabyte)))).rejects.toThrow(StoreUnavailable);
    expect([standIn.objects.size, standIn.uploads.size]).toEqual([0, 0]);
  });

  test('is there although the answer to the last request was lost', async () => {
    const { standIn, store } = await open({
      fault: ({ method, target, nth }) =>
        method === 'POST' && target.includes('uploadId') && nth === 1 ? 'reset_after' : null,
    });
    expect((await store.put('a', inTurns(bytesOf(9 * megabyte)))).bytes).toBe(9 * megabyte);
    expect(standIn.objects.get('a')?.byteLength).toBe(9 * megabyte);
    expect(standIn.uploads.size).toBe(0);
  });
});

describe('a store in trouble', () => {
  test.for(['reset', 'reset_after', { status: 500 }, { status: 503, code: 'SlowDown' }] as const)(
    'that fails twice (%o) is asked again, with longer and longer pauses',
    async (fault) => {
      const { pauses, store } = await open({ fault: ({ nth }) => (nth <= 2 ? fault : null) });
      await store.put('a', bytesOf(10));
      expect((await store.read('a')).byteLength).toBe(10);
      expect(pauses).toEqual([200, 800, 200, 800]);
    },
  );

  test('is given up after four tries, and says that it may pass', async () => {
    const { standIn, store } = await open({ fault: () => ({ status: 503, code: 'SlowDown' }) });
    await expect(store.read('a')).rejects.toThrow(StoreUnavailable);
    await expect(store.put('a', bytesOf(1))).rejects.toThrow('503 SlowDown');
    expect(standIn.requests).toHaveLength(8);
  });

  test('that never answers is given up after the time limit', async () => {
    const { standIn, store } = await open(
      { fault: () => 'silence' },
      { timeoutMs: 1, clock: createHastyClock() },
    );
    await expect(store.read('a')).rejects.toThrow(StoreUnavailable);
    expect(standIn.objects.size).toBe(0);
  });

  test('that nobody listens for is unavailable, not an object that is missing', async () => {
    const { store } = await open({}, { endpoint: 'http://127.0.0.1:9' });
    await expect(store.get('a')).rejects.toThrow(StoreUnavailable);
  });

  test('that breaks off in a download never passes half a picture off as a whole one', async () => {
    const { store } = await open({
      fault: ({ method, nth }) => (method === 'GET' && nth === 1 ? 'half_body' : null),
    });
    await store.put('a', bytesOf(500_000));
    const { body, bytes } = await store.get('a');
    expect(bytes).toBe(500_000);
    await expect(new Response(body).arrayBuffer()).rejects.toThrow(StoreUnavailable);
    expect((await store.read('a')).byteLength).toBe(500_000);
  });

  test('that is full says so and is not asked again', async () => {
    for (const fault of [
      { status: 507 },
      { status: 403, code: 'QuotaExceeded' },
      { status: 507, code: 'XMinioStorageFull' },
    ]) {
      const { standIn, store } = await open({ fault: () => fault });
      await expect(store.put('a', bytesOf(1))).rejects.toThrow(StoreFull);
      expect(standIn.requests).toHaveLength(1);
    }
  });
});

describe('a store that says no', () => {
  test.for([
    ['another secret', { secretAccessKey: 'guessed' }, 'S3_SECRET_ACCESS_KEY'],
    ['an unknown key', { accessKeyId: 'nobody' }, 'S3_ACCESS_KEY_ID'],
    ['a missing bucket', { bucket: 'elsewhere' }, 'S3_BUCKET'],
    ['another region', { region: 'us-east-1' }, 'S3_REGION'],
  ] as const)('for %s is not asked again, and names what to look at', async ([, change, variable]) => {
    const { standIn, store } = await open({}, change);
    const calls = [
      () => store.check(),
      () => store.read('a'),
      () => store.put('a', bytesOf(1)),
      () => store.delete(['a']),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        name: 'S3Refused',
        message: expect.stringContaining(variable),
      });
    }
    expect(standIn.requests).toHaveLength(4);
    expect(standIn.objects.size).toBe(0);
  });

  test('shows nobody the secret', async () => {
    const { store } = await open({}, { secretAccessKey: 'guessed-secret' });
    const error = await store.check().catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toContain('guessed-secret');
  });

  test('to a body that was changed on the way keeps none of it', async () => {
    const tampering: typeof fetch = (input, init) =>
      fetch(input, init?.method === 'PUT' ? { ...init, body: 'something else' } : init);
    const { standIn, store } = await open({}, { fetch: tampering });
    await expect(store.put('a', bytesOf(14))).rejects.toThrow('XAmzContentSHA256Mismatch');
    expect(standIn.objects.size).toBe(0);
  });

  test('is not followed to another host', async () => {
    const { store } = await open({ fault: () => ({ status: 307 }) });
    await expect(store.read('a')).rejects.toMatchObject({ name: 'S3Refused', status: 307 });
  });
});

test('a working store passes the check', async () => {
  const { store } = await open({}, { prefix: 'library' });
  await expect(store.check()).resolves.toBeUndefined();
});

test('2,500 objects are deleted with three requests, and nothing outside the prefix', async () => {
  const { standIn, store } = await open({}, { prefix: 'mine' });
  standIn.objects.set('other/1', bytesOf(1));
  const keys = Array.from({ length: 2500 }, (_, index) => String(index));
  for (const key of keys) standIn.objects.set(`mine/${key}`, bytesOf(1));
  await store.delete(keys);
  expect([...standIn.objects.keys()]).toEqual(['other/1']);
  expect(standIn.requests).toHaveLength(3);
});

test('an object that is deleted is missing, though its bucket is there', async () => {
  const { store } = await open();
  await store.put('a', bytesOf(1));
  await store.delete(['a']);
  await expect(store.get('a')).rejects.toThrow(ObjectMissing);
});

test.for(['/a', 'a/', '../a', 'A'])('a prefix of %s is refused', (prefix) => {
  const access = { endpoint: 'http://x', region: 'r', bucket: 'b', accessKeyId: 'k', secretAccessKey: 's' };
  expect(() =>
    createS3Store({ ...access, prefix, fetch, clock: createHastyClock(), random: () => 0 }),
  ).toThrow(TypeError);
});
