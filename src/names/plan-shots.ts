import { splitFileName } from './file-name.ts';
import { nameKey } from './name-key.ts';
import { naturalKey } from './number-photos.ts';
import { shotKeyOf } from './number-shots.ts';
import {
  planRenames,
  type IsTaken,
  type PlanOptions,
  type PlanRow,
  type RenamePlan,
  type RenameWish,
} from './plan-renames.ts';

export interface ShotWish extends RenameWish {
  /** The same for all files of one shot (RAW and JPEG), null for a photo without others. */
  readonly shot: string | null;
  /** Its stem was typed by a person. */
  readonly typed: boolean;
}

/** How the files of one shot are known by: those of one stack that came with the same stem. */
export function shotOf(stackId: string | null, originalName: string): string | null {
  return stackId === null ? null : `${stackId}\n${shotKeyOf(originalName)}`;
}

/** A name that only some files of a shot can have is given to none of them; each round finds the next for all. */
const mostRounds = 24;

/** `planRenames` where the files of one shot keep one stem: that of the first, or the one that was typed. */
export function planShots(wishes: readonly ShotWish[], taken: IsTaken, options: PlanOptions): RenamePlan {
  const shots = shotsIn(wishes);
  if (shots.length === 0) return planRenames(wishes, taken, options);
  const shared = shareStems(wishes, shots);
  const refused = new Set<string>();
  const placeOf = (folder: string, key: string) => `${folder}\n${key}`;
  const isTaken: IsTaken = (folder, key) => refused.has(placeOf(folder, key)) || taken(folder, key);
  for (let round = 1; ; round++) {
    const plan = planRenames(shared, isTaken, options);
    const places = firstParted(plan.rows, shared, shots).map(({ row, at }) =>
      placeOf(shared[at]?.folder ?? '', nameKey(row.to, '')),
    );
    if (round === mostRounds || places.every((place) => refused.has(place))) return plan;
    for (const place of places) refused.add(place);
  }
}

/** The places of the files of each shot, one for each extension. */
function shotsIn(wishes: readonly ShotWish[]): number[][] {
  const shots = new Map<string, Map<string, number>>();
  wishes.forEach(({ folder, shot, extension, locked }, at) => {
    if (shot === null || locked === true) return;
    const place = `${folder}\n${shot}`;
    const files = shots.get(place) ?? new Map<string, number>();
    if (!files.has(extension)) files.set(extension, at);
    shots.set(place, files);
  });
  return [...shots.values()].map((files) => [...files.values()]).filter((files) => files.length > 1);
}

function shareStems(wishes: readonly ShotWish[], shots: readonly number[][]): RenameWish[] {
  const shared: RenameWish[] = [...wishes];
  for (const shot of shots) {
    const lead = wishes[shot.find((at) => wishes[at]?.typed === true) ?? shot[0] ?? -1];
    for (const at of shot) {
      const wish = wishes[at];
      if (wish === undefined || lead === undefined || wish.typed) continue;
      shared[at] = {
        ...wish,
        stem: lead.stem,
        ...(lead.telling === undefined ? {} : { telling: lead.telling }),
      };
    }
  }
  return shared;
}

/** Of those that wish for one name only the first: what it gives up moves all behind it. */
function firstParted(
  rows: readonly PlanRow[],
  wishes: readonly RenameWish[],
  shots: readonly number[][],
): PlacedRow[] {
  const seen = new Set<string>();
  return shots.flatMap((shot) => {
    const { folder, stem } = wishes[shot[0] ?? -1] ?? {};
    // Each may have been typed another name.
    const parted = partedRows(
      shot.filter((at) => wishes[at]?.stem === stem),
      rows,
    );
    const wished = `${folder}\n${stem}`;
    if (parted.length === 0 || seen.has(wished)) return [];
    seen.add(wished);
    return parted;
  });
}

interface PlacedRow {
  readonly row: PlanRow;
  readonly at: number;
}

/** Those of a shot whose name the others do not share, and which may have to give it up. */
function partedRows(shot: readonly number[], rows: readonly PlanRow[]): PlacedRow[] {
  const placed = shot.flatMap((at): PlacedRow[] => {
    const row = rows[at];
    return row === undefined ? [] : [{ row, at }];
  });
  const stemOf = ({ row }: PlacedRow) => splitFileName(row.to).stem;
  const named = placed.filter(({ row }) => row.status === 'ok');
  const isWhole = placed.every(({ row }) => row.status === 'ok' || row.status === 'unchanged');
  if (!isWhole) return named;
  const last = placed
    .map(stemOf)
    .toSorted((one, other) => compareNames(one, other))
    .at(-1);
  return named.filter((one) => stemOf(one) !== last);
}

const compareNames = (one: string, other: string): number => {
  const [a, b] = [naturalKey(one), naturalKey(other)];
  return a < b ? -1 : a > b ? 1 : 0;
};
