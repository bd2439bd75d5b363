import type { Run } from '../in-place/in-place.ts';
import { readRuns } from '../in-place/read-runs.ts';
import type { Surroundings } from './surroundings.ts';
import { counted, shown, shownTime } from './words.ts';

/** What was renamed in a folder, newest first. */
export async function runsCommand(folder: string, { print }: Surroundings): Promise<number> {
  const runs = await readRuns(folder);
  if (runs.length === 0) print(`Rollcall has renamed nothing in ${shown(folder)}.`);
  for (const run of runs) print(`${run.id}  ${shownTime(run.startedAt)}  ${describe(run)}`);
  return 0;
}

function describe({ files, endedAt, undone }: Run): string {
  const renamed = files.filter(({ state }) => state !== 'left');
  const photos = renamed.filter(({ sidecarOf }) => sidecarOf === null).length;
  const parts = [counted(photos, 'photo')];
  if (renamed.length > photos) parts.push(counted(renamed.length - photos, 'sidecar'));
  // How many were renamed is not known before it has been settled.
  if (endedAt === null) parts.push('cut off; an undo or another rename brings it to an end first');
  if (undone !== null) {
    const back = renamed.filter(({ state }) => state === 'went_back').length;
    parts.push(`undone ${shownTime(undone.at)}, ${counted(back, 'file')} went back`);
  }
  return parts.join(', ');
}
