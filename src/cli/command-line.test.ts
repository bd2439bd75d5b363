import { spawn } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { readRuns } from '../in-place/read-runs.ts';
import { dyingDisk } from '../in-place/test-disks.testdata.ts';
import { contentsOf, fillFolder, makeFolder, renameAll } from '../in-place/test-folder.testdata.ts';

/** Each command is a process of its own. */
vi.setConfig({ testTimeout: 60_000 });

interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly complained: string;
}

/** The command as a person runs it, with an answer to what it asks; its environment names no database. */
async function rollcall(args: readonly string[], answer = ''): Promise<Ended> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../cli.ts'), ...args], {
    cwd: await makeFolder({}),
    env: { PATH: process.env['PATH'], TZ: 'UTC' },
  });
  child.stdin.end(answer);
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, said, complained };
}

const files = { 'IMG_1.JPG': 'one', 'IMG_1.xmp': 'x', 'IMG_2.JPG': 'two' };
const names = { 'IMG_1.JPG': 'bride.jpg', 'IMG_2.JPG': 'cake.jpg' };

test('an undo asks first, and a yes gives the old names back without a server or a database', async () => {
  const root = await makeFolder(files);
  await renameAll(root, names);
  const { code, said } = await rollcall(['undo', root], 'y\n');
  expect(said).toContain(`Undo 2 renames with 1 sidecar in ${root}? [y/N]`);
  expect(said).toContain('3 files have their old names again.');
  expect(await contentsOf(root)).toEqual(files);
  expect(code).toBe(0);
});

test.each(['n\n', '\n', 'yess\n', ''])('the answer %j changes nothing', async (answer) => {
  const root = await makeFolder(files);
  await renameAll(root, names);
  const { code, said } = await rollcall(['undo', root], answer);
  expect(said).toContain('Nothing was changed.');
  expect(Object.keys(await contentsOf(root))).toEqual(['bride.jpg', 'bride.xmp', 'cake.jpg']);
  expect(code).toBe(1);
});

test('what stays is named with its reason, before it asks; --yes does not ask', async () => {
  const root = await makeFolder(files);
  await renameAll(root, names);
  await appendFile(join(root, 'cake.jpg'), ' edited');
  const { code, said } = await rollcall(['undo', root, '--yes']);
  expect(said).toContain('1 file stays as it is:\n  cake.jpg  It was changed since it was renamed.\n');
  expect(said).not.toContain('[y/N]');
  expect(await contentsOf(root)).toEqual({ 'IMG_1.JPG': 'one', 'IMG_1.xmp': 'x', 'cake.jpg': 'two edited' });
  expect(code).toBe(1);
});

test('a run is chosen by its id or by how it begins; unless said it is the newest that is not undone', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c' });
  await renameAll(root, { 'a.jpg': '1.jpg' }, { run: '0193-first' });
  await renameAll(root, { 'b.jpg': '2.jpg' }, { run: '0194-second' });
  await renameAll(root, { 'c.jpg': '3.jpg' }, { run: '0195-third' });
  await rollcall(['undo', root, '0193', '-y']);
  expect(Object.keys(await contentsOf(root))).toEqual(['2.jpg', '3.jpg', 'a.jpg']);
  await rollcall(['undo', root, '-y']);
  await rollcall(['undo', root, '-y']);
  expect(Object.keys(await contentsOf(root))).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  expect((await rollcall(['undo', root, '-y'])).said).toBe(`There is nothing to undo in ${root}.\n`);
  const { code, complained } = await rollcall(['undo', root, '0199', '-y']);
  expect({ code, complained }).toEqual({ code: 1, complained: 'There is no run 0199 in this folder.\n' });
});

test('a rename that was cut off is brought to an end before it is undone', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'b.jpg': 'b' });
  // In the middle of a swap, with both under temporary names.
  await renameAll(root, { 'a.jpg': 'b.jpg', 'b.jpg': 'a.jpg' }, { disk: dyingDisk(7) }).catch(() => {});
  expect(Object.keys(await contentsOf(root)).some((name) => name.startsWith('.rollcall-'))).toBe(true);
  const { said } = await rollcall(['undo', root, '-y']);
  expect(said).toContain('Renames that were cut off have been brought to an end (run-1).');
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'a', 'b.jpg': 'b' });
});

test('runs lists what was renamed and what of it was undone', async () => {
  const root = await makeFolder(files);
  expect((await rollcall(['runs', root])).said).toBe(`Rollcall has renamed nothing in ${root}.\n`);
  await renameAll(root, names);
  const [run] = await readRuns(root);
  const time = run?.startedAt.slice(0, 16).replace('T', ' ') ?? '';
  expect((await rollcall(['runs', root])).said).toBe(`run-1  ${time}  2 photos, 1 sidecar\n`);
  await rollcall(['undo', root, '-y']);
  expect((await rollcall(['runs', root])).said).toMatch(
    /2 photos, 1 sidecar, undone .*, 3 files went back\n$/u,
  );
});

test('a name that would move the cursor is written out', async () => {
  const root = await makeFolder({});
  await fillFolder(root, { 'a\u001b[2J\u202e.jpg': 'a' });
  await renameAll(root, { 'a\u001b[2J\u202e.jpg': 'b.jpg' });
  await fillFolder(root, { 'a\u001b[2J\u202e.jpg': 'another' });
  const { said } = await rollcall(['undo', root, '-y']);
  for (const control of ['\u001b', '\u202e']) expect(said).not.toContain(control);
  expect(said).toContain('⟨U+001B⟩');
});

test.each([
  [[], 2],
  [['fly'], 2],
  [['undo'], 2],
  [['runs', 'a', 'b'], 2],
  [['undo', '--force', '.'], 2],
  [['undo', '/no/such/folder'], 1],
])('%j is answered with what can be done, and with %i', async (args, expected) => {
  const { code, complained, said } = await rollcall(args);
  expect(code).toBe(expected);
  expect(said).toBe('');
  expect(complained).toMatch(/npm run rollcall|There is no folder/u);
  expect(complained).not.toMatch(/^\s+at /mu);
});

test('--help tells of every command and ends well', async () => {
  const { code, said } = await rollcall(['--help']);
  for (const command of ['undo <folder>', 'runs <folder>', 'doctor']) expect(said).toContain(command);
  expect(code).toBe(0);
});

test('a doctor who finds no Rollcall says how to start one', async () => {
  const { code, said } = await rollcall(['doctor']);
  expect(said).toContain('Start one (npm start), or set DATABASE_URL.');
  expect(said).not.toContain('All is well.');
  expect(code).toBe(1);
});
