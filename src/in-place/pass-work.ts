import type { Clock } from '../clock.ts';
import type { FolderLock } from './folder-lock.ts';
import { onDisk, type Ground } from './ground.ts';
import { FolderTrouble, type RunResult } from './in-place.ts';
import { listPath, saveList } from './list-files.ts';
import { orderGroups } from './order-groups.ts';
import {
  placeAfter,
  stayedIn,
  temporaryName,
  withReasons,
  type ListedFile,
  type ListedLeft,
  type Pass,
  type RunList,
} from './run-list.ts';
import { baseName, folderOf } from './safe-path.ts';
import { goStraight, goThrough, type Journey, type TravelGroup } from './travel.ts';

export interface PassWork {
  readonly ground: Ground;
  readonly lock: FolderLock;
  readonly clock: Clock;
}

/** A pass that has been planned, and in which order its groups go. */
export interface PlannedPass {
  readonly pass: Pass;
  readonly batches: readonly { readonly groups: readonly TravelGroup[]; readonly isThrough: boolean }[];
}

/** Puts groups, a photo and its sidecars each, into an order, with temporary names where they are needed. */
export function planPass(
  groups: readonly (readonly ListedFile[])[],
  { run, number, startedAt }: { run: string; number: number; startedAt: string },
): PlannedPass {
  let index = 0;
  const batches = orderGroups(groups).map(({ groups: members, isThrough }) => ({
    isThrough,
    groups: members.map((files) =>
      groupOf(
        files.map((file) => (isThrough ? { ...file, via: temporaryName(run, number, (index += 1)) } : file)),
      ),
    ),
  }));
  const files = batches.flatMap((batch) => batch.groups.flatMap(filesOf));
  return { pass: { startedAt, files, placed: new Map(), left: [], endedAt: null }, batches };
}

function groupOf(files: readonly ListedFile[]): TravelGroup {
  const photo = files.find(({ sidecarOf }) => sidecarOf === null) ?? files[0];
  return { photo: photo?.from ?? '', travellers: files.map((file) => ({ file, at: file.from })) };
}

const filesOf = ({ travellers }: TravelGroup) => travellers.map(({ file }) => file);

/** `before` is what the list has besides; with none, this is the renames, else an undo of them. */
export function withPass(before: RunList | null, run: string, pass: Pass): RunList {
  if (before === null) return { run, passes: [pass] };
  const [first, ...rest] = before.passes;
  return { run, passes: [first, ...rest, pass] };
}

/**
 * Does what was planned: the whole list is on the disk before the first rename, and what became of it after the last.
 * `alreadyLeft` is what never came into the plan.
 */
export async function travel(
  work: PassWork,
  before: RunList | null,
  { run, planned, alreadyLeft }: { run: string; planned: PlannedPass; alreadyLeft: readonly ListedLeft[] },
): Promise<RunResult> {
  const { ground, lock } = work;
  let pass = planned.pass;
  await saveList(ground.root, withPass(before, run, pass), ground.disk);
  const journey: Journey = {
    ground,
    stayed: new Map(),
    beforeStray: async (file, name) => {
      pass = { ...pass, placed: new Map([...pass.placed, [file.from, name]]) };
      await saveList(ground.root, withPass(before, run, pass), ground.disk);
    },
  };
  for (const { groups, isThrough } of planned.batches) {
    await lock.stillAtWork();
    if (isThrough) await goThrough(journey, groups);
    else for (const group of groups) await goStraight(journey, group);
  }
  const groups = planned.batches.flatMap((batch) => batch.groups);
  return await closePass(work, before, { run, pass, groups, stayed: journey.stayed, alreadyLeft });
}

/** Writes down what became of a pass. One in which nothing was renamed leaves no trace. */
export async function closePass(
  { ground, clock }: PassWork,
  before: RunList | null,
  closing: {
    readonly run: string;
    readonly pass: Pass;
    readonly groups: readonly TravelGroup[];
    readonly stayed: Journey['stayed'];
    readonly alreadyLeft: readonly ListedLeft[];
  },
): Promise<RunResult> {
  const { run, groups, stayed, alreadyLeft } = closing;
  const left = [...alreadyLeft, ...[...stayed].map(([path, why]) => ({ path, why }))];
  const endedAt = new Date(clock.now()).toISOString();
  const pass = withTruePlaces({ ...closing.pass, left, endedAt }, groups);
  const result = resultOf(pass);
  const isStuck = groups.some(({ travellers }) => travellers.some(isUnderTemporaryName));
  await syncFolders(ground, pass.files);
  try {
    if (isStuck) return result;
    if (result.renamed.length > 0) await saveList(ground.root, withPass(before, run, pass), ground.disk);
    else if (before === null) await ground.disk.unlink(listPath(ground.root, run));
    else await saveList(ground.root, before, ground.disk);
  } catch (error) {
    // What was renamed is renamed; the next who comes finds out from the disk and writes it down.
    if (!(error instanceof FolderTrouble)) throw error;
  }
  return result;
}

/** Where files lie that are neither where they stay nor where they should be; nearly always none. */
function withTruePlaces(pass: Pass, groups: readonly TravelGroup[]): Pass {
  const plain = { ...pass, placed: new Map<string, string>() };
  const stayed = stayedIn(pass);
  const placed = groups
    .flatMap(({ travellers }) => travellers)
    .filter(({ file, at }) => placeAfter(plain, file, stayed) !== at)
    .map(({ file, at }): [string, string] => [file.from, baseName(at)]);
  return { ...pass, placed: new Map(placed) };
}

const isUnderTemporaryName = ({ file, at }: TravelGroup['travellers'][number]) =>
  file.via !== null && at.endsWith(file.via);

/** What a pass says of itself. */
function resultOf(pass: Pass): RunResult {
  const stayed = stayedIn(pass);
  return {
    renamed: pass.files.flatMap((file) => {
      const { from, sidecarOf } = file;
      const to = placeAfter(pass, file, stayed);
      return to === from ? [] : [{ from, to, sidecarOf }];
    }),
    leftAlone: withReasons(pass.left),
  };
}

async function syncFolders(ground: Ground, files: readonly ListedFile[]): Promise<void> {
  const folders = new Set(files.map(({ from }) => folderOf(from)));
  for (const folder of folders)
    await ground.disk.syncFolder(folder === '' ? ground.root : onDisk(ground, folder));
}
