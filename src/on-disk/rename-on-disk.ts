import type { Clock } from '../clock.ts';
import type { Database } from '../database/sql.ts';
import { applyRun } from '../in-place/apply-run.ts';
import type { LeftAlone, Run, RunResult } from '../in-place/in-place.ts';
import { listFolder } from '../in-place/list-folder.ts';
import { readRuns } from '../in-place/read-runs.ts';
import { checkUndo, undoRun } from '../in-place/undo-run.ts';
import { moveFiles } from './file-rows.ts';
import type { FolderRow } from './folder-rows.ts';
import { settleFolder } from './settle-folder.ts';
import { foundOrNull, movesOf, readPhotoFiles, viewFiles, type FilesView } from './view-files.ts';

export interface RenamingDependencies {
  readonly database: Database;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly dataFolder: string;
}

/** One run with what an undo of it would do now. */
export interface RunView {
  readonly run: Run;
  readonly canGoBack: number;
  /** What an undo would leave; of a run that was undone, what it left. */
  readonly leftAlone: readonly LeftAlone[];
}

export interface RenamedOnDisk {
  /** Null if nothing was renamed. */
  readonly run: RunView | null;
  /** Photos, without what follows them. */
  readonly renamed: number;
  readonly leftAlone: readonly LeftAlone[];
}

/** What is on disk and what would be renamed, as of this moment. */
export async function viewFolder(
  { database, dataFolder }: RenamingDependencies,
  folder: FolderRow,
): Promise<FilesView> {
  const rows = await database.asUser(folder.owner_id, (tx) => readPhotoFiles(tx, folder));
  const listed = await foundOrNull(() => listFolder(folder.path, { skip: [dataFolder] }));
  const runs = await foundOrNull(() => readRuns(folder.path));
  return viewFiles(rows, { found: listed?.files ?? null, runs: runs ?? [] });
}

/**
 * Makes the files carry the library's names, if that is still what was shown. The library itself does not change. Null
 * if the plan is another one by now; throws `FolderTrouble` where nothing could be renamed at all.
 */
export async function applyToDisk(
  dependencies: RenamingDependencies,
  folder: FolderRow,
  plan: { readonly planHash: string; readonly leaveOut: ReadonlySet<string> },
): Promise<RenamedOnDisk | null> {
  const { database, clock, newId, dataFolder } = dependencies;
  await settleFolder(dependencies, folder);
  const rows = await readPhotoFiles(database, folder);
  const { files: found } = await listFolder(folder.path, { skip: [dataFolder] });
  const { files, planHash } = viewFiles(rows, { found, runs: [] });
  if (planHash !== plan.planHash) return null;
  const { moves, leftAlone } = movesOf(files, { found, leaveOut: plan.leaveOut });
  if (moves.length === 0) return { run: null, renamed: 0, leftAlone };
  const run = newId();
  const result = await applyRun({ root: folder.path, run, moves, clock });
  return await conclude(database, folder, { run, result, leftBefore: leftAlone });
}

/** Gives the files of a run their old names back, as far as they can have them. The library keeps its names. */
export async function undoOnDisk(
  dependencies: RenamingDependencies,
  folder: FolderRow,
  run: string,
): Promise<RenamedOnDisk> {
  await settleFolder(dependencies, folder);
  const result = await undoRun({ root: folder.path, run, clock: dependencies.clock });
  return await conclude(dependencies.database, folder, { run, result, leftBefore: [] });
}

async function conclude(
  database: Database,
  folder: FolderRow,
  done: { readonly run: string; readonly result: RunResult; readonly leftBefore: readonly LeftAlone[] },
): Promise<RenamedOnDisk> {
  const { renamed, leftAlone } = done.result;
  await moveFiles(database, folder, renamed);
  const run =
    renamed.length === 0 ? undefined : (await readRuns(folder.path)).find(({ id }) => id === done.run);
  return {
    run: run === undefined ? null : await viewRun(folder, run),
    renamed: renamed.filter(({ sidecarOf }) => sidecarOf === null).length,
    leftAlone: [...done.leftBefore, ...leftAlone],
  };
}

/** Newest first; none where the folder cannot be read. */
export async function viewRuns(folder: FolderRow): Promise<RunView[]> {
  const views: RunView[] = [];
  for (const run of (await foundOrNull(() => readRuns(folder.path))) ?? [])
    views.push(await viewRun(folder, run));
  return views;
}

async function viewRun({ path: root }: FolderRow, run: Run): Promise<RunView> {
  const check = run.files.some(({ state }) => state === 'renamed')
    ? await foundOrNull(() => checkUndo({ root, run: run.id }))
    : null;
  return {
    run,
    canGoBack: (check?.files ?? []).filter(({ sidecarOf }) => sidecarOf === null).length,
    leftAlone: run.undone?.leftAlone ?? check?.leftAlone ?? [],
  };
}
