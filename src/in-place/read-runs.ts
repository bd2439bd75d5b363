import type { Run, RunFile } from './in-place.ts';
import { listIds, loadList } from './list-files.ts';
import { openRoot } from './open-root.ts';
import { placeAfter, stayedIn, withReasons, type Pass, type RunList } from './run-list.ts';

/** All that is held in memory at one time. */
const mostFilesOfRuns = 250_000;

/**
 * What was renamed in this folder, newest first. Lists that cannot be believed are passed over, and so are the oldest
 * where they are more than the memory should hold; `undoRun` finds them still.
 */
export async function readRuns(folder: string): Promise<Run[]> {
  const root = await openRoot(folder);
  const runs: Run[] = [];
  let room = mostFilesOfRuns;
  // Ids begin with the time.
  for (const id of (await listIds(root)).toSorted((a, b) => compare(b, a))) {
    const list = await loadList(root, id);
    if (list === null) continue;
    const run = readRun(list);
    room -= run.files.length;
    if (room < 0) break;
    runs.push(run);
  }
  return runs.toSorted((a, b) => compare(b.startedAt, a.startedAt) || compare(b.id, a.id));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function readRun(list: RunList): Run {
  const [first, ...undos] = list.passes;
  const last = undos.findLast(({ endedAt }) => endedAt !== null);
  return {
    id: list.run,
    startedAt: first.startedAt,
    endedAt: first.endedAt,
    files: filesAfter(list),
    leftAlone: withReasons(first.left),
    undone:
      last === undefined ? null : { at: last.endedAt ?? last.startedAt, leftAlone: withReasons(last.left) },
  };
}

/** Where each file was before, and where the renames and all undos of them have brought it. */
function filesAfter({ passes }: RunList): RunFile[] {
  const [first, ...undos] = passes;
  const stayed = stayedIn(first);
  const places = new Map(first.files.map((file) => [file.from, placeAfter(first, file, stayed)]));
  const renamed = new Map(places);
  const moves = undos.map((undo) => movesOf(undo));
  for (const [from, at] of places) {
    places.set(
      from,
      moves.reduce((path, undo) => undo.get(path) ?? path, at),
    );
  }
  return first.files.map(({ from, sidecarOf, bytes, mtimeMs }) => {
    const to = renamed.get(from) ?? from;
    const at = places.get(from) ?? from;
    const state = to === from ? 'left' : at === from ? 'went_back' : 'renamed';
    return { from, to: state === 'renamed' ? at : to, sidecarOf, bytes, mtimeMs, state };
  });
}

function movesOf(undo: Pass): Map<string, string> {
  const stayed = stayedIn(undo);
  return new Map(undo.files.map((file) => [file.from, placeAfter(undo, file, stayed)]));
}
