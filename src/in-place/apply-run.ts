import { askAtOnce } from './at-once.ts';
import { checkMove, type MoveRules } from './check-move.ts';
import type { Move, RunResult } from './in-place.ts';
import { isRunId, listIds } from './list-files.ts';
import { planPass, travel } from './pass-work.ts';
import { withReasons } from './run-list.ts';
import { isNewName } from './safe-path.ts';
import { withFolder, type InFolder } from './with-folder.ts';

/**
 * Renames files where they are. The list of old and new names is on the disk before the first of them; a file that
 * cannot be renamed is left, with its reason, and harms no other. Throws `FolderTrouble` if nothing could be begun.
 */
export async function applyRun(
  options: InFolder & { readonly run: string; readonly moves: readonly Move[] },
): Promise<RunResult> {
  const { run, moves } = options;
  if (!isRunId(run)) throw new Error(`${run} cannot be the name of a run`);
  return await withFolder(options, async (work) => {
    if ((await listIds(work.ground.root)).includes(run)) throw new Error(`There is a run ${run} already`);
    const rules: MoveRules = { isAllowed: isNewName, since: 'read' };
    const checked = await askAtOnce(moves, async (move) => await checkMove(work.ground, move, rules));
    const groups = checked.map(({ files }) => files).filter((files) => files.length > 0);
    const alreadyLeft = checked.flatMap(({ left }) => left);
    if (groups.length === 0) return { renamed: [], leftAlone: withReasons(alreadyLeft) };
    const startedAt = new Date(work.clock.now()).toISOString();
    const planned = planPass(groups, { run, number: 1, startedAt });
    return await travel(work, null, { run, planned, alreadyLeft });
  });
}
