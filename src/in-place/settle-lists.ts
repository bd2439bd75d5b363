import type { RunResult } from './in-place.ts';
import { clearDrafts, isUnfinished, listIds, loadList, saveList } from './list-files.ts';
import { locate } from './locate.ts';
import { closePass, withPass, type PassWork } from './pass-work.ts';
import type { ListedLeft, Pass, RunList } from './run-list.ts';
import { arrive, type Journey, type TravelGroup, type Traveller } from './travel.ts';

export interface Settled extends RunResult {
  readonly run: string;
}

/** Brings what was cut off to an end; whoever works in the folder does this first. */
export async function settleLists(work: PassWork): Promise<Settled[]> {
  const { root, disk } = work.ground;
  await clearDrafts(root, disk);
  const settled: Settled[] = [];
  for (const run of await listIds(root, disk)) {
    if (!(await isUnfinished(root, run))) continue;
    const list = await loadList(root, run);
    const pass = list?.passes.at(-1);
    if (list === null || pass === undefined || pass.endedAt !== null) continue;
    settled.push({ run, ...(await settlePass(work, list, pass)) });
  }
  return settled;
}

/**
 * A photo that has left its old name goes on to the new one with all that follows it, or back where that is not
 * possible any more; what was not begun is left for another time.
 */
async function settlePass(work: PassWork, list: RunList, pass: Pass): Promise<RunResult> {
  const { ground } = work;
  const { groups, gone } = await findGroups(work, pass);
  let current = pass;
  const before = withoutLast(list);
  const journey: Journey = {
    ground,
    stayed: new Map(),
    beforeStray: async (file, name) => {
      current = { ...current, placed: new Map([...current.placed, [file.from, name]]) };
      await saveList(ground.root, withPass(before, list.run, current), ground.disk);
    },
  };
  const hasBegun = ({ travellers }: TravelGroup) => travellers.some(({ file, at }) => at !== file.from);
  for (const { photo } of groups.filter((group) => !hasBegun(group))) journey.stayed.set(photo, null);
  await arrive(journey, groups.filter(hasBegun));
  return await closePass(work, before, {
    run: list.run,
    pass: current,
    groups,
    stayed: journey.stayed,
    alreadyLeft: gone,
  });
}

async function findGroups(
  { ground }: PassWork,
  pass: Pass,
): Promise<{ groups: TravelGroup[]; gone: ListedLeft[] }> {
  const byPhoto = new Map<string, Traveller[]>();
  const gone: ListedLeft[] = [];
  for (const file of pass.files) {
    const at = await locate(ground, pass, file);
    if (at === null) gone.push({ path: file.from, why: { code: 'gone', text: 'It is not there any more.' } });
    else
      byPhoto.set(file.sidecarOf ?? file.from, [
        ...(byPhoto.get(file.sidecarOf ?? file.from) ?? []),
        { file, at },
      ]);
  }
  return { groups: [...byPhoto].map(([photo, travellers]) => ({ photo, travellers })), gone };
}

function withoutLast({ run, passes }: RunList): RunList | null {
  const [first, ...rest] = passes;
  return rest.length === 0 ? null : { run, passes: [first, ...rest.slice(0, -1)] };
}
