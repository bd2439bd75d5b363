import { ApiProblem } from '../problem.ts';
import type { DiskFile, DiskRequests, DiskResult } from './disk-requests.ts';
import type { DiskState } from './disk-state.ts';

const tries = 4;

export const isPlanChanged = (problem: unknown): boolean =>
  problem instanceof ApiProblem && problem.code === 'plan_changed';

/**
 * Applies what is shown. While a job goes on naming other photos of the folder the plan changes all the time: as long
 * as every file that was shown is still to be renamed in the same way, just these are asked for, and the new ones left out.
 */
export async function applyAsShown(options: {
  state: () => DiskState;
  refresh: () => Promise<void>;
  apply: (wish: Parameters<DiskRequests['apply']>[1]) => Promise<DiskResult>;
}): Promise<DiskResult> {
  const { state, refresh, apply } = options;
  const shown = readyFiles(state()).filter(({ id }) => !state().leftOut.has(id));
  const wanted = new Set(shown.map(({ id }) => id));
  for (let left = tries; ; left -= 1) {
    const leaveOut = readyFiles(state())
      .map(({ id }) => id)
      .filter((id) => !wanted.has(id));
    try {
      return await apply({ planHash: state().planHash, leaveOut });
    } catch (problem) {
      if (!isPlanChanged(problem) || left <= 1) throw problem;
      await refresh();
      if (!shown.every((file) => isSameMove(file, state().files.get(file.id)))) throw problem;
    }
  }
}

const readyFiles = ({ files }: DiskState): readonly DiskFile[] =>
  [...files.values()].filter(({ status }) => status === 'ready');

function isSameMove(one: DiskFile, other: DiskFile | undefined): boolean {
  return (
    other?.status === 'ready' &&
    other.name === one.name &&
    other.to === one.to &&
    other.place === one.place &&
    other.sidecars.join() === one.sidecars.join()
  );
}
