import { splitFileName } from '../names/file-name.ts';
import { describeFailure } from './failure.ts';
import { keepInside, onDisk, type Ground } from './ground.ts';
import type { LeftAlone } from './in-place.ts';
import { placeKey } from './plan-moves.ts';
import { relocate } from './relocate.ts';
import type { ListedFile } from './run-list.ts';
import { baseName, besideIt } from './safe-path.ts';
import { sidecarName } from './sidecars.ts';

/** A file on its way, and where it is now. */
export interface Traveller {
  readonly file: ListedFile;
  at: string;
}

/** A photo and its sidecars, in one folder; all arrive, or all are where they were. */
export interface TravelGroup {
  /** `from` of the photo. */
  readonly photo: string;
  readonly travellers: readonly Traveller[];
}

export interface Journey {
  readonly ground: Ground;
  /** By the photo, why a group stays (null: the run was cut off); what is not in here has arrived. */
  readonly stayed: Map<string, Failure | null>;
  /** Called, and awaited, before a file gets a name that is in no list. */
  readonly beforeStray: (file: ListedFile, name: string) => Promise<void>;
}

export type Failure = Omit<LeftAlone, 'path'>;

const target = ({ file }: Traveller) => besideIt(file.from, file.to);
const hasLeft = ({ file, at }: Traveller) => at !== file.from;
const hasArrived = (traveller: Traveller) => traveller.at === target(traveller);

/** One group whose new names are free; at the first file that cannot have its own, all go back. */
export async function goStraight(journey: Journey, group: TravelGroup): Promise<void> {
  const failure = await advance(journey, group, ({ file }) => file.to);
  if (failure !== null) await giveUp(journey, group, failure);
}

/**
 * Groups that have each other's names: all step aside under temporary names, then all take their own. Those who could
 * not step aside stay, and with them whoever wanted their names.
 */
export async function goThrough(journey: Journey, groups: readonly TravelGroup[]): Promise<void> {
  for (const group of groups) {
    const failure = await advance(journey, group, ({ file }) => file.via ?? file.to);
    if (failure !== null) await giveUp(journey, group, failure);
  }
  await arrive(
    journey,
    groups.filter(({ photo }) => !journey.stayed.has(photo)),
  );
}

/** Brings groups that have begun to move to where they should be, and those that cannot get there back. */
export async function arrive(journey: Journey, groups: readonly TravelGroup[]): Promise<void> {
  const back = await whoGoesBack(journey, groups);
  for (const [group, failure] of back) await giveUp(journey, group, failure);
  for (const group of groups) if (!back.has(group)) await goStraight(journey, group);
}

/** Whoever goes back takes its old name again, which may be what another was to have. */
async function whoGoesBack(
  { ground }: Journey,
  groups: readonly TravelGroup[],
): Promise<Map<TravelGroup, Failure>> {
  const back = new Map<TravelGroup, Failure>();
  const heldAgain = new Set<string>();
  const goesBack = (group: TravelGroup) => {
    back.set(group, nameTaken(group));
    for (const { file } of group.travellers) heldAgain.add(placeKey(file.from));
  };
  for (const group of groups) {
    if (await isAnyTaken(ground, group)) goesBack(group);
  }
  for (let count = -1; count < back.size;) {
    count = back.size;
    for (const group of groups) {
      const isHeld = group.travellers.some((traveller) => heldAgain.has(placeKey(target(traveller))));
      if (isHeld && !back.has(group)) goesBack(group);
    }
  }
  return back;
}

async function isAnyTaken(ground: Ground, { travellers }: TravelGroup): Promise<boolean> {
  for (const traveller of travellers) {
    if (hasArrived(traveller)) continue;
    if ((await ground.disk.look(onDisk(ground, target(traveller)))) !== null) return true;
  }
  return false;
}

const nameTaken = ({ photo, travellers }: TravelGroup): Failure => {
  const name = travellers.find(({ file }) => file.from === photo)?.file.to ?? baseName(photo);
  return { code: 'name_taken', text: `Another file is called ${name}.` };
};

/** Moves every file of a group that is not there yet; answers what stopped it. */
async function advance(
  { ground }: Journey,
  { photo, travellers }: TravelGroup,
  nameOf: (traveller: Traveller) => string,
): Promise<Failure | null> {
  for (const traveller of travellers) {
    if (hasArrived(traveller)) continue;
    try {
      await moveTo(ground, traveller, nameOf(traveller));
    } catch (error) {
      const { code, text } = describeFailure(error, 'rename');
      const { from, to } = traveller.file;
      const said = code === 'name_taken' ? `Another file is called ${to}.` : text;
      return { code, text: from === photo ? said : `${baseName(from)}, which belongs to it: ${said}` };
    }
  }
  return null;
}

async function moveTo(ground: Ground, traveller: Traveller, name: string): Promise<void> {
  const { file, at } = traveller;
  const path = besideIt(file.from, name);
  if (path === at) return;
  await keepInside(ground, at);
  await relocate(ground.disk, { ...file, from: onDisk(ground, at), to: onDisk(ground, path) });
  traveller.at = path;
}

/** Everything of the group goes back to where it was. */
async function giveUp(journey: Journey, group: TravelGroup, failure: Failure): Promise<void> {
  const stuck: Traveller[] = [];
  for (const traveller of group.travellers.toReversed()) {
    if (hasLeft(traveller) && !(await isBack(journey.ground, traveller))) stuck.push(traveller);
  }
  journey.stayed.set(group.photo, failure);
  await stray(journey, group, stuck);
}

async function isBack(ground: Ground, traveller: Traveller): Promise<boolean> {
  try {
    await moveTo(ground, traveller, baseName(traveller.file.from));
    return true;
  } catch (error) {
    describeFailure(error, 'rename');
    return false;
  }
}

const mostNumbers = 1000;

/** Somebody took both names meanwhile. Nothing stays under a temporary name, so these get a number. */
async function stray(journey: Journey, group: TravelGroup, stuck: readonly Traveller[]): Promise<void> {
  for (const traveller of stuck) {
    const { file } = traveller;
    if (hasArrived(traveller)) await journey.beforeStray(file, file.to);
    else await takeNumber(journey, group, traveller);
  }
}

async function takeNumber(
  { ground, beforeStray }: Journey,
  { photo, travellers }: TravelGroup,
  traveller: Traveller,
): Promise<void> {
  const { file } = traveller;
  const leader = travellers.find((other) => other.file.from === photo)?.file ?? file;
  for (let number = 2; number < mostNumbers; number += 1) {
    const { stem, extension } = splitFileName(leader.to);
    const to = `${stem}-${number}${extension === '' ? '' : `.${extension}`}`;
    const name =
      file === leader ? to : sidecarName({ photo: besideIt(leader.from, leader.to), to, sidecar: file.to });
    if ((await ground.disk.look(onDisk(ground, besideIt(file.from, name)))) !== null) continue;
    await beforeStray(file, name);
    try {
      return await moveTo(ground, traveller, name);
    } catch (error) {
      if (describeFailure(error, 'rename').code !== 'name_taken') return;
    }
  }
}
