import { mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileStore } from './file-store.ts';
import { inPlaceKey } from './in-place-key.ts';
import { createInPlaceStore, type InPlaceFile } from './in-place-store.ts';
import { withLocalCopy } from './local-copy.ts';
import { ObjectMissing } from './object-store.ts';

const key = inPlaceKey('00000000-0000-8000-8000-00000000000a', 'ab'.repeat(32));
let folder: string;
let photo: string;
let known: InPlaceFile[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-in-place-'));
  await mkdir(join(folder, 'Wedding'));
  photo = join(folder, 'Wedding', 'IMG 1.JPG');
  await writeFile(photo, 'a picture');
  known = [await asItIs(photo)];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const asItIs = async (path: string): Promise<InPlaceFile> => {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return { path, bytes: Number(size), mtimeMs: Number(mtimeNs / 1_000_000n) };
};
const create = () =>
  createInPlaceStore({
    store: createFileStore({ root: join(folder, 'objects') }),
    locate: async (asked) => (asked === key ? known : []),
  });
const localPath = async () => {
  const path = await create().localPath?.(key);
  return path;
};
const expectMissing = async () => {
  for (const reading of [() => create().read(key), () => create().get(key), localPath])
    await expect(reading()).rejects.toThrow(ObjectMissing);
};

test('reads a file where it lies, whole, as a stream and by its path', async () => {
  expect(Buffer.from(await create().read(key)).toString()).toBe('a picture');
  const { body, bytes } = await create().get(key);
  expect([await new Response(body).text(), bytes]).toEqual(['a picture', 9]);
  expect(await localPath()).toBe(photo);
});

test('decoding reads the file itself, without a copy of it', async () => {
  const copies = join(folder, 'copies');
  const read = await withLocalCopy({ store: create(), key, folder: copies }, async (path) => path);
  expect(read).toBe(photo);
  await expect(stat(copies)).rejects.toThrow('ENOENT');
});

test('never deletes or writes a file of a person, only what is stored', async () => {
  const store = create();
  await store.put('originals/a', Buffer.from('stored'));
  await store.delete([key, 'originals/a']);
  expect(await readFile(photo, 'utf8')).toBe('a picture');
  await expect(store.read('originals/a')).rejects.toThrow(ObjectMissing);
  await expect(store.put(key, Buffer.from('other'))).rejects.toThrow(TypeError);
  expect(await readFile(photo, 'utf8')).toBe('a picture');
});

describe('another file in its place is not it', () => {
  test('one of another length', async () => {
    await writeFile(photo, 'a picture, edited');
    await expectMissing();
  });

  test('one of another time', async () => {
    await utimes(photo, new Date(), new Date(Date.now() + 5000));
    await expectMissing();
  });

  test('none at all, or a folder', async () => {
    await rm(photo);
    await expectMissing();
    await mkdir(photo);
    await expectMissing();
  });

  test('a link, even to the same bytes', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'a picture');
    await rm(photo);
    await symlink(elsewhere, photo);
    known = [{ ...(await asItIs(elsewhere)), path: photo }];
    await expectMissing();
  });
});

test('of several places the first that still has it is read', async () => {
  const copy = join(folder, 'copy.jpg');
  await writeFile(copy, 'a picture');
  known = [...known, await asItIs(copy)];
  await rm(photo);
  expect(await localPath()).toBe(copy);
});

test('a key that nobody knows is missing, and one that leads elsewhere is refused', async () => {
  await expect(create().read(inPlaceKey('b', 'cd'))).rejects.toThrow(ObjectMissing);
  for (const bad of ['in-place/../../x', 'in-place/A', 'in-place//a'])
    for (const tried of [() => create().read(bad), () => create().get(bad), () => create().delete([bad])])
      await expect(tried()).rejects.toThrow(TypeError);
});
