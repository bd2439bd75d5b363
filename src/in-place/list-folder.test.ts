import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFolder } from './list-folder.ts';
import { makeFolder } from './test-folder.testdata.ts';

const pathsIn = async (root: string, skip: string[] = []) =>
  (await listFolder(root, { skip })).files.map(({ path }) => path);

test('files of a folder and those below are listed with size, time and whether they look like photos', async () => {
  const root = await makeFolder({ 'b.JPG': '12345', 'a/c.heic': '', 'notes.txt': 'x' });
  await utimes(join(root, 'b.JPG'), 1000, 1_700_000_000.125);
  const { files, subfolders, problems } = await listFolder(root);
  expect(files.map(({ path, isPhotoByName }) => [path, isPhotoByName])).toEqual([
    ['b.JPG', true],
    ['notes.txt', false],
    ['a/c.heic', true],
  ]);
  expect(files[0]).toMatchObject({ bytes: 5, mtimeMs: 1_700_000_000_125 });
  expect({ subfolders, problems }).toEqual({ subfolders: 1, problems: [] });
});

test('subfolders are counted where photos stand in or below them', async () => {
  const root = await makeFolder({ 'a/b/c.jpg': '', 'texts/x.txt': '', 'd/e.jpg': '' });
  expect((await listFolder(root)).subfolders).toBe(3);
});

test('what is hidden, skipped or of another program is left out', async () => {
  const root = await makeFolder({
    '.hidden.jpg': '',
    '.git/a.jpg': '',
    '.rollcall/x.jsonl': '',
    'data/objects/a.jpg': '',
    'Fotos.photoslibrary/originals/a.jpg': '',
    '@eaDir/a.jpg': '',
    'Catalog Previews.lrdata/a.jpg': '',
    'kept.jpg': '',
  });
  expect(await pathsIn(root, [join(root, 'data')])).toEqual(['kept.jpg']);
});

test('links are not followed, neither to files nor to folders', async () => {
  const elsewhere = await makeFolder({ 'secret.jpg': 's' });
  const root = await makeFolder({ 'a.jpg': '' });
  await symlink(elsewhere, join(root, 'linked'));
  await symlink(join(elsewhere, 'secret.jpg'), join(root, 'linked.jpg'));
  await symlink(root, join(root, 'ring'));
  expect(await pathsIn(root)).toEqual(['a.jpg']);
});

test('what lies deeper than 32 folders is left out and said so', async () => {
  const deep = Array.from({ length: 33 }, (_, index) => `d${index}`).join('/');
  const root = await makeFolder({ [`${deep}/lost.jpg`]: '', [`${deep.slice(0, -4)}/found.jpg`]: '' });
  const { files, problems } = await listFolder(root);
  expect(files).toHaveLength(1);
  expect(problems).toMatchObject([{ code: 'not_read', text: 'It lies deeper than 32 folders.' }]);
});

test('a name that is no text is named as not read', async () => {
  const root = await makeFolder({ 'a.jpg': '' });
  await writeFile(
    Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.jpg')]),
    'x',
  );
  const { files, problems } = await listFolder(root);
  expect(files.map(({ path }) => path)).toEqual(['a.jpg']);
  expect(problems).toMatchObject([{ path: '\uFFFD\uFFFD.jpg', code: 'not_read' }]);
});

test('a folder that is gone, is a file, or is a library of another program cannot be listed', async () => {
  const root = await makeFolder({ 'a.jpg': '' });
  await expect(listFolder(join(root, 'none'))).rejects.toMatchObject({ code: 'gone' });
  await expect(listFolder(join(root, 'a.jpg'))).rejects.toMatchObject({ code: 'gone' });
  await mkdir(join(root, 'My.photoslibrary'));
  await expect(listFolder(join(root, 'My.photoslibrary'))).rejects.toMatchObject({ code: 'not_allowed' });
});

test('a listing can be stopped', async () => {
  const root = await makeFolder({ 'a.jpg': '' });
  await expect(listFolder(root, { signal: AbortSignal.abort(new Error('Enough')) })).rejects.toThrow(
    'Enough',
  );
});

test('a folder whose name is no text is said to be so', { skip: process.platform !== 'linux' }, async () => {
  const root = await makeFolder({});
  await mkdir(Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xe9])]));
  expect((await listFolder(root)).problems).toEqual([
    { path: 'd\uFFFD', code: 'not_read', text: 'Its name is not written in Unicode.' },
  ]);
});
