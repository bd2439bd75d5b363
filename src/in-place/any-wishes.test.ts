import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyRun } from './apply-run.ts';
import { systemDisk, type Disk } from './disk.ts';
import type { Move, RunResult } from './in-place.ts';
import { listFolder } from './list-folder.ts';
import { readRuns } from './read-runs.ts';
import { settleUnfinished } from './settle.ts';
import { cardElsewhere, caselessDisk, diskWithoutLinks, dyingDisk, Killed } from './test-disks.testdata.ts';
import { contentsOf, makeFolder, planFor } from './test-folder.testdata.ts';
import { undoRun } from './undo-run.ts';

const photos = [
  'a.jpg',
  'b.jpg',
  'c.JPG',
  'd.dng',
  'd.jpg',
  'e\u0301t\u00e9.jpg',
  '写真.heic',
  'Straße.png',
  'STRASSE.webp',
  'İstanbul.jpg',
  'مرحبا.jpg',
  'sub/a.jpg',
  'sub/b.jpg',
];
const others = [
  'a.xmp',
  'a.jpg.xmp',
  'b.CR3',
  'b.CR3.xmp',
  'c.mov',
  'd.xmp',
  'new.xmp',
  'b.txt',
  'sub/a.aae',
  'sub/New.AAE',
];
/** Names that others have, of other scripts, of another case, composed otherwise, new ones. */
const wanted = [
  ...photos.map((path) => path.slice(path.lastIndexOf('/') + 1)),
  'A.jpg',
  'B.JPG',
  'c.jpg',
  '\u00e9te\u0301.jpg',
  'strasse.png',
  'new.jpg',
  'New.jpg',
  '東京.jpg',
  'x'.repeat(200) + '.jpg',
];

/** No two of one size: on a card that comes to another computer, files of one size and time cannot be told apart. */
const filled = (path: string, bytes: number) => path + '.'.repeat(bytes - Buffer.byteLength(path));

const folders = fc
  .uniqueArray(fc.constantFrom(...photos, ...others), { minLength: 1, maxLength: 14 })
  .map((paths) => Object.fromEntries(paths.map((path, index) => [path, filled(path, 40 + index)])));
const anyWishes = folders.chain((files) => {
  const present = photos.filter((path) => path in files);
  const any = fc.dictionary(fc.constantFrom(...present, photos[0] ?? ''), fc.constantFrom(...wanted));
  return fc.record({
    files: fc.constant(files),
    names: fc.oneof(any, ringsOf(present), ringsOf(present)),
    hardLink: fc.boolean(),
  });
});

/** Everybody gets a name that another has: swaps and longer rings. */
function ringsOf(present: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const beside = present.filter((path) => !path.includes('/'));
  return fc
    .shuffledSubarray(beside, { minLength: beside.length })
    .map((names) => Object.fromEntries(beside.map((path, index) => [path, names[index] ?? path])));
}

const valuesOf = (contents: Readonly<Record<string, string>>) => Object.values(contents).toSorted();

/** A folder for one case among many; the whole of them is taken away at the end of the test. */
async function freshFolder(files: Readonly<Record<string, string>>, hardLink: boolean): Promise<string> {
  const root = await makeFolder(files);
  const [first] = Object.keys(files);
  if (hardLink && first !== undefined) await link(join(root, first), join(root, 'same.jpg'));
  return root;
}

/** What the result says is what the folder has. */
function expectTruth(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  { renamed }: Pick<RunResult, 'renamed'>,
) {
  const moved = new Map(renamed.map(({ from, to }) => [from, to]));
  const told = Object.entries(before).map(([path, content]) => [moved.get(path) ?? path, content]);
  expect(after).toEqual(Object.fromEntries(told));
}

/** Many cases, each with real files. */
const patience = { timeout: 60_000 };

const kinds: readonly [string, Disk][] = [
  ['a disk with hard links', systemDisk],
  ['a disk without hard links', diskWithoutLinks],
];

test.each(kinds)(
  'whatever is wished on %s, nothing is lost, and an undo gives every name back',
  patience,
  async (_, disk) => {
    await fc.assert(
      fc.asyncProperty(anyWishes, async ({ files, names, hardLink }) => {
        const root = await freshFolder(files, hardLink);
        const before = await contentsOf(root);
        const { moves, leftAlone } = await planFor(root, names);
        const result = await applyRun({ root, run: 'r', moves, disk });
        // What was planned with nothing in the way is done.
        expect(result.leftAlone).toEqual([]);
        expect(result.renamed).toHaveLength(moves.flatMap(({ sidecars }) => [1, ...sidecars]).length);
        for (const { path } of leftAlone) expect(result.renamed.map(({ from }) => from)).not.toContain(path);
        const after = await contentsOf(root);
        expectTruth(before, after, result);
        if (moves.length > 0) await undoRun({ root, run: 'r', disk });
        expect(await contentsOf(root)).toEqual(before);
        await rm(root, { recursive: true });
      }),
      { numRuns: 60 },
    );
  },
);

/** Moves that nobody has planned: names taken by others that stay, the same name for two. */
async function recklessMoves(root: string, names: Readonly<Record<string, string>>): Promise<Move[]> {
  const { files } = await listFolder(root);
  return files
    .filter(({ path }) => path in names)
    .map(({ path, bytes, mtimeMs }) => ({ from: path, to: names[path] ?? '', bytes, mtimeMs, sidecars: [] }));
}

test(
  'moves that nobody has planned overwrite nothing, and what they did can be undone',
  patience,
  async () => {
    await fc.assert(
      fc.asyncProperty(anyWishes, async ({ files, names }) => {
        const root = await freshFolder(files, false);
        const before = await contentsOf(root);
        const result = await applyRun({ root, run: 'r', moves: await recklessMoves(root, names) });
        expectTruth(before, await contentsOf(root), result);
        if (result.renamed.length > 0) await undoRun({ root, run: 'r' });
        expect(await contentsOf(root)).toEqual(before);
        await rm(root, { recursive: true });
      }),
      { numRuns: 60 },
    );
  },
);

test(
  'on a disk that takes no heed of case nothing is lost, and an undo gives every name back',
  patience,
  async () => {
    const disk = caselessDisk();
    await fc.assert(
      fc.asyncProperty(anyWishes, async ({ files, names }) => {
        const root = await freshFolder(files, false);
        const before = await contentsOf(root);
        const { moves } = await planFor(root, names);
        const result = await applyRun({ root, run: 'r', moves, disk });
        expect(result.leftAlone).toEqual([]);
        expectTruth(before, await contentsOf(root), result);
        if (moves.length > 0) await undoRun({ root, run: 'r', disk });
        expect(await contentsOf(root)).toEqual(before);
        await rm(root, { recursive: true });
      }),
      { numRuns: 60 },
    );
  },
);

/** What it is killed on, and what it is settled on. */
const journeys: readonly { first: Disk; later: Disk }[] = [
  { first: systemDisk, later: systemDisk },
  { first: diskWithoutLinks, later: diskWithoutLinks },
  { first: diskWithoutLinks, later: cardElsewhere },
  { first: caselessDisk(), later: caselessDisk() },
];

test(
  'a run or an undo that is killed at any step is settled: old name or new, nothing lost, and the list is true',
  patience,
  async () => {
    const cases = fc.record({
      wishes: anyWishes,
      diesAt: fc.nat({ max: 60 }),
      again: fc.nat({ max: 12 }),
      disks: fc.constantFrom(...journeys),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ wishes: { files, names, hardLink }, diesAt, again, disks }) => {
        const root = await freshFolder(files, hardLink);
        const before = await contentsOf(root);
        const { moves } = await planFor(root, names);
        const disk = dyingDisk(diesAt, disks.first);
        await (async () => {
          await applyRun({ root, run: 'r', moves, disk });
          if (moves.length > 0) await undoRun({ root, run: 'r', disk });
        })().catch(unlessKilled);
        // The one who settles may be killed too.
        await settleUnfinished({ root, disk: dyingDisk(again, disks.later) }).catch(unlessKilled);
        await settleUnfinished({ root, disk: disks.later });

        const after = await contentsOf(root);
        expect(valuesOf(after)).toEqual(valuesOf(before));
        expect(Object.keys(after).filter((path) => path.includes('.rollcall-'))).toEqual([]);
        const [run] = await readRuns(root);
        const standing = run?.files.filter(({ state }) => state === 'renamed') ?? [];
        if (!hardLink) expectTruth(before, after, { renamed: standing });
        expect(run?.endedAt).not.toBeNull();
        // And from there the undo still leads back to the start.
        if (standing.length > 0) await undoRun({ root, run: 'r', disk: disks.later });
        // Which of two hard links is which, nobody can tell.
        const told = hardLink ? valuesOf : (contents: Record<string, string>) => contents;
        expect(told(await contentsOf(root))).toEqual(told(before));
        await rm(root, { recursive: true });
      }),
      { numRuns: 150 },
    );
  },
);

function unlessKilled(error: unknown) {
  if (!(error instanceof Killed)) throw error;
}
