import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { applyRun } from './apply-run.ts';
import { systemDisk, type Disk } from './disk.ts';
import type { Plan, RunResult } from './in-place.ts';
import { listFolder } from './list-folder.ts';
import { planMoves } from './plan-moves.ts';
import { sidecarsOf } from './sidecars.ts';

/** A folder of its own for a test, with these files in it: path to content. */
export async function makeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'rollcall-in-place-')));
  onTestFinished(async () => await rm(root, { recursive: true, force: true }));
  await fillFolder(root, files);
  return root;
}

export async function fillFolder(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** Everything in a folder but the lists: path to content. What is hidden counts too. */
export async function contentsOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(root, '.rollcall/')))
    .toSorted();
  const pairs = files.map(
    async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(pairs));
}

/** Plans as a person would see it: photos with new names, and what follows them. */
export async function planFor(root: string, names: Readonly<Record<string, string>>): Promise<Plan> {
  const { files } = await listFolder(root);
  const photos = files.filter(({ isPhotoByName }) => isPhotoByName).map(({ path }) => path);
  const sidecars = sidecarsOf(files, photos);
  const wishes = Object.entries(names).map(([path, to]) => ({
    path,
    to,
    sidecars: sidecars.get(path) ?? [],
  }));
  return planMoves(wishes, files);
}

export async function renameAll(
  root: string,
  names: Readonly<Record<string, string>>,
  { run = 'run-1', disk = systemDisk }: { run?: string; disk?: Disk } = {},
): Promise<RunResult> {
  const { moves, leftAlone } = await planFor(root, names);
  const result = await applyRun({ root, run, moves, disk });
  return { renamed: result.renamed, leftAlone: [...leftAlone, ...result.leftAlone] };
}
