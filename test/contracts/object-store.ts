import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectMissing, ObjectTooLarge } from '../../src/storage/object-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';

export interface ObjectStoreUnderTest {
  readonly store: ObjectStore;
  /** Everything the store holds, half-written things included, whatever they are called. */
  countStored(): Promise<number>;
  cleanUp(): Promise<void>;
}

/**
 * What every object store promises. `make` gives an empty one; `servesPeople` if people's pages reach it themselves, and
 * then the database beside it knows what lies there.
 */
export function describeObjectStore(
  name: string,
  make: () => Promise<ObjectStoreUnderTest>,
  { servesPeople = false }: { servesPeople?: boolean } = {},
): void {
  describe(`object store: ${name}`, () => {
    let subject: ObjectStoreUnderTest;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(async () => {
      await subject.cleanUp();
    });

    testKeeping(() => subject);
    testRefusing(() => subject);
    if (servesPeople) testServingPeople(() => subject);
    else testServingNobody(() => subject);
    if (!servesPeople) testListing(() => subject);
  });
}

function testKeeping(subject: () => ObjectStoreUnderTest): void {
  test('gives back the bytes that were put, whole and as a stream', async () => {
    const bytes = someBytes(300_000);
    await subject().store.put('originals/ab/cd.jpg', bytes);
    expect(Buffer.from(await subject().store.read('originals/ab/cd.jpg')).equals(bytes)).toBe(true);
    const object = await subject().store.get('originals/ab/cd.jpg');
    expect(object.bytes).toBe(300_000);
    expect((await collect(object.body)).equals(bytes)).toBe(true);
  });

  test('reports size and SHA-256 of what was streamed in', async () => {
    const bytes = someBytes(100_001);
    const stored = await subject().store.put('a', chunks([bytes.subarray(0, 10), bytes.subarray(10)]));
    expect(stored.bytes).toBe(100_001);
    expect(Buffer.from(stored.sha256).equals(createHash('sha256').update(bytes).digest())).toBe(true);
  });

  test('keeps an empty object', async () => {
    await subject().store.put('empty', new Uint8Array());
    expect((await subject().store.read('empty')).byteLength).toBe(0);
    expect((await collect((await subject().store.get('empty')).body)).length).toBe(0);
  });

  test('replaces an object that is put again', async () => {
    await subject().store.put('a/b', Buffer.from('first, and longer'));
    await subject().store.put('a/b', Buffer.from('second'));
    expect(Buffer.from(await subject().store.read('a/b')).toString()).toBe('second');
    expect(await subject().countStored()).toBe(1);
  });

  test('says that an object is missing, before anything is streamed', async () => {
    await subject().store.put('there', Buffer.from('x'));
    await expect(subject().store.read('not/there')).rejects.toThrow(ObjectMissing);
    await expect(subject().store.get('not/there')).rejects.toThrow(ObjectMissing);
    await expect(subject().store.get('there/below')).rejects.toThrow(ObjectMissing);
  });

  test('deletes what is there and does not mind what is not', async () => {
    await subject().store.put('a/1', Buffer.from('x'));
    await subject().store.put('a/2', Buffer.from('y'));
    await subject().store.delete(['a/1', 'never/was']);
    await expect(subject().store.read('a/1')).rejects.toThrow(ObjectMissing);
    expect(Buffer.from(await subject().store.read('a/2')).toString()).toBe('y');
  });
}

function testRefusing(subject: () => ObjectStoreUnderTest): void {
  test('takes exactly the largest size and leaves nothing of anything larger', async () => {
    await subject().store.put('fits', someBytes(1000), { maxBytes: 1000 });
    const tooLarge = subject().store.put('larger', chunks([someBytes(600), someBytes(401)]), {
      maxBytes: 1000,
    });
    await expect(tooLarge).rejects.toThrow(ObjectTooLarge);
    await expect(subject().store.read('larger')).rejects.toThrow(ObjectMissing);
    expect(await subject().countStored()).toBe(1);
  });

  test('leaves nothing of a put whose sender breaks off, and keeps what had the key before', async () => {
    await subject().store.put('a', Buffer.from('before'));
    await expect(subject().store.put('a', breakingOff())).rejects.toThrow('connection lost');
    expect(Buffer.from(await subject().store.read('a')).toString()).toBe('before');
    expect(await subject().countStored()).toBe(1);
  });

  test('ends an aborted put even while its sender is silent', async () => {
    const abort = new AbortController();
    const putting = subject().store.put(
      'a',
      fallingSilent(() => abort.abort(new Error('gone'))),
      {
        signal: abort.signal,
      },
    );
    await expect(putting).rejects.toThrow('gone');
    expect(await subject().countStored()).toBe(0);
  });

  test('refuses keys that could lead anywhere else', async () => {
    const keys = [
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      'a/./b',
      '.tmp/a',
      'a\\b',
      'A',
      'a b',
      'a\0',
      'é',
      'a..b',
    ];
    for (const key of [...keys, 'x'.repeat(513)]) {
      const { store } = subject();
      const tries = [store.put(key, Buffer.from('x')), store.read(key), store.delete([key])];
      const reasons = (await Promise.allSettled(tries)).map((end) => end.status === 'rejected' && end.reason);
      expect([key, ...reasons.map((reason) => reason instanceof TypeError)]).toEqual([key, true, true, true]);
    }
    expect(await subject().countStored()).toBe(0);
  });

  test('keeps puts at the same time apart', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `many/${index}`);
    await Promise.all(keys.map((key) => subject().store.put(key, Buffer.from(key))));
    for (const key of keys) expect(Buffer.from(await subject().store.read(key)).toString()).toBe(key);
  });
}

function testServingNobody(subject: () => ObjectStoreUnderTest): void {
  test('offers nothing that only pages ask for', () => {
    expect([subject().store.readStart, subject().store.links]).toEqual([undefined, undefined]);
  });
}

function testListing(subject: () => ObjectStoreUnderTest): void {
  const listed = async (folder: string, after?: string) => {
    const { store } = subject();
    if (store.list === undefined) throw new Error('It cannot list its objects.');
    const keys: string[] = [];
    for await (const { key } of store.list(folder, after)) keys.push(key);
    return keys;
  };

  test('lists what lies below a folder, and from any place on', async () => {
    const keys = ['photos/a.b', 'photos/a/1', 'photos/a/2.jpg', 'photos/a-b/3', 'photos/b/c/4', 'photos/c'];
    for (const key of ['other/1', ...keys, 'photos-too/1', 'photo']) {
      await subject().store.put(key, Buffer.from(key));
    }
    const all = await listed('photos');
    expect(all.toSorted()).toEqual(keys.toSorted());
    for (const [i, key] of all.entries()) expect(await listed('photos', key)).toEqual(all.slice(i + 1));
    expect(await listed('photos', 'photos/a/1a')).toContain('photos/a/2.jpg');
    expect(await listed('nothing')).toEqual([]);
    await subject().store.delete(['photos/a/1']);
    expect(await listed('photos')).not.toContain('photos/a/1');
  });

  test('says when an object was stored, and lists no other folder than asked for', async () => {
    const { store } = subject();
    const before = Date.now() - 2000;
    await store.put('a/1', Buffer.from('x'));
    for await (const { storedAt } of store.list?.('a') ?? []) {
      expect(storedAt).toBeGreaterThan(before);
      expect(storedAt).toBeLessThan(Date.now() + 2000);
    }
    await expect(listed('../a')).rejects.toThrow(TypeError);
    await expect(listed('')).rejects.toThrow(TypeError);
  });
}

function testServingPeople(subject: () => ObjectStoreUnderTest): void {
  test('reads the beginning of an object, and says how long it is', async () => {
    const { store } = subject();
    if (store.readStart === undefined) throw new Error('It cannot read the beginning of an object.');
    await store.put('long', someBytes(100_000));
    await store.put('short', someBytes(10));
    await store.put('empty', new Uint8Array());
    const long = await store.readStart('long', 64);
    expect([Buffer.from(long.head).equals(someBytes(100_000).subarray(0, 64)), long.bytes]).toEqual([
      true,
      100_000,
    ]);
    expect(await store.readStart('short', 64)).toMatchObject({
      head: new Uint8Array(someBytes(10)),
      bytes: 10,
    });
    expect(await store.readStart('empty', 64)).toMatchObject({ head: new Uint8Array(), bytes: 0 });
    await expect(store.readStart('not/there', 64)).rejects.toThrow(ObjectMissing);
    await expect(store.readStart('../long', 64)).rejects.toThrow(TypeError);
  });

  test('gives addresses that show and download what is there, the same ones while it can', async () => {
    const { store } = subject();
    if (store.links === undefined) throw new Error('It gives no addresses.');
    await store.put('a/1.webp', Buffer.from('picture'));
    const wanted = [
      { key: 'a/1.webp' },
      { key: 'not/there' },
      { key: 'a/1.webp', downloadAs: 'Ana & más.webp' },
    ];
    const [shown, missing, download] = await store.links(wanted);
    expect(missing).toBeNull();
    const [first, second] = await Promise.all([fetch(shown ?? ''), fetch(download ?? '')]);
    expect([await first.text(), await second.text()]).toEqual(['picture', 'picture']);
    expect(first.headers.get('content-disposition')).toBeNull();
    expect(second.headers.get('content-disposition')).toMatch(/^attachment;.*Ana%20%26%20m%C3%A1s\.webp/u);
    expect(await store.links(wanted)).toEqual([shown, missing, download]);
    await expect(store.links([{ key: '../a' }])).rejects.toThrow(TypeError);
  });
}

function someBytes(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 256));
}

async function* chunks(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function* breakingOff(): AsyncGenerator<Uint8Array> {
  yield someBytes(5000);
  throw new Error('connection lost');
}

async function* fallingSilent(atSilence: () => void): AsyncGenerator<Uint8Array> {
  yield someBytes(5000);
  setImmediate(atSilence);
  await new Promise(() => {});
}

async function collect(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}
