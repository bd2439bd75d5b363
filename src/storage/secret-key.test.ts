import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSecretKey } from './secret-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-key-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('is made once, 32 bytes that only the owner can read, and is the same ever after', async () => {
  const data = path.join(folder, 'new', 'data');
  const key = await readSecretKey(data);
  expect(key).toHaveLength(32);
  expect(new Set(key).size).toBeGreaterThan(8);
  expect(await readSecretKey(data)).toEqual(key);
  expect((await stat(path.join(data, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(await readdir(data)).toEqual(['secret.key']);
});

test('is another one in every data folder', async () => {
  expect(await readSecretKey(path.join(folder, 'a'))).not.toEqual(
    await readSecretKey(path.join(folder, 'b')),
  );
});

test('is one and the same for many who start at once', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => readSecretKey(folder)));
  const onDisk = Uint8Array.from(await readFile(path.join(folder, 'secret.key')));
  for (const key of keys) expect(key).toEqual(onDisk);
  expect(await readdir(folder)).toEqual(['secret.key']);
});

test.each([0, 31, 33])('that is damaged (%d bytes) is named and left as it is', async (length) => {
  const file = path.join(folder, 'secret.key');
  await writeFile(file, new Uint8Array(length).fill(7));
  await expect(readSecretKey(folder)).rejects.toThrow(`${file} is not a key of 32 bytes`);
  expect(await readFile(file)).toHaveLength(length);
  expect(await readdir(folder)).toEqual(['secret.key']);
});

test('is not made where it cannot be written, and the system says why', async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, '');
  await expect(readSecretKey(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(readSecretKey(path.join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});
