import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore } from './file-store.ts';
import { StoreFull } from './object-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('makes nothing on disk before the first put', async () => {
  createFileStore({ root: path.join(folder, 'objects') });
  expect(await readdir(folder)).toEqual([]);
});

test('tells where an object lies, and lets nobody else read it', async () => {
  const store = createFileStore({ root: path.join(folder, 'objects') });
  await store.put('originals/ab/photo.jpg', Buffer.from('x'));
  const file = store.localPath('originals/ab/photo.jpg');
  expect(file).toBe(path.join(folder, 'objects', 'originals', 'ab', 'photo.jpg'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
});

test('is not readable under its key before the last byte has come', async () => {
  const store = createFileStore({ root: folder });
  const { promise: lastByte, resolve: sendLastByte } = Promise.withResolvers<void>();
  const { promise: firstWritten, resolve: onFirstWritten } = Promise.withResolvers<void>();
  const putting = store.put('a', slowly(onFirstWritten, lastByte));
  await firstWritten;
  await expect(store.read('a')).rejects.toThrow('No object has the key a.');
  sendLastByte();
  await putting;
  expect((await store.read('a')).byteLength).toBe(2);
});

test('sweeps away what a crash left half written, and no object', async () => {
  const store = createFileStore({ root: folder });
  await store.put('kept', Buffer.from('x'));
  await mkdir(path.join(folder, '.tmp'), { recursive: true });
  await writeFile(path.join(folder, '.tmp', 'left-behind'), 'half');
  expect(await store.sweepTemporary()).toBe(1);
  expect(await store.sweepTemporary()).toBe(0);
  expect((await store.read('kept')).byteLength).toBe(1);
});

test('has nothing to sweep in a store that was never used', async () => {
  expect(await createFileStore({ root: path.join(folder, 'never') }).sweepTemporary()).toBe(0);
});

test('calls a full disk by its name', async () => {
  const store = createFileStore({ root: folder });
  await expect(store.put('a', diskFull())).rejects.toThrow(StoreFull);
});

test('lets go of a file whose reader stops early', async () => {
  const store = createFileStore({ root: folder });
  await store.put('a', new Uint8Array(2_000_000));
  const { body } = await store.get('a');
  const reader = body.getReader();
  await reader.read();
  await reader.cancel();
  await store.delete(['a']);
  await expect(store.read('a')).rejects.toThrow('No object has the key a.');
});

async function* slowly(onFirst: () => void, last: Promise<void>): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1);
  onFirst();
  await last;
  yield Uint8Array.of(2);
}

/** As the system reports it from a write. */
async function* diskFull(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1);
  throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
}
