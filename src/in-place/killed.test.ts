import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { applyRun } from './apply-run.ts';
import { systemDisk } from './disk.ts';
import type { Move } from './in-place.ts';
import { readRuns } from './read-runs.ts';
import { settleUnfinished } from './settle.ts';
import { dyingDisk, Killed } from './test-disks.testdata.ts';
import { contentsOf, makeFolder, planFor } from './test-folder.testdata.ts';
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

test('killed before any of its steps, a run is settled, and so is an undo', { timeout: 60_000 }, async () => {
  let steps = 0;
  for (let diesAt = 1; diesAt < 500; diesAt += 1) {
    const root = await makeFolder(files);
    const { moves } = await planFor(root, names);
    const disk = dyingDisk(diesAt);
    const end = await applyRun({ root, run: 'r', moves, disk })
      .then(async () => await undoRun({ root, run: 'r', disk }))
      .then(
        () => null,
        (error: unknown) => error,
      );
    await settleUnfinished({ root });
    await expectSettled(root, moves);
    steps = diesAt;
    if (end === null) break;
    expect(end).toBeInstanceOf(Killed);
  }
  expect(steps).toBeGreaterThan(60);
  expect(steps).toBeLessThan(500);
});

test(
  'a process killed by the system in the middle of a run leaves a folder that is settled',
  { timeout: 60_000 },
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
