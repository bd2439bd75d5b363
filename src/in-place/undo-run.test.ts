import { appendFile, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRuns } from './read-runs.ts';
import { contentsOf, makeFolder, renameAll } from './test-folder.testdata.ts';
import { failingDisk } from './test-disks.testdata.ts';
import { checkUndo, undoRun } from './undo-run.ts';

test('an undo gives photos and what followed them their old names back, and says when', async () => {
  const files = { 'IMG_1.JPG': 'one', 'IMG_1.xmp': 'x', 'sub/IMG_2.JPG': 'two' };
  const root = await makeFolder(files);
  await renameAll(root, { 'IMG_1.JPG': 'beach.jpg', 'sub/IMG_2.JPG': 'town.jpg' });
  const clock = { now: () => Date.UTC(2026, 10, 24, 12), sleep: async () => {} };
  const { renamed, leftAlone } = await undoRun({ root, run: 'run-1', clock });
  expect(await contentsOf(root)).toEqual(files);
  expect(renamed).toContainEqual({ from: 'beach.jpg', to: 'IMG_1.JPG', sidecarOf: null });
  expect(leftAlone).toEqual([]);
  const [run] = await readRuns(root);
  expect(run?.undone).toEqual({ at: '2026-11-24T12:00:00.000Z', leftAlone: [] });
  expect(run?.files.map(({ state }) => state)).toEqual(['went_back', 'went_back', 'went_back']);
});

test('what is edited, gone or whose old name is taken stays with its reason, and can go back later', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c', 'd.jpg': 'd' });
  await renameAll(root, { 'a.jpg': '1.jpg', 'b.jpg': '2.jpg', 'c.jpg': '3.jpg', 'd.jpg': '4.jpg' });
  await appendFile(join(root, '1.jpg'), ' edited');
  await unlink(join(root, '2.jpg'));
  await writeFile(join(root, 'c.jpg'), 'another');
  const expected = { '1.jpg': 'changed_since', '2.jpg': 'gone', '3.jpg': 'name_taken' };
  const codes = (left: readonly { path: string; code: string }[]) =>
    Object.fromEntries(left.map(({ path, code }) => [path, code]));

  const check = await checkUndo({ root, run: 'run-1' });
  expect(check.files).toEqual([{ from: '4.jpg', to: 'd.jpg', sidecarOf: null }]);
  expect(codes(check.leftAlone)).toEqual(expected);
  expect(codes((await undoRun({ root, run: 'run-1' })).leftAlone)).toEqual(expected);
  expect(await contentsOf(root)).toEqual({
    '1.jpg': 'a edited',
    '3.jpg': 'c',
    'c.jpg': 'another',
    'd.jpg': 'd',
  });
  expect(codes((await readRuns(root))[0]?.undone?.leftAlone ?? [])).toEqual(expected);

  await rename(join(root, 'c.jpg'), join(root, 'other.jpg'));
  const again = await undoRun({ root, run: 'run-1' });
  expect(again.renamed).toEqual([{ from: '3.jpg', to: 'c.jpg', sidecarOf: null }]);
  expect((await checkUndo({ root, run: 'run-1' })).files).toEqual([]);
});

test('settings that were edited since go back with their photo', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'a.xmp': 'x' });
  await renameAll(root, { 'a.jpg': 'b.jpg' });
  await appendFile(join(root, 'b.xmp'), ' five stars');
  await undoRun({ root, run: 'run-1' });
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a', 'a.xmp': 'x five stars' });
});

test('a photo whose old sidecar name is taken stays with its sidecar', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'a.xmp': 'x' });
  await renameAll(root, { 'a.jpg': 'b.jpg' });
  await writeFile(join(root, 'a.xmp'), 'another');
  const { renamed, leftAlone } = await undoRun({ root, run: 'run-1' });
  expect(renamed).toEqual([]);
  expect(leftAlone).toEqual([{ path: 'b.jpg', code: 'name_taken', text: 'Another file is called a.xmp.' }]);
});

test('swaps and rings are undone too, and one whose old name stays taken keeps those behind it', async () => {
  const files = { 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c', 'd.jpg': 'd' };
  const root = await makeFolder(files);
  await renameAll(root, { 'a.jpg': 'b.jpg', 'b.jpg': 'a.jpg', 'c.jpg': 'd.jpg', 'd.jpg': 'e.jpg' });
  await appendFile(join(root, 'e.jpg'), '!');
  await writeFile(join(root, 'c.jpg'), 'another');
  const { leftAlone } = await undoRun({ root, run: 'run-1' });
  expect(Object.fromEntries(leftAlone.map(({ path, code }) => [path, code]))).toEqual({
    'e.jpg': 'changed_since',
    'd.jpg': 'name_taken',
  });
  expect(await contentsOf(root)).toEqual({
    'a.jpg': 'a',
    'b.jpg': 'b',
    'c.jpg': 'another',
    'd.jpg': 'c',
    'e.jpg': 'd!',
  });
});

test('two runs over the same photos are undone one after the other, the last first', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await renameAll(root, { 'a.jpg': 'b.jpg' }, { run: 'one' });
  await renameAll(root, { 'b.jpg': 'c.jpg' }, { run: 'two' });
  expect((await undoRun({ root, run: 'one' })).leftAlone).toMatchObject([{ path: 'b.jpg', code: 'gone' }]);
  await undoRun({ root, run: 'two' });
  await undoRun({ root, run: 'one' });
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a' });
});

test('on a disk that is full an undo begins nothing', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await renameAll(root, { 'a.jpg': 'b.jpg' });
  const disk = failingDisk((step) => (step === 'write' ? 'ENOSPC' : null));
  await expect(undoRun({ root, run: 'run-1', disk })).rejects.toMatchObject({ code: 'disk_full' });
  expect(await contentsOf(root)).toEqual({ 'b.jpg': 'a' });
  expect((await readRuns(root))[0]?.undone).toBeNull();
});

test('a run that is not in the folder cannot be undone', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  for (const run of ['none', '../../etc/passwd', '']) {
    await expect(undoRun({ root, run }), run).rejects.toMatchObject({ code: 'no_such_run' });
  }
});

test('a list can be read by a person: a line for each file, the names before and after', async () => {
  const root = await makeFolder({ 'IMG_1.JPG': 'one', 'IMG_1.xmp': 'x' });
  await renameAll(root, { 'IMG_1.JPG': 'beach.jpg' });
  expect(await readdir(join(root, '.rollcall'))).toEqual(['run-1.jsonl']);
  const lines = (await readFile(join(root, '.rollcall', 'run-1.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { format: 1, run: 'run-1', files: 2 },
    { from: 'IMG_1.JPG', to: 'beach.jpg', bytes: 3 },
    { from: 'IMG_1.xmp', to: 'beach.xmp', bytes: 1, sidecarOf: 'IMG_1.JPG' },
    { renamed: 2 },
  ]);
});
