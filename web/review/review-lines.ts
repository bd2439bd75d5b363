import type { ReasonGroup } from './reason-groups.ts';
import { needsLook, type ReviewRow } from './review-rows.ts';

/** What stands in the list of a review, one under the other. */
export type ReviewLine =
  | { kind: 'group'; key: string; group: ReasonGroup; open: boolean }
  | { kind: 'head'; key: 'look' | 'ready'; rows: readonly ReviewRow[] }
  | { kind: 'row'; key: string; row: ReviewRow }
  | { kind: 'offer'; key: 'offer' };

export interface Grouping {
  groups: readonly ReasonGroup[];
  isOpen: (flag: string) => boolean;
}

/** The rows in the order in which they are gone through: those of a folded group are decided together. */
export function rowsShown(rows: readonly ReviewRow[], { groups, isOpen }: Grouping): readonly ReviewRow[] {
  const grouped = new Set(groups.flatMap((group) => group.rows));
  const fitting = new Set(rows);
  const opened = groups
    .filter(({ flag }) => isOpen(flag))
    .flatMap((group) => group.rows.filter((row) => fitting.has(row)));
  return [...opened, ...rows.filter((row) => !grouped.has(row))];
}

/** Groups on top, then what needs a look, then what is ready; an offer under the row it came from. */
export function reviewLines(
  rows: readonly ReviewRow[],
  grouping: Grouping,
  { heads, offerAt }: { heads: boolean; offerAt: string | null },
): readonly ReviewLine[] {
  const grouped = new Map(grouping.groups.flatMap((group) => group.rows.map((row) => [row, group] as const)));
  const rest = rows.filter((row) => !grouped.has(row));
  const looks = rest.filter(needsLook);
  const ready = rest.filter((row) => !needsLook(row));
  const linesOf = (of: readonly ReviewRow[]) =>
    of.flatMap((row): ReviewLine[] => [
      { kind: 'row', key: row.photoId, row },
      ...(row.photoId === offerAt ? [{ kind: 'offer', key: 'offer' } as const] : []),
    ]);
  const head = (key: 'look' | 'ready', of: readonly ReviewRow[]): ReviewLine[] =>
    heads && of.length > 0 ? [{ kind: 'head', key, rows: of }] : [];
  return [
    ...grouping.groups.flatMap((group): ReviewLine[] => [
      { kind: 'group', key: `group ${group.flag}`, group, open: grouping.isOpen(group.flag) },
      ...linesOf(rows.filter((row) => grouped.get(row) === group)),
    ]),
    ...head('look', looks),
    ...linesOf(looks),
    ...head('ready', ready),
    ...linesOf(ready),
  ];
}
