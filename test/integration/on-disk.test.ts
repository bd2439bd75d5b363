import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectCode, v1 } from './build-api.ts';
import { useJobs } from './build-jobs.ts';
import { contents, idsOf, lines, put, useDisk } from './build-disk.ts';
import { namesOf } from './build-library.ts';

const jobs = useJobs();
const disk = useDisk(jobs);

test('a folder is read, its photos named, its files renamed with what follows them, and all of it taken back', async () => {
  const before = {
    'IMG_1.JPG': 'beach#1',
    'IMG_1.xmp': 'stars of 1',
    'IMG_10.xmp': 'of nobody',
    'Day 2/IMG_2.JPG': 'castle#1',
    'Day 2/IMG_2.CR3': 'raw of 2',
    'notes.txt': 'text',
  };
  const root = await disk.folder(before, 'Wedding 2024');
  const folder = await disk.open(root);
  expect(folder).toMatchObject({
    path: root,
    folder: 'Wedding 2024',
    reading: null,
    photos: 2,
    subfolders: 1,
    notRead: [],
    problem: null,
  });
  expect(folder.readAt).not.toBeNull();
  const read = await disk.files(folder.id);
  expect(lines(read)).toEqual(['Day 2/IMG_2.JPG unnamed', 'IMG_1.JPG unnamed']);

  await disk.name(idsOf(read));
  const ready = await disk.files(folder.id);
  expect(lines(ready)).toEqual(['Day 2/IMG_2.JPG → castle.jpg ready', 'IMG_1.JPG → beach.jpg ready']);
  expect(ready.files.map(({ sidecars }) => sidecars.join()).toSorted()).toEqual(['.CR3', '.xmp']);
  // Nothing has happened on disk, and reading left nothing there.
  expect(await contents(root)).toEqual(before);
  expect(await readdir(root)).not.toContain('.rollcall');

  const { run, renamed, leftAlone } = await disk.apply(folder.id);
  expect([renamed, leftAlone]).toEqual([2, []]);
  expect(run).toMatchObject({ photos: 2, sidecars: 2, canGoBack: 2, undoneAt: null });
  expect(await contents(root)).toEqual({
    'beach.jpg': 'beach#1',
    'beach.xmp': 'stars of 1',
    'IMG_10.xmp': 'of nobody',
    'Day 2/castle.jpg': 'castle#1',
    'Day 2/castle.CR3': 'raw of 2',
    'notes.txt': 'text',
  });
  const done = await disk.files(folder.id);
  expect(lines(done)).toEqual(['Day 2/castle.jpg done was IMG_2.JPG', 'beach.jpg done was IMG_1.JPG']);
  expect(idsOf(done)).toEqual(idsOf(read));
  expect(done.files[0]?.doneAt).toBe(run?.startedAt);
  expect(await disk.runs(folder.id)).toEqual([run]);

  expect(await disk.undo(folder.id, run?.id ?? '')).toMatchObject({
    renamed: 2,
    leftAlone: [],
    run: { photos: 2, canGoBack: 0, wentBack: 2 },
  });
  expect(await contents(root)).toEqual(before);
  // The library keeps its names, so the files are to be renamed again.
  expect(lines(await disk.files(folder.id))).toEqual(lines(ready));
  expect((await namesOf(jobs, idsOf(read))).toSorted()).toEqual(['beach.jpg', 'castle.jpg']);
});

test('photos of a folder are photos of the library, downloaded from where they lie', async () => {
  const root = await disk.folder({ 'a.jpg': 'lighthouse#1' });
  const { id, folder } = await disk.open(root);
  const [photoId = ''] = idsOf(await disk.files(id));
  const { json } = await disk.api.call('GET', v1(`/photos/${photoId}`));
  expect(json).toMatchObject({
    folder,
    name: 'a.jpg',
    originalName: 'a.jpg',
    originalKept: true,
    state: 'ready',
  });
  const file = await disk.api.call('GET', v1(`/photos/${photoId}/file`));
  expect([file.status, file.text]).toEqual([200, 'lighthouse#1']);
  const thumbnail = (await disk.files(id)).files[0]?.thumbnail ?? '';
  expect((await disk.api.call('GET', thumbnail)).text).toBe('small lighthouse#1');
  expect(jobs.store.keys().filter((key) => key.startsWith('originals/'))).toEqual([]);
});

test('what was shown is what is done: another plan by now does nothing', async () => {
  const root = await disk.folder({ 'a.jpg': 'kite#1', 'b.jpg': 'kite#2' });
  const { id } = await disk.open(root);
  const photoIds = idsOf(await disk.files(id));
  await disk.name(photoIds);
  const { planHash } = await disk.files(id);
  await disk.api.call('PATCH', v1(`/photos/${photoIds[0]}`), { body: { name: 'my kite' } });
  const tried = await disk.api.call('POST', v1(`/disk-folders/${id}/apply`), { body: { planHash } });
  expectCode(tried, 409, 'plan_changed');
  expect(Object.keys(await contents(root))).toEqual(['a.jpg', 'b.jpg']);
});

test('a file that is left out keeps its name, and with it whoever wanted that', async () => {
  const root = await disk.folder({ 'a.jpg': 'gate#1', 'b.jpg': 'tower#1', 'c.jpg': 'moat#1' });
  const { id } = await disk.open(root);
  const { files } = await disk.files(id);
  const names: Record<string, string> = { 'a.jpg': 'x', 'b.jpg': 'c', 'c.jpg': 'b' };
  for (const { name, photoId } of files)
    await disk.api.call('PATCH', v1(`/photos/${photoId}`), { body: { name: `${names[name]}0` } });
  for (const { name, photoId } of files)
    await disk.api.call('PATCH', v1(`/photos/${photoId}`), { body: { name: names[name] } });
  expect(lines(await disk.files(id))).toEqual([
    'a.jpg → x.jpg ready',
    'b.jpg → c.jpg ready',
    'c.jpg → b.jpg ready',
  ]);
  const left = files.find(({ name }) => name === 'c.jpg');
  const result = await disk.apply(id, [left?.id ?? '']);
  expect(result.renamed).toBe(1);
  expect(result.leftAlone).toMatchObject([{ path: 'b.jpg', code: 'name_taken' }]);
  expect(await contents(root)).toEqual({ 'x.jpg': 'gate#1', 'b.jpg': 'tower#1', 'c.jpg': 'moat#1' });
  // Swapped in one go.
  expect((await disk.apply(id)).renamed).toBe(2);
  expect(await contents(root)).toEqual({ 'x.jpg': 'gate#1', 'c.jpg': 'tower#1', 'b.jpg': 'moat#1' });
  expect(lines(await disk.files(id)).map((line) => line.split(' was ')[0])).toEqual([
    'b.jpg done',
    'c.jpg done',
    'x.jpg done',
  ]);
});

describe('a file that is not as it was read', () => {
  test('is left out and named, until the folder is read again; its photo keeps its name', async () => {
    const root = await disk.folder({ 'a.jpg': 'river#1', 'b.jpg': 'bridge#1' });
    const { id } = await disk.open(root);
    const photoIds = idsOf(await disk.files(id));
    await disk.name(photoIds);
    const before = await disk.files(id);
    const thumbnail = before.files.find(({ name }) => name === 'a.jpg')?.thumbnail;
    await put(join(root, 'a.jpg'), 'river, brighter#1');
    const changed = await disk.files(id);
    expect(lines(changed)).toEqual(['a.jpg → river.jpg problem changed_since', 'b.jpg → bridge.jpg ready']);
    expect(changed.planHash).not.toBe(before.planHash);
    expect(await disk.apply(id)).toMatchObject({ renamed: 1 });
    expect(await contents(root)).toEqual({ 'a.jpg': 'river, brighter#1', 'bridge.jpg': 'bridge#1' });

    await disk.readAgain(id);
    const again = await disk.files(id);
    expect(lines(again)).toEqual(['a.jpg → river.jpg ready', 'bridge.jpg done was b.jpg']);
    expect(idsOf(again).toSorted()).toEqual(photoIds.toSorted());
    // Its picture is the new one, at an address that no browser has kept.
    const now = again.files.find(({ name }) => name === 'a.jpg')?.thumbnail ?? '';
    expect(now).not.toBe(thumbnail);
    expect((await disk.api.call('GET', now)).text).toBe('small river, brighter#1');
  });

  test('is only looked at again if it was touched', async () => {
    const root = await disk.folder({ 'a.jpg': 'meadow#1' });
    const { id } = await disk.open(root);
    const [photoId = ''] = idsOf(await disk.files(id));
    await utimes(join(root, 'a.jpg'), new Date(), new Date(Date.now() + 60_000));
    expectCode(await disk.api.call('GET', v1(`/photos/${photoId}/file`)), 404, 'original_moved');
    await disk.readAgain(id);
    expect(idsOf(await disk.files(id))).toEqual([photoId]);
    expect((await disk.api.call('GET', v1(`/photos/${photoId}/file`))).text).toBe('meadow#1');
  });
});

test('a file that is gone drops out of the list; its photo stays in the library and says where it was', async () => {
  const root = await disk.folder({ 'a.jpg': 'well#1', 'b.jpg': 'barn#1' });
  const { id } = await disk.open(root);
  const { files } = await disk.files(id);
  const gone = files.find(({ name }) => name === 'a.jpg')?.photoId ?? '';
  await rm(join(root, 'a.jpg'));
  expect(lines(await disk.files(id))).toEqual(['a.jpg problem gone', 'b.jpg unnamed']);
  expect(await disk.readAgain(id)).toMatchObject({ photos: 1 });
  expect(lines(await disk.files(id))).toEqual(['b.jpg unnamed']);
  const asked = await disk.api.call('GET', v1(`/photos/${gone}/file`));
  expectCode(asked, 404, 'original_moved');
  expect(asked.json).toMatchObject({
    detail: `a.jpg is no longer at ${join(root, 'a.jpg')}. Open its folder again.`,
  });
  expect((await disk.api.call('GET', v1(`/photos/${gone}`))).json).toMatchObject({ name: 'a.jpg' });
  // Back again, it is the same photo.
  await put(join(root, 'Found', 'again.jpg'), 'well#1');
  await disk.readAgain(id);
  expect(lines(await disk.files(id))).toEqual(['Found/again.jpg unnamed', 'b.jpg unnamed']);
  expect(idsOf(await disk.files(id))).toContain(gone);
  expect((await disk.api.call('GET', v1(`/photos/${gone}/file`))).text).toBe('well#1');
});
