import { FolderTrouble, type LeftAlone, type RenamedFile, type Run } from '../in-place/in-place.ts';
import { readRuns } from '../in-place/read-runs.ts';
import { settleUnfinished } from '../in-place/settle.ts';
import { checkUndo, undoRun } from '../in-place/undo-run.ts';
import { CommandMistake, type Surroundings } from './surroundings.ts';
import { counted, shown, shownTime } from './words.ts';

export interface UndoWish {
  readonly folder: string;
  /** An id, or the beginning of one; undefined: the newest that can be undone. */
  readonly run: string | undefined;
  /** Without asking. */
  readonly yes: boolean;
}

/** Gives files their old names back from the list in their folder alone. 0 if all went back, 1 if some stayed. */
export async function undoCommand(
  { folder, run: wished, yes }: UndoWish,
  terminal: Surroundings,
): Promise<number> {
  const { print, ask } = terminal;
  for (const { run } of await settleUnfinished({ root: folder })) {
    print(`Renames that were cut off have been brought to an end (${run}).`);
  }
  const run = chooseRun(await readRuns(folder), wished);
  if (run === null) {
    print(`There is nothing to undo in ${shown(folder)}.`);
    return 0;
  }
  const { files, leftAlone } = await checkUndo({ root: folder, run: run.id });
  print(`Renamed ${shownTime(run.startedAt)} (${run.id})`);
  printLeft(leftAlone, print);
  if (files.length === 0) {
    print('Nothing can go back to its old name.');
    return 1;
  }
  const question = `Undo ${renames(files)} in ${shown(folder)}?`;
  if (!yes && !/^y(?:es)?$/iu.test((await ask(`${question} [y/N] `)).trim())) {
    print('Nothing was changed.');
    return 1;
  }
  const done = await undoRun({ root: folder, run: run.id });
  print(`${counted(done.renamed.length, 'file has its old name', 'files have their old names')} again.`);
  const known = new Set(leftAlone.map(({ path }) => path));
  printLeft(
    done.leftAlone.filter(({ path }) => !known.has(path)),
    print,
  );
  return done.leftAlone.length === 0 ? 0 : 1;
}

function chooseRun(runs: readonly Run[], wished: string | undefined): Run | null {
  if (wished === undefined) {
    return runs.find(({ files }) => files.some(({ state }) => state === 'renamed')) ?? null;
  }
  const fitting = runs.filter(({ id }) => id === wished || (wished.length >= 4 && id.startsWith(wished)));
  const [run] = fitting;
  if (run === undefined)
    throw new FolderTrouble('no_such_run', `There is no run ${shown(wished)} in this folder.`);
  if (fitting.length > 1) throw new CommandMistake(`Several runs begin with ${shown(wished)}.`);
  return run;
}

/** Sidecars follow their photos, so photos are what is counted. */
function renames(files: readonly RenamedFile[]): string {
  const photos = files.filter(({ sidecarOf }) => sidecarOf === null).length;
  const sidecars = files.length - photos;
  if (photos === 0) return counted(files.length, 'rename');
  return counted(photos, 'rename') + (sidecars === 0 ? '' : ` with ${counted(sidecars, 'sidecar')}`);
}

const mostLines = 50;

function printLeft(left: readonly LeftAlone[], print: Surroundings['print']): void {
  if (left.length === 0) return;
  print(`${counted(left.length, 'file stays as it is', 'files stay as they are')}:`);
  for (const { path, text } of left.slice(0, mostLines)) print(`  ${shown(path)}  ${shown(text)}`);
  if (left.length > mostLines) print(`  and ${counted(left.length - mostLines, 'other')}`);
}
