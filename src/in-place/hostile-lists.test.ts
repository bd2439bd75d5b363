import { execFile } from 'node:child_process';
import { link, mkdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readRuns } from './read-runs.ts';
import { settleUnfinished } from './settle.ts';
import { contentsOf, makeFolder, renameAll } from './test-folder.testdata.ts';
import { undoRun } from './undo-run.ts';

const at = '2026-11-24T12:00:00.000Z';

async function putList(root: string, lines: readonly object[], run = 'evil'): Promise<void> {
  await mkdir(join(root, '.rollcall'), { recursive: true });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(join(root, '.rollcall', `${run}.jsonl`), text);
}

const head = (files: number, run = 'evil') => ({ format: 1, run, startedAt: at, files });
const ended = { ended: at, renamed: 1 };

/** A list that says of an existing file what a true one would say, but for the names given. */
async function entryFor(path: string, names: object): Promise<object> {
  const { size, mtimeMs, ino } = await stat(path);
  return { bytes: size, mtimeMs: Math.floor(mtimeMs), inode: String(ino), ...names };
}

test.each([
  { from: '../inside/../outside.jpg', to: 'x.jpg' },
  { from: '/etc/hostname', to: 'x.jpg' },
  { from: 'a.jpg', to: '../x.jpg' },
  { from: 'a.jpg', to: 'sub/x.jpg' },
  { from: 'a.jpg', to: '/tmp/x.jpg' },
  { from: 'a.jpg', to: '..' },
  { from: 'a.jpg\0.txt', to: 'x.jpg' },
  { from: 'sub/../../a.jpg', to: 'x.jpg' },
  { from: 'sub//a.jpg', to: 'x.jpg' },
  { from: './a.jpg', to: 'x.jpg' },
  { from: '.ssh/id', to: 'x.jpg' },
  { from: 'a.jpg', to: '.bashrc' },
  { from: 'a.jpg', to: 'x.jpg', via: '../x' },
  { from: 'a.jpg', to: 'x.jpg', via: 'beach.jpg' },
  { from: 'a.jpg', to: 'x.jpg', via: '.rollcall-/../../x' },
  { from: 'a.jpg', to: 'x.jpg', sidecarOf: '../b.jpg' },
  { from: 'a.jpg', to: 'x.jpg', sidecarOf: 'none.jpg' },
  { from: 7, to: 'x.jpg' },
  { from: 'a.jpg' },
])('a list with %j is not believed, whether it is finished or not', async (names) => {
  const outer = await makeFolder({ 'inside/a.jpg': 'a', 'inside/x.jpg': 'x', 'outside.jpg': 'theirs' });
  const root = join(outer, 'inside');
  const before = await contentsOf(outer);
  for (const tail of [[ended], []]) {
    const entry = await entryFor(join(root, 'x.jpg'), names);
    await putList(root, [head(1), entry, ...tail]);
    expect(await readRuns(root)).toEqual([]);
    await settleUnfinished({ root });
    await expect(undoRun({ root, run: 'evil' })).rejects.toMatchObject({ code: 'no_such_run' });
    const { [`inside/.rollcall/evil.jsonl`]: _, ...after } = await contentsOf(outer);
    expect(after).toEqual(before);
  }
});

test.each([
  ['nothing', []],
  ['another format', [{ ...head(0), format: 2 }]],
  ['the id of another run', [head(0, 'other')]],
  ['fewer files than it says', [head(2), { from: 'a.jpg', to: 'b.jpg', bytes: 1, mtimeMs: 1, inode: '1' }]],
  ['no object', [['format']]],
])('a list with %s is not believed', async (_, lines) => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await putList(root, lines);
  expect(await readRuns(root)).toEqual([]);
  expect(await settleUnfinished({ root })).toEqual([]);
});

test('a list that is cut in the middle of a line, or is no text, is not believed', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await mkdir(join(root, '.rollcall'));
  await writeFile(join(root, '.rollcall', 'cut.jsonl'), '{"format":1,"run":"cut","star');
  await writeFile(join(root, '.rollcall', 'noise.jsonl'), Buffer.from([0xff, 0, 0xfe]));
  await symlink('/etc/hostname', join(root, '.rollcall', 'link.jsonl'));
  expect(await readRuns(root)).toEqual([]);
  expect(await settleUnfinished({ root })).toEqual([]);
});

test('a folder that became a link to elsewhere is not followed by an undo', async () => {
  const outside = await makeFolder({});
  const root = await makeFolder({ 'sub/a.jpg': 'a', 'b.jpg': 'b' });
  await renameAll(root, { 'sub/a.jpg': 'x.jpg', 'b.jpg': 'y.jpg' });
  // The very file, size and time included, but behind a link.
  await rename(join(root, 'sub'), join(outside, 'sub'));
  await symlink(join(outside, 'sub'), join(root, 'sub'));
  const { renamed, leftAlone } = await undoRun({ root, run: 'run-1' });
  expect(renamed).toEqual([{ from: 'y.jpg', to: 'b.jpg', sidecarOf: null }]);
  expect(leftAlone).toMatchObject([{ path: 'sub/x.jpg', code: 'gone' }]);
  expect(await contentsOf(outside)).toEqual({ 'sub/x.jpg': 'a' });
});

test('a run cut off in a folder that became a link to elsewhere settles nothing there', async () => {
  const outside = await makeFolder({ 'a.jpg': 'a' });
  await link(join(outside, 'a.jpg'), join(outside, 'x.jpg'));
  const root = await makeFolder({ 'b.jpg': 'b' });
  await symlink(outside, join(root, 'sub'));
  const entry = await entryFor(join(outside, 'a.jpg'), { from: 'sub/a.jpg', to: 'x.jpg' });
  await putList(root, [head(1), entry]);
  await settleUnfinished({ root });
  expect(await contentsOf(outside)).toEqual({ 'a.jpg': 'a', 'x.jpg': 'a' });
});

const entries = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    from: `${i}.jpg`,
    to: `x${i}.jpg`,
    bytes: 1,
    mtimeMs: 1,
    inode: '1',
  }));

test('a list longer than any folder of photos, or with an endless line, is not believed', async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await putList(root, [head(100_001, 'long'), ...entries(100_001), ended], 'long');
  await putList(root, [head(0, 'line'), { note: 'x'.repeat(70_000) }, ended], 'line');
  expect(await readRuns(root)).toEqual([]);
  await putList(root, [head(1000, 'short'), ...entries(1000), ended], 'short');
  expect((await readRuns(root)).map(({ id, files }) => [id, files.length])).toEqual([['short', 1000]]);
}, 20_000);

test('of lists that are too many to hold, the newest are read', async () => {
  const root = await makeFolder({});
  for (const run of ['1', '2', '3']) await putList(root, [head(90_000, run), ...entries(90_000), ended], run);
  expect((await readRuns(root)).map(({ id }) => id)).toEqual(['3', '2']);
}, 20_000);

test.each([
  ['a pipe', async (path: string) => void (await promisify(execFile)('mkfifo', [path]))],
  ['a link to something endless', async (path: string) => await symlink('/dev/zero', path)],
  ['a folder', async (path: string) => await mkdir(path)],
  ['a long file', async (path: string) => await writeFile(path, 'x'.repeat(5000))],
])(
  '%s in place of the lock is said, and not waited for',
  { skip: process.platform === 'win32' },
  async (_, put) => {
    const root = await makeFolder({ 'a.jpg': 'a' });
    await mkdir(join(root, '.rollcall'));
    await put(join(root, '.rollcall', 'lock'));
    await expect(renameAll(root, { 'a.jpg': 'b.jpg' })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await contentsOf(root)).toMatchObject({ 'a.jpg': 'a' });
  },
);

test("a folder that is called like a half-written list is in nobody's way", async () => {
  const root = await makeFolder({ 'a.jpg': 'a' });
  await mkdir(join(root, '.rollcall', 'x.jsonl.new'), { recursive: true });
  expect((await renameAll(root, { 'a.jpg': 'b.jpg' })).renamed).toHaveLength(1);
});
