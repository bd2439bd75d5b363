import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, readdir, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { applyRun } from './apply-run.ts';
import { systemDisk, type Disk } from './disk.ts';
import type { Move } from './in-place.ts';
import { readRuns } from './read-runs.ts';
import { settleUnfinished } from './settle.ts';
import { caselessDisk, diskWithoutLinks, dyingDisk, Killed } from './test-disks.testdata.ts';
import { contentsOf, makeFolder, planFor, renameAll } from './test-folder.testdata.ts';
import { undoRun } from './undo-run.ts';

/** A ring of three with settings, a change of case only, a chain, and one that just goes. */
const files = {
  'a.jpg': 'a',
  'a.xmp': 'ax',
  'b.jpg': 'b',
  'b.xmp': 'bx',
  'c.jpg': 'c',
  'D.jpg': 'd',
  'e.jpg': 'e',
  'f.jpg': 'f',
  'f.CR3': 'fr',
};
const names = {
  'a.jpg': 'b.jpg',
  'b.jpg': 'c.jpg',
  'c.jpg': 'a.jpg',
  'D.jpg': 'd.jpg',
  'e.jpg': 'f.jpg',
  'f.jpg': 'free.jpg',
};

const patience = { timeout: 60_000 };

async function expectSettled(root: string, moves: readonly Move[]): Promise<void> {
  const after = await contentsOf(root);
  expect(Object.values(after).toSorted()).toEqual(Object.values(files).toSorted());
  const [run] = await readRuns(root);
  expect(run === undefined || run.endedAt !== null).toBe(true);
  const standing = new Map(run?.files.map(({ from, to, state }) => [from, state === 'renamed' ? to : from]));
  const told = Object.entries(files).map(([path, content]) => [standing.get(path) ?? path, content]);
  expect(after).toEqual(Object.fromEntries(told));
  // A photo and what follows it are together, under the old name or the new one.
  for (const { from, to, sidecars } of moves) {
    const isNew = standing.get(from) === to;
    for (const sidecar of sidecars) expect(standing.get(sidecar.from) === sidecar.to).toBe(isNew);
  }
}

const disks: readonly [string, Disk][] = [
  ['a disk with hard links', systemDisk],
  ['a disk without hard links', diskWithoutLinks],
  ['a disk that takes no heed of case', caselessDisk()],
];

test.each(disks)(
  'killed before any of its steps on %s, a run is settled, and so is an undo',
  patience,
  async (_, disk) => {
    const count = await killAtEveryStep(disk, expectSettled);
    expect(count).toBeGreaterThan(40);
  },
);

test(
  'hard links of before are all there after a kill at any step, and no more of them',
  patience,
  async () => {
    await killAtEveryStep(
      systemDisk,
      async (root) => {
        const { 'linked.jpg': linked, ...after } = await contentsOf(root);
        expect(linked).toBe('a');
        expect(Object.values(after).toSorted()).toEqual(Object.values(files).toSorted());
      },
      async (root) => await link(join(root, 'a.jpg'), join(root, 'linked.jpg')),
    );
  },
);

/** A run and its undo, killed before their first step, their second and so on; answers how many steps there are. */
async function killAtEveryStep(
  disk: Disk,
  expectAfter: (root: string, moves: readonly Move[]) => Promise<void>,
  prepare: (root: string) => Promise<void> = async () => {},
): Promise<number> {
  for (let diesAt = 1; ; diesAt += 1) {
    const root = await makeFolder(files);
    await prepare(root);
    const { moves } = await planFor(root, names);
    const dying = dyingDisk(diesAt, disk);
    const end = await applyRun({ root, run: 'r', moves, disk: dying })
      .then(async () => await undoRun({ root, run: 'r', disk: dying }))
      .then(
        () => null,
        (error: unknown) => error,
      );
    await settleUnfinished({ root, disk });
    await expectAfter(root, moves);
    if (end === null) return diesAt;
    expect(end).toBeInstanceOf(Killed);
  }
}

test('a photo that disappeared before its run was settled: what followed it stays where it is, and the list says so', async () => {
  const root = await makeFolder({ 'a.jpg': 'a', 'a.xmp': 'x' });
  // Killed when all is renamed and only the list does not say so yet.
  await renameAll(root, { 'a.jpg': 'b.jpg' }, { disk: dyingDisk(7) }).catch(() => {});
  expect(Object.keys(await contentsOf(root))).toEqual(['b.jpg', 'b.xmp']);
  await unlink(join(root, 'b.jpg'));
  const [settled] = await settleUnfinished({ root });
  expect(settled?.run).toBe('run-1');
  expect(await contentsOf(root)).toEqual({ 'b.xmp': 'x' });
  const [run] = await readRuns(root);
  expect(run?.files.map(({ from, to, state }) => [from, to, state])).toEqual([
    ['a.jpg', 'a.jpg', 'left'],
    ['a.xmp', 'b.xmp', 'renamed'],
  ]);
});

test('on a disk that has one number for all files, twins are not taken for two names of one', async () => {
  const root = await makeFolder({ 'a.jpg': 'twin', 'b.jpg': 'twin' });
  for (const name of ['a.jpg', 'b.jpg']) await utimes(join(root, name), 1, 1);
  const numberless: Disk = {
    ...systemDisk,
    look: async (path) => {
      const found = await systemDisk.look(path);
      return found === null ? null : { ...found, inode: '0' };
    },
  };
  // Killed before the first rename: a.jpg was to be called b.jpg, and b.jpg otherwise.
  await renameAll(root, { 'a.jpg': 'b.jpg', 'b.jpg': 'c.jpg' }, { disk: dyingDisk(3, numberless) }).catch(
    () => {},
  );
  await settleUnfinished({ root, disk: numberless });
  expect(await contentsOf(root)).toEqual({ 'a.jpg': 'twin', 'b.jpg': 'twin' });
});

test(
  'a process killed by the system in the middle of a run leaves a folder that is settled',
  patience,
  async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${index}.jpg`, `${index}`]));
    const root = await makeFolder(many);
    // All in one ring, so that temporary names are there for most of the time.
    const ring = Object.fromEntries(
      Object.keys(many).map((name, index) => [name, `${(index + 1) % 400}.jpg`]),
    );
    const { moves } = await planFor(root, ring);
    const script = join(root, '..', `${root.slice(root.lastIndexOf('/') + 1)}.mts`);
    onTestFinished(async () => await rm(script, { force: true }));
    const source = (name: string) => JSON.stringify(join(import.meta.dirname, name));
    await writeFile(
      script,
      `import { applyRun } from ${source('apply-run.ts')};
     await applyRun({ root: ${JSON.stringify(root)}, run: 'killed', moves: ${JSON.stringify(moves)} });`,
    );
    const child = spawn(process.execPath, [script], { stdio: 'inherit' });
    const exited = once(child, 'exit');
    await untilSome(root, (entries) => entries.filter((name) => name.startsWith('.rollcall-')).length > 30);
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);

    const [settled] = await settleUnfinished({ root });
    expect(settled?.run).toBe('killed');
    const after = await contentsOf(root);
    expect(Object.keys(after).toSorted()).toEqual(Object.keys(many).toSorted());
    expect(Object.values(after).toSorted()).toEqual(Object.values(many).toSorted());
    expect(await systemDisk.look(join(root, '.rollcall', 'lock'))).toBeNull();
  },
);

/** The condition of a folder is all there is to wait for in another process. */
async function untilSome(root: string, isSo: (entries: string[]) => boolean): Promise<void> {
  while (!isSo(await readdir(root))) await new Promise((resolve) => setImmediate(resolve));
}
