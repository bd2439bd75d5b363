import type { Item } from '../../src/http/schemas/job.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';

export type Decision =
  /** Without a rename: on its way, or one that only the history can take back. */
  | { kind: 'accepted'; renameId: string | null; edited: boolean }
  | { kind: 'skipped' }
  /** Accepted and taken back: the photo has its old name, the proposal can be used again. */
  | { kind: 'takenBack' };

export type Decisions = ReadonlyMap<string, Decision>;

export interface ReviewRow {
  photoId: string;
  proposal: string;
  flags: readonly string[];
  position: number;
}

export type ReviewFilter = 'all' | 'needsLook' | 'accepted' | 'skipped';

export const isOpen = (photo: Photo | undefined, jobId: string): boolean =>
  photo !== undefined &&
  photo.jobId === jobId &&
  (photo.state === 'suggested' || photo.state === 'needs_look');

/** What is still to be decided when the review starts: first what needs a look, then the rest, each in the job's order. */
export function reviewRows(
  items: readonly Item[],
  photo: (id: string) => Photo | undefined,
  jobId: string,
): readonly ReviewRow[] {
  const rows = items.flatMap((item): ReviewRow[] =>
    item.suggestedName !== null && isOpen(photo(item.photoId), jobId)
      ? [{ photoId: item.photoId, proposal: item.suggestedName, flags: item.flags, position: item.position }]
      : [],
  );
  const inOrder = rows.toSorted((one, other) => one.position - other.position);
  return [...inOrder.filter(needsLook), ...inOrder.filter((row) => !needsLook(row))];
}

/** With suggestions that came meanwhile; what stood here stays, also where it was decided. */
export function withNew(known: readonly ReviewRow[], read: readonly ReviewRow[]): readonly ReviewRow[] {
  const ids = new Set(known.map((row) => row.photoId));
  const all = [...known, ...read.filter((row) => !ids.has(row.photoId))];
  return [...all.filter(needsLook), ...all.filter((row) => !needsLook(row))];
}

export const needsLook = (row: ReviewRow): boolean => row.flags.length > 0;

const isUndecided = (decision: Decision | undefined): boolean =>
  decision === undefined || decision.kind === 'takenBack';

export function fits(row: ReviewRow, decision: Decision | undefined, filter: ReviewFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'needsLook':
      return needsLook(row) && isUndecided(decision);
    case 'accepted':
    case 'skipped':
      return decision?.kind === filter;
    default:
      return filter satisfies never;
  }
}

/** Where to go on after a decision: the next row that is open, else the nearest one before; else it stays. */
export function nextOpen(
  rows: readonly ReviewRow[],
  from: string,
  undecided: (row: ReviewRow) => boolean,
): string {
  const at = rows.findIndex((row) => row.photoId === from);
  const after = rows.slice(at + 1).find(undecided);
  return (after ?? rows.slice(0, Math.max(0, at)).findLast(undecided))?.photoId ?? from;
}

export function neighbour(rows: readonly ReviewRow[], from: string, by: -1 | 1): string {
  const at = rows.findIndex((row) => row.photoId === from);
  const next = Math.max(0, Math.min(rows.length - 1, at + by));
  return rows[next]?.photoId ?? from;
}
