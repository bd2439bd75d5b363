import { askAtOnce } from './at-once.ts';
import { checkMove, type MoveRules } from './check-move.ts';
import { systemDisk } from './disk.ts';
import { onDisk, type Ground } from './ground.ts';
import {
  FolderTrouble,
  type Move,
  type RenamedFile,
  type Run,
  type RunFile,
  type RunResult,
} from './in-place.ts';
import { loadList } from './list-files.ts';
import { openRoot } from './open-root.ts';
import { planPass, travel } from './pass-work.ts';
import { readRun } from './read-runs.ts';
import { withReasons, type ListedFile, type ListedLeft, type RunList } from './run-list.ts';
import { baseName, besideIt, isSafeName } from './safe-path.ts';
import { withFolder, type InFolder } from './with-folder.ts';

/**
 * Gives the files of a run their old names back, last first. What was edited since, is gone, or whose old name somebody
 * else has by now, stays and is named. What stayed can be tried again another time.
 */
export async function undoRun(options: InFolder & { readonly run: string }): Promise<RunResult> {
  const { run } = options;
  return await withFolder(options, async (work) => {
    const list = await openList(work.ground.root, run);
    const { groups, left } = await findUndo(work.ground, readRun(list));
    if (groups.length === 0) return { renamed: [], leftAlone: withReasons(left) };
    const startedAt = new Date(work.clock.now()).toISOString();
    const planned = planPass(groups, { run, number: list.passes.length + 1, startedAt });
    return await travel(work, list, { run, planned, alreadyLeft: left });
  });
}

/** What an undo would do now, and what it would leave; nothing is changed. */
export async function checkUndo({ root: folder, run }: { root: string; run: string }): Promise<{
  readonly files: readonly RenamedFile[];
  readonly leftAlone: RunResult['leftAlone'];
}> {
  const ground = { root: await openRoot(folder), disk: systemDisk };
  const { groups, left } = await findUndo(ground, readRun(await openList(ground.root, run)));
  return {
    files: groups.flat().map(({ from, to, sidecarOf }) => ({ from, to: besideIt(from, to), sidecarOf })),
    leftAlone: withReasons(left),
  };
}

async function openList(root: string, run: string): Promise<RunList> {
  const list = await loadList(root, run);
  if (list === null)
    throw new FolderTrouble('no_such_run', 'There is no list of these renames in the folder.');
  return list;
}

interface UndoPlan {
  readonly groups: ListedFile[][];
  readonly left: ListedLeft[];
}

async function findUndo(ground: Ground, run: Run): Promise<UndoPlan> {
  // The old name was there before, whatever it is.
  const rules: MoveRules = { isAllowed: isSafeName, since: 'renamed' };
  const checked = await askAtOnce(movesBack(run), async (move) => await checkMove(ground, move, rules));
  const groups = checked.map(({ files }) => files).filter((files) => files.length > 0);
  const { free, taken } = await leaveTaken(ground, groups);
  return { groups: free, left: [...checked.flatMap(({ left }) => left), ...taken] };
}

/** A sidecar whose photo is not to go back (it stayed, or went before) goes back by itself. */
function movesBack({ files }: Run): Move[] {
  const groups = new Map<string, RunFile[]>();
  for (const file of files.filter(({ state }) => state === 'renamed').toReversed()) {
    const key = file.sidecarOf ?? file.from;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].flatMap((group) => {
    const photo = group.find(({ sidecarOf }) => sidecarOf === null);
    if (photo === undefined) return group.map((file) => ({ ...moveBack(file), sidecars: [] }));
    return [{ ...moveBack(photo), sidecars: group.filter((file) => file !== photo).map(moveBack) }];
  });
}

const moveBack = ({ from, to, bytes, mtimeMs }: RunFile) => ({
  from: to,
  to: baseName(from),
  bytes,
  mtimeMs,
});

/** Old names that somebody has who does not go away; then those stay too who want the names of these, and so on. */
async function leaveTaken(
  ground: Ground,
  groups: readonly ListedFile[][],
): Promise<{ free: ListedFile[][]; taken: ListedLeft[] }> {
  const owners = new Map(groups.flatMap((group) => group.map((file) => [file.inode, group])));
  const wanting = new Map<ListedFile[], ListedFile[][]>();
  const why = new Map<ListedFile[], string>();
  const wishes = groups.flatMap((group) => group.map((file) => ({ group, file })));
  const holders = await askAtOnce(
    wishes,
    async ({ file }) => await ground.disk.look(onDisk(ground, besideIt(file.from, file.to))),
  );
  for (const [index, { group, file }] of wishes.entries()) {
    const holder = holders[index];
    if (!holder) continue;
    const owner = owners.get(holder.inode);
    if (owner === undefined) why.set(group, file.to);
    else wanting.set(owner, [...(wanting.get(owner) ?? []), group]);
  }
  // A map hands out what is added while it is gone through.
  for (const [group] of why) {
    for (const other of wanting.get(group) ?? []) if (!why.has(other)) why.set(other, other[0]?.to ?? '');
  }
  return {
    free: groups.filter((group) => !why.has(group)),
    taken: [...why].map(([group, name]) => ({
      path: group[0]?.from ?? '',
      why: { code: 'name_taken', text: `Another file is called ${name}.` },
    })),
  };
}
