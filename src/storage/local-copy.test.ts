import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore } from './file-store.ts';
import { sweepLocalCopies, withLocalCopy } from './local-copy.ts';
import { StoreUnavailable, type ObjectStore } from './object-store.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'rollcall-copies-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** A store somewhere else: the same objects, but no files of its own to point to. */
function createFarStore(announced?: number) {
  const { localPath: _, ...near } = createFileStore({ root: path.join(root, 'objects') });
  const get: ObjectStore['get'] = async (key) => {
    const object = await near.get(key);
    return { ...object, bytes: announced ?? object.bytes };
  };
  return { ...near, get };
}
const copies = () => path.join(root, 'copies');

test('a store with files gives the file itself', async () => {
  const store = createFileStore({ root: path.join(root, 'objects') });
  await store.put('a/b', Buffer.from('photo'));
  const seen = await withLocalCopy({ store, key: 'a/b', folder: copies() }, async (file) => file);
  expect(seen).toBe(store.localPath('a/b'));
  expect(await readdir(root)).toEqual(['objects']);
});

test('another store gives a copy that nobody else may read, and it is gone afterwards', async () => {
  const store = createFarStore();
  const bytes = Buffer.alloc(700_000, 'photo');
  await store.put('a', bytes);
  const size = await withLocalCopy({ store, key: 'a', folder: copies() }, async (file) => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file)).equals(bytes)).toBe(true);
    return (await stat(file)).size;
  });
  expect(size).toBe(700_000);
  expect(await readdir(copies())).toEqual([]);
});

test('the copy is gone also when the work on it fails', async () => {
  const store = createFarStore();
  await store.put('a', Buffer.from('x'));
  const working = withLocalCopy({ store, key: 'a', folder: copies() }, async () => {
    throw new Error('cannot decode');
  });
  await expect(working).rejects.toThrow('cannot decode');
  expect(await readdir(copies())).toEqual([]);
});

test('nobody works on a copy that is shorter than its object, or on one that was called off', async () => {
  const store = createFarStore(10);
  await store.put('a', Buffer.from('half'));
  const shouldNotRun = async () => expect.unreachable();
  await expect(withLocalCopy({ store, key: 'a', folder: copies() }, shouldNotRun)).rejects.toThrow(
    StoreUnavailable,
  );
  const signal = AbortSignal.abort(new Error('stopped'));
  const aborted = withLocalCopy(
    { store: createFarStore(), key: 'a', folder: copies(), signal },
    shouldNotRun,
  );
  await expect(aborted).rejects.toThrow('stopped');
  expect(await readdir(copies())).toEqual([]);
});

test('sweeping removes what a crash left behind, not what somebody works on', async () => {
  const now = Date.now();
  expect(await sweepLocalCopies(copies(), now)).toBe(0);
  await writeFile(path.join(root, 'old'), 'x');
  await writeFile(path.join(root, 'young'), 'x');
  await utimes(path.join(root, 'old'), new Date(now - 3_600_000), new Date(now - 3_600_000));
  expect(await sweepLocalCopies(root, now)).toBe(1);
  expect(await readdir(root)).toEqual(['young']);
});
