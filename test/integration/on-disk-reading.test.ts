import { chmod, mkdir, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DiskFolder } from '../../src/http/schemas/disk-folder.ts';
import { expectCode, form, read, v1 } from './build-api.ts';
import { useJobs } from './build-jobs.ts';
import { contents, idsOf, lines, useDisk } from './build-disk.ts';
import { ben } from './build-library.ts';

const jobs = useJobs();
const disk = useDisk(jobs);

const openAnswer = (path: string) => disk.api.call('POST', v1('/disk-folders'), { body: { path } });
const photoOf = async (id: string, name: string) =>
  (await disk.files(id)).files.find((file) => file.name === name)?.photoId ?? '';

test('what was read once is not read again, and what moved is the same photo under the same name', async () => {
  const texts: string[] = [];
  const { folders, api } = await disk.another({ onRead: (text) => texts.push(text) });
  const root = await disk.folder({ 'a.jpg': 'oak#1', 'b.jpg': 'elm#1', 'c.jpg': 'ash#1', 'd.jpg': 'fir#1' });
  const opened = await api.call('POST', v1('/disk-folders'), { body: { path: root } });
  await folders.idle();
  await disk.prepare();
  const { id } = read<DiskFolder>(opened);
  const before = await disk.files(id);
  await disk.name(idsOf(before));
  texts.length = 0;

  // Two swapped, one moved to another folder, one as it was.
  await rename(join(root, 'a.jpg'), join(root, 'x'));
  await rename(join(root, 'b.jpg'), join(root, 'a.jpg'));
  await rename(join(root, 'x'), join(root, 'b.jpg'));
  await mkdir(join(root, 'Trees'));
  await rename(join(root, 'c.jpg'), join(root, 'Trees', 'c2.jpg'));
  await api.call('POST', v1(`/disk-folders/${id}/read`));
  await folders.idle();

  expect(texts.toSorted()).toEqual(['ash#1', 'elm#1', 'oak#1']);
  const after = await disk.files(id);
  expect(lines(after)).toEqual([
    'Trees/c2.jpg → ash.jpg ready',
    'a.jpg → elm.jpg ready',
    'b.jpg → oak.jpg ready',
    'd.jpg → fir.jpg ready',
  ]);
  expect(idsOf(after).toSorted()).toEqual(idsOf(before).toSorted());
});

test('pictures of one size and one moment that changed places behind our back are told apart', async () => {
  const root = await disk.folder({ 'a.jpg': 'oak#1', 'b.jpg': 'elm#1' });
  for (const name of ['a.jpg', 'b.jpg']) await utimes(join(root, name), 1000, 1000);
  const { id } = await disk.open(root);
  await disk.name(idsOf(await disk.files(id)));
  await rename(join(root, 'a.jpg'), join(root, 'x'));
  await rename(join(root, 'b.jpg'), join(root, 'a.jpg'));
  await rename(join(root, 'x'), join(root, 'b.jpg'));
  await disk.open(root);
  expect(lines(await disk.files(id)).toSorted()).toEqual(['a.jpg → elm.jpg ready', 'b.jpg → oak.jpg ready']);
});

test('of two files with the same content in one place the second is left out, and says so', async () => {
  const root = await disk.folder({ 'a.jpg': 'twin#1', 'b.jpg': 'twin#1', 'Copies/a.jpg': 'twin#1' });
  const { id, photos } = await disk.open(root);
  // In another place it is another photo, as with uploads.
  expect(photos).toBe(2);
  const files = await disk.files(id);
  expect(lines(files)).toEqual(['Copies/a.jpg unnamed', 'a.jpg unnamed', 'b.jpg problem same_photo']);
  await disk.name(idsOf(files));
  expect((await disk.apply(id)).renamed).toBe(2);
  expect(await contents(root)).toEqual({
    'Copies/twin.jpg': 'twin#1',
    'twin.jpg': 'twin#1',
    'b.jpg': 'twin#1',
  });
  // The first gone, the second is it.
  await rm(join(root, 'twin.jpg'));
  await disk.readAgain(id);
  expect(lines(await disk.files(id))).toEqual(['Copies/twin.jpg done was a.jpg', 'b.jpg → twin.jpg ready']);
});

test('what cannot be taken is named: no photos, empty and too large ones', async () => {
  const root = await disk.folder({
    'a.jpg': 'tent#1',
    'b.jpg': 'text of a letter',
    'c.jpg': '',
    'd.jpg': 'x'.repeat(1001),
    'e.png': 'svg drawing',
    'f.tif': 'text II',
    'g.txt': 'text',
  });
  const { photos, notRead } = await disk.open(root);
  expect(photos).toBe(1);
  expect(notRead).toEqual([
    { path: 'b.jpg', code: 'not_read', text: 'It is not a photo.' },
    { path: 'c.jpg', code: 'not_read', text: 'It is empty.' },
    { path: 'd.jpg', code: 'not_read', text: 'It is larger than 0 MB.' },
    {
      path: 'e.png',
      code: 'not_read',
      text: 'It is an SVG drawing, not a photo. Convert it to PNG or JPEG.',
    },
    { path: 'f.tif', code: 'not_read', text: 'It is not a photo.' },
  ]);
});

test('a server stopped while it reads keeps what it read, and goes on when it is there again', async () => {
  const all = Object.fromEntries(
    Array.from({ length: 130 }, (_, n) => [`IMG_${String(n).padStart(3, '0')}.JPG`, `heath#${n}`]),
  );
  const root = await disk.folder(all);
  const stop = new AbortController();
  const first: string[] = [];
  const stopped = await disk.another({
    onRead: (text) => void (first.push(text) === 110 && stop.abort(new Error('stopped'))),
  });
  const running = stopped.folders.run(stop.signal);
  const { id } = read<DiskFolder>(
    await stopped.api.call('POST', v1('/disk-folders'), { body: { path: root } }),
  );
  await running;
  const half = await disk.files(id);
  expect(half.files.length).toBe(100);
  expect((await disk.api.call('GET', v1(`/disk-folders/${id}`))).json).toMatchObject({
    reading: { found: 0, read: 0 },
    readAt: null,
    photos: 100,
  });

  const second: string[] = [];
  const again = new AbortController();
  const next = await disk.another({ onRead: (text) => second.push(text) });
  const ended = next.folders.run(again.signal);
  await expect
    .poll(async () => (await disk.api.call('GET', v1(`/disk-folders/${id}`))).json)
    .toMatchObject({ reading: null, photos: 130 });
  again.abort(new Error('stopped'));
  await ended;
  expect(second).toHaveLength(30);
  const whole = await disk.files(id);
  expect(idsOf(whole)).toEqual(expect.arrayContaining(idsOf(half)));
  expect(new Set(idsOf(whole)).size).toBe(130);
});

describe('a path of the page is checked against the disk', () => {
  test.each([
    ['nothing there', (root: string) => join(root, 'nowhere'), 'not_a_folder'],
    ['a file', (root: string) => join(root, 'a.jpg'), 'not_a_folder'],
    ['no whole path', () => 'Pictures', 'not_a_folder'],
    ['a path with a zero', (root: string) => `${root}\0`, 'not_a_folder'],
    ["Rollcall's own folder", () => disk.dataFolder, 'not_allowed'],
    ['what is in it', () => join(disk.dataFolder, 'objects'), 'not_allowed'],
    ['what is around it', () => join(disk.dataFolder, '..'), 'not_allowed'],
    ['a link to it', (root: string) => join(root, 'link'), 'not_allowed'],
  ])('%s', async (_, pathIn, code) => {
    const root = await disk.folder({ 'a.jpg': 'crow#1' }, 'hostile');
    await mkdir(join(disk.dataFolder, 'objects'), { recursive: true });
    await symlink(disk.dataFolder, join(root, 'link')).catch(() => {});
    expectCode(await openAnswer(pathIn(root)), 422, code);
  });

  test('home is its short name, and a link is opened as what it leads to', async () => {
    const root = await disk.folder({ 'a.jpg': 'wren#1' }, 'real');
    await symlink(root, join(root, '..', 'by-link'));
    const { id, path } = await disk.open(join(root, '..', 'by-link'));
    expect(path).toBe(root);
    expect((await disk.open('~/real')).id).toBe(id);
  });

  test('only what the operator allows is opened or seen', async () => {
    const inside = await disk.folder({ 'a.jpg': 'lark#1', 'deep/b.jpg': 'rook#1' }, 'allowed');
    const outside = await disk.folder({ 'a.jpg': 'dove#1' }, 'allowed not');
    await symlink(outside, join(inside, 'way out'));
    const { api, folders } = await disk.another({ within: [inside] });
    for (const path of [
      outside,
      join(inside, '..'),
      join(inside, 'way out'),
      join(inside, '..', 'allowed not'),
    ]) {
      expectCode(await api.call('POST', v1('/disk-folders'), { body: { path } }), 422, 'not_allowed');
      expectCode(
        await api.call('GET', v1(`/disk-folders/browse?path=${encodeURIComponent(path)}`)),
        422,
        'not_allowed',
      );
    }
    const deep = await api.call('POST', v1('/disk-folders'), { body: { path: join(inside, 'deep') } });
    expect(deep.status).toBe(201);
    await folders.idle();
    expect((await api.call('GET', v1('/disk-folders/browse'))).json).toEqual({
      path: inside,
      parent: null,
      isHome: false,
      folders: [{ name: 'deep', path: join(inside, 'deep') }],
      photos: 1,
      places: [{ name: 'allowed', path: inside }],
    });
    // One that was opened when more was allowed is shown, and nothing is done in it.
    const { id } = await disk.open(outside);
    expect((await api.call('GET', v1(`/disk-folders/${id}`))).json).toMatchObject({
      problem: { code: 'not_allowed' },
    });
    const apply = await api.call('POST', v1(`/disk-folders/${id}/apply`), { body: { planHash: '' } });
    expectCode(apply, 422, 'not_allowed');
  });
});

test('folders are looked through, without what is hidden and what is Rollcall’s own', async () => {
  const root = await disk.folder({
    'a.jpg': 'a',
    'b.txt': 'b',
    '.hidden/c.jpg': 'c',
    'Day 10/d.jpg': 'd',
    'Day 9/e.jpg': 'e',
  });
  const asked = await disk.api.call('GET', v1(`/disk-folders/browse?path=${encodeURIComponent(root)}`));
  expect(asked.json).toMatchObject({
    path: root,
    parent: join(root, '..'),
    isHome: false,
    folders: [{ name: 'Day 9' }, { name: 'Day 10' }],
    photos: 1,
  });
  const home = read<{ isHome: boolean; folders: { path: string }[] }>(
    await disk.api.call('GET', v1('/disk-folders/browse')),
  );
  expect(home.isHome).toBe(true);
  expect(home.folders.map(({ path }) => path)).toContain(root);
  expect(home.folders.map(({ path }) => path)).not.toContain(disk.dataFolder);
});

test('what is another person’s is not there', async () => {
  const { id } = await disk.open(await disk.folder({ 'a.jpg': 'secret#1' }));
  const { api } = await disk.another({ ownerId: ben });
  expect((await api.call('GET', v1('/disk-folders'))).json).toEqual({ folders: [] });
  for (const [method, rest, body] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/read'],
    ['GET', '/files'],
    ['GET', '/runs'],
    ['POST', '/apply', { planHash: '' }],
    ['POST', '/runs/x/undo'],
  ] as const) {
    const asking = body === undefined ? {} : { body };
    expectCode(await api.call(method, v1(`/disk-folders/${id}${rest}`), asking), 404, 'folder_not_found');
  }
});

test('folders of one name stand apart in the library, and beside what was uploaded', async () => {
  await disk.api.call('POST', v1('/photos'), { raw: form([['up#1', 'a.jpg', 'Trip/Day 1']]) });
  const first = await disk.open(await disk.folder({ 'a.jpg': 'one#1' }, 'x/Trip'));
  const second = await disk.open(await disk.folder({ 'a.jpg': 'two#1' }, 'y/Trip'));
  const again = await openAnswer(first.path);
  expect([first.folder, second.folder]).toEqual(['Trip-2', 'Trip-3']);
  expect([again.status, again.json]).toMatchObject([200, { id: first.id }]);
  const { folders } = read<{ folders: DiskFolder[] }>(await disk.api.call('GET', v1('/disk-folders')));
  expect(folders.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, second.id]));
});

test('a folder that went away says so, is not forgotten, and is as it was when it is back', async () => {
  const root = await disk.folder({ 'a.jpg': 'reed#1' });
  const { id } = await disk.open(root);
  const away = `${root} away`;
  await rename(root, away);
  const unread = await disk.readAgain(id);
  expect(unread).toMatchObject({ reading: null, photos: 1, problem: { code: 'gone' } });
  expect(lines(await disk.files(id))).toEqual(['a.jpg problem gone']);
  expect(await disk.runs(id)).toEqual([]);
  const apply = { body: { planHash: '' } };
  expectCode(await disk.api.call('POST', v1(`/disk-folders/${id}/apply`), apply), 422, 'not_a_folder');
  await rename(away, root);
  expect(await disk.readAgain(id)).toMatchObject({ photos: 1, problem: null });
  expect(lines(await disk.files(id))).toEqual(['a.jpg unnamed']);
});

test('a photo whose disk was away when it was to be prepared is prepared when it is back', async () => {
  const root = await disk.folder({ 'a.jpg': 'moor#1' });
  const answer = await openAnswer(root);
  await disk.folders.idle();
  await rename(root, `${root} away`);
  await disk.prepare();
  const { id } = read<DiskFolder>(answer);
  const photoId = await photoOf(id, 'a.jpg');
  const state = async () => (await disk.api.call('GET', v1(`/photos/${photoId}`))).json;
  expect(await state()).toMatchObject({ state: 'failed', problem: { code: 'original_moved' } });
  await rename(`${root} away`, root);
  await disk.readAgain(id);
  expect(await state()).toMatchObject({ state: 'ready', problem: null });
});

test('photos that were read appear live, as uploads do', async () => {
  const { seq } = read<{ seq: number }>(await disk.api.call('GET', v1('/changes')));
  const { id } = await disk.open(await disk.folder({ 'a.jpg': 'dune#1' }));
  const { json } = await disk.api.call('GET', v1(`/changes?since=${seq}`));
  expect(json).toMatchObject({
    events: [{ type: 'photos', data: { photos: [{ id: await photoOf(id, 'a.jpg'), state: 'ready' }] } }],
  });
});

test.runIf(process.getuid?.() !== 0)('a folder that the system keeps shut is named, not opened', async () => {
  const root = await disk.folder({ 'a.jpg': 'fen#1' });
  await chmod(root, 0);
  expectCode(await openAnswer(root), 422, 'not_allowed');
  await chmod(root, 0o700);
});
