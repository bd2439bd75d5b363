import { needsLook, type ReviewRow } from './review-rows.ts';

/** Names that need a look for one and the same reason, so many that they are decided together. */
export interface ReasonGroup {
  flag: string;
  rows: readonly ReviewRow[];
}

const share = 0.2;
/** Of a handful, each is looked at. */
const fewest = 4;

/** Reasons that hit more than a fifth of all suggestions, the most frequent first. */
export function reasonGroups(rows: readonly ReviewRow[]): readonly ReasonGroup[] {
  const byFlag = Map.groupBy(rows.filter(needsLook), (row) => row.flags[0] ?? '');
  return [...byFlag]
    .map(([flag, of]) => ({ flag, rows: of }))
    .filter((group) => group.rows.length >= fewest && group.rows.length > rows.length * share)
    .toSorted((one, other) => other.rows.length - one.rows.length);
}
