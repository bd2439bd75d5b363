import { appendFile, chmod, mkdir, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyRun } from './apply-run.ts';
import { systemDisk, type Disk } from './disk.ts';
import { readRuns } from './read-runs.ts';
import { diskWithoutLinks, failingDisk, systemError } from './test-disks.testdata.ts';
import { contentsOf, makeFolder, planFor, renameAll } from './test-folder.testdata.ts';

test('photos get their new names, and what follows them goes with them', async () => {
  const root = await makeFolder({
    'IMG_1.JPG': 'one',
    'IMG_1.xmp': 'settings',
    'IMG_1.CR3': 'raw',
    'day/IMG_2.JPG': 'two',
    'IMG_10.xmp': 'of another',
  });
  const { renamed, leftAlone } = await renameAll(root, {
    'IMG_1.JPG': 'beach.jpg',
    'day/IMG_2.JPG': 'beach.jpg',
  });
  expect(await contentsOf(root)).toEqual({
    'beach.jpg': 'one',
    'beach.xmp': 'settings',
    'beach.CR3': 'raw',
    'day/beach.jpg': 'two',
    'IMG_10.xmp': 'of another',
  });
  expect(leftAlone).toEqual([]);
  expect(renamed).toContainEqual({ from: 'IMG_1.JPG', to: 'beach.jpg', sidecarOf: null });
  expect(renamed).toContainEqual({ from: 'IMG_1.xmp', to: 'beach.xmp', sidecarOf: 'IMG_1.JPG' });
  expect(renamed).toContainEqual({ from: 'day/IMG_2.JPG', to: 'day/beach.jpg', sidecarOf: null });
});

test('a photo that was changed since it was read is left and named, the others are renamed', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c' });
  const { moves } = await planFor(root, { 'a.jpg': '1.jpg', 'b.jpg': '2.jpg', 'c.jpg': '3.jpg' });
  await appendFile(join(root, 'a.jpg'), ' more');
  await utimes(join(root, 'b.jpg'), 5, 5);
  const { renamed, leftAlone } = await applyRun({ root, run: 'r', moves });
  expect(renamed).toEqual([{ from: 'c.jpg', to: '3.jpg', sidecarOf: null }]);
  expect(leftAlone.map(({ path, code }) => [path, code])).toEqual([
    ['a.jpg', 'changed_since'],
    ['b.jpg', 'changed_since'],
  ]);
});

test('a photo that is gone, or a link by now, is left; a sidecar that is gone keeps nobody', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c', 'c.xmp': 'x' });
  const { moves } = await planFor(root, { 'a.jpg': '1.jpg', 'b.jpg': '2.jpg', 'c.jpg': '3.jpg' });
  await unlink(join(root, 'a.jpg'));
  await rename(join(root, 'b.jpg'), join(root, 'moved.jpg'));
  await symlink(join(root, 'moved.jpg'), join(root, 'b.jpg'));
  await unlink(join(root, 'c.xmp'));
  const { renamed, leftAlone } = await applyRun({ root, run: 'r', moves });
  expect(renamed).toEqual([{ from: 'c.jpg', to: '3.jpg', sidecarOf: null }]);
  expect(leftAlone.map(({ path, code }) => [path, code])).toEqual([
    ['a.jpg', 'gone'],
    ['b.jpg', 'not_read'],
    ['c.xmp', 'gone'],
  ]);
});

test('a name that somebody took meanwhile is not overwritten', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'a.xmp': 'x' });
  const { moves } = await planFor(root, { 'a.jpg': 'b.jpg' });
  await writeFile(join(root, 'b.xmp'), 'precious');
  const { renamed, leftAlone } = await applyRun({ root, run: 'r', moves });
  expect(renamed).toEqual([]);
  expect(leftAlone).toMatchObject([{ path: 'a.jpg', code: 'name_taken' }]);
  expect(leftAlone[0]?.text).toBe('a.xmp, which belongs to it: Another file is called b.xmp.');
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a', 'a.xmp': 'x', 'b.xmp': 'precious' });
  // A run in which nothing was renamed is none.
  expect(await readRuns(root)).toEqual([]);
});

test.each([
  ['EBUSY', 'open_elsewhere'],
  ['EACCES', 'not_allowed'],
  ['EPERM', 'not_allowed'],
  ['EROFS', 'not_allowed'],
  ['EIO', 'not_allowed'],
])('where the system answers %s the photo stays with all of its files: %s', async (code, expected) => {
  const root = await makeFolder({ 'a.jpg': 'a', 'a.xmp': 'x', 'b.jpg': 'b' });
  // The sidecar comes second, so its photo has to come back.
  const disk = failingDisk((step, path) => (step === 'unlink' && path.endsWith('a.xmp') ? code : null));
  const { renamed, leftAlone } = await renameAll(root, { 'a.jpg': '1.jpg', 'b.jpg': '2.jpg' }, { disk });
  expect(renamed).toEqual([{ from: 'b.jpg', to: '2.jpg', sidecarOf: null }]);
  expect(leftAlone).toMatchObject([{ path: 'a.jpg', code: expected }]);
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a', 'a.xmp': 'x', '2.jpg': 'b' });
});

test('one of a ring that cannot be moved keeps the others of it, and nobody else', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c', 'd.jpg': 'd' });
  const disk = failingDisk((step, path) => (step === 'unlink' && path.endsWith('/b.jpg') ? 'EBUSY' : null));
  const names = { 'a.jpg': 'b.jpg', 'b.jpg': 'c.jpg', 'c.jpg': 'a.jpg', 'd.jpg': 'e.jpg' };
  const { renamed, leftAlone } = await renameAll(root, names, { disk });
  expect(renamed).toEqual([{ from: 'd.jpg', to: 'e.jpg', sidecarOf: null }]);
  expect(Object.fromEntries(leftAlone.map(({ path, code }) => [path, code]))).toEqual({
    'a.jpg': 'name_taken',
    'b.jpg': 'open_elsewhere',
    'c.jpg': 'name_taken',
  });
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c', 'e.jpg': 'd' });
});

test('somebody who takes both names in the middle of a swap loses nothing, and neither does the swap', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b' });
  let placed = 0;
  const disk: Disk = {
    ...systemDisk,
    link: async (from, to) => {
      // Both have stepped aside, the first has its new name: now the other's is taken.
      if (from.includes('.rollcall-') && placed++ === 1) await writeFile(to, 'theirs');
      await systemDisk.link(from, to);
    },
  };
  const { renamed } = await renameAll(root, { 'a.jpg': 'b.jpg', 'b.jpg': 'a.jpg' }, { disk });
  const contents = await contentsOf(root);
  expect(Object.values(contents).toSorted()).toEqual(['a', 'b', 'theirs']);
  expect(Object.keys(contents).toSorted()).toEqual(['a-2.jpg', 'a.jpg', 'b.jpg']);
  // And the list knows where it is.
  expect(renamed).toContainEqual({ from: 'b.jpg', to: 'a-2.jpg', sidecarOf: null });
  const [run] = await readRuns(root);
  expect(run?.files.find(({ from }) => from === 'b.jpg')).toMatchObject({ to: 'a-2.jpg', state: 'renamed' });
});

test('a program that saves in the middle of a rename keeps what it saved', async () => {
  const root = await makeFolder({ 'a.jpg': 'before' });
  const disk: Disk = {
    ...systemDisk,
    link: async (from, to) => {
      await systemDisk.link(from, to);
      await writeFile(`${from}.saving`, 'edited');
      await rename(`${from}.saving`, from);
    },
  };
  const { renamed, leftAlone } = await renameAll(root, { 'a.jpg': 'b.jpg' }, { disk });
  expect(renamed).toEqual([]);
  expect(leftAlone).toMatchObject([{ path: 'a.jpg', code: 'changed_since' }]);
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'edited' });
});

test.each(['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK'])(
  'where a disk answers %s to hard links, names are changed after a look, and nothing is overwritten',
  async (code) => {
    const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c' });
    const disk = { ...diskWithoutLinks, link: async () => await Promise.reject(systemError(code)) };
    const { moves } = await planFor(root, { 'a.jpg': '1.jpg', 'b.jpg': 'c.jpg', 'c.jpg': 'b.jpg' });
    await writeFile(join(root, '1.jpg'), 'precious');
    const { leftAlone } = await applyRun({ root, run: 'r', moves, disk });
    expect(leftAlone).toMatchObject([{ path: 'a.jpg', code: 'name_taken' }]);
    expect(await contentsOf(root)).toEqual({ '1.jpg': 'precious', 'a.jpg': 'a', 'b.jpg': 'c', 'c.jpg': 'b' });
  },
);

test('on a full disk nothing is renamed, since the list of names cannot be kept', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  const disk = failingDisk((step) => (step === 'write' ? 'ENOSPC' : null));
  await expect(renameAll(root, { 'a.jpg': 'b.jpg' }, { disk })).rejects.toMatchObject({ code: 'disk_full' });
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a' });
  expect(await readRuns(root)).toEqual([]);
});

test('a disk that is full afterwards leaves the renames, and the list tells of them all the same', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b' });
  let writes = 0;
  const disk = failingDisk((step, path) => {
    if (step === 'unlink' && path.endsWith('/b.jpg')) return 'EBUSY';
    return step === 'write' && (writes += 1) > 1 ? 'ENOSPC' : null;
  });
  await renameAll(root, { 'a.jpg': '1.jpg', 'b.jpg': '2.jpg' }, { disk });
  expect(await contentsOf(root)).toEqual({ '1.jpg': 'a', 'b.jpg': 'b' });
  await applyRun({ root, run: 'later', moves: [] });
  const [run] = await readRuns(root);
  expect(run?.files.map(({ from, state }) => [from, state])).toEqual([
    ['a.jpg', 'renamed'],
    ['b.jpg', 'left'],
  ]);
});

test.skipIf(process.getuid?.() === 0)('in a folder that may not be written to nothing is begun', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  const { moves } = await planFor(root, { 'a.jpg': 'b.jpg' });
  await chmod(root, 0o500);
  await expect(applyRun({ root, run: 'r', moves })).rejects.toMatchObject({ code: 'not_allowed' });
  await chmod(root, 0o700);
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a' });
});

test('where lists cannot be kept, or lead elsewhere, nothing is begun', async () => {
  const elsewhere = await makeFolder({});
  for (const obstruct of [
    async (path: string) => await writeFile(path, 'a file'),
    async (path: string) => await symlink(elsewhere, path),
  ]) {
    const root = await makeFolder({ 'a.jpg': 'a' });
    await obstruct(join(root, '.rollcall'));
    await expect(renameAll(root, { 'a.jpg': 'b.jpg' })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(Object.keys(await contentsOf(root))).toContain('a.jpg');
  }
  expect(await contentsOf(elsewhere)).toEqual({});
});

test('only one run at a time changes names in a folder', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  const { moves } = await planFor(root, { 'a.jpg': 'b.jpg' });
  let second: unknown = null;
  const disk: Disk = {
    ...systemDisk,
    link: async (from, to) => {
      second = await applyRun({ root, run: 'second', moves }).catch((error: unknown) => error);
      await systemDisk.link(from, to);
    },
  };
  await applyRun({ root, run: 'first', moves, disk });
  expect(second).toMatchObject({ code: 'busy' });
  expect(await contentsOf(root)).toEqual({ 'b.jpg': 'a' });
});

test('what a process left behind that is no more does not keep others out', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await mkdir(join(root, '.rollcall'));
  await writeFile(join(root, '.rollcall', 'lock'), JSON.stringify({ pid: 2 ** 30, host: hostname() }));
  await renameAll(root, { 'a.jpg': 'b.jpg' });
  expect(await contentsOf(root)).toEqual({ 'b.jpg': 'a' });
});

test('what an earlier process with the same number left behind does not keep others out', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await mkdir(join(root, '.rollcall'));
  const lock = join(root, '.rollcall', 'lock');
  await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
  await expect(renameAll(root, { 'a.jpg': 'b.jpg' })).rejects.toMatchObject({ code: 'busy' });
  const beforeThisOne = performance.timeOrigin / 1000 - 5;
  await utimes(lock, beforeThisOne, beforeThisOne);
  await renameAll(root, { 'a.jpg': 'b.jpg' });
  expect(await contentsOf(root)).toEqual({ 'b.jpg': 'a' });
});

test('another computer keeps others out until it has been silent for ten minutes', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await mkdir(join(root, '.rollcall'));
  const lock = join(root, '.rollcall', 'lock');
  await writeFile(lock, JSON.stringify({ pid: 1, host: 'another' }));
  await expect(renameAll(root, { 'a.jpg': 'b.jpg' })).rejects.toMatchObject({ code: 'busy' });
  const longAgo = Date.now() / 1000 - 601;
  await utimes(lock, longAgo, longAgo);
  await renameAll(root, { 'a.jpg': 'b.jpg' });
  expect(await contentsOf(root)).toEqual({ 'b.jpg': 'a' });
});

test('moves that lead out of the folder are not made', async () => {
  const outside = await makeFolder({ 'a.jpg': 'theirs' });
  const root = await makeFolder({ 'a.jpg': 'a', 'sub/b.jpg': 'b' });
  await rm(join(root, 'sub'), { recursive: true });
  await symlink(outside, join(root, 'sub'));
  const move = { bytes: 6, mtimeMs: 0, sidecars: [] };
  const { renamed, leftAlone } = await applyRun({
    root,
    run: 'r',
    moves: [
      { ...move, from: 'sub/a.jpg', to: 'b.jpg' },
      { ...move, from: `../${outside.slice(outside.lastIndexOf('/') + 1)}/a.jpg`, to: 'b.jpg' },
      { ...move, from: join(outside, 'a.jpg'), to: 'b.jpg' },
      { ...move, from: 'a.jpg', to: '../b.jpg' },
      { ...move, from: 'a.jpg\0', to: 'b.jpg' },
    ],
  });
  expect(renamed).toEqual([]);
  expect(leftAlone.map(({ code }) => code)).toEqual([
    'gone',
    'illegal_here',
    'illegal_here',
    'illegal_here',
    'illegal_here',
  ]);
  expect(await contentsOf(outside)).toEqual({ 'a.jpg': 'theirs' });
});
