import type { Job } from '../../src/http/schemas/job.ts';
import type { Rename } from '../client.ts';

/** One row: a job with the names it gave, or a rename that belongs to no job's row. */
export interface HistoryItem {
  key: string;
  at: string;
  job: Job | null;
  /** Newest first; more than one where a job's names were undone and its failures tried again. */
  renames: readonly Rename[];
}

export type HistoryFilter = 'all' | 'renames' | 'jobs';

interface Loaded {
  renames: readonly Rename[];
  jobs: readonly Job[];
  moreRenames: boolean;
  moreJobs: boolean;
}

/**
 * Two lists that are read page by page, as one. What is older than the end of a list that goes on is held back:
 * the rows between would come in above it later.
 */
export function mergeHistory({ renames, jobs, moreRenames, moreJobs }: Loaded): readonly HistoryItem[] {
  const known = new Set(jobs.map((job) => job.id));
  const inJob = (rename: Rename) => rename.why === 'job' && rename.jobId !== null && known.has(rename.jobId);
  const byJob = Map.groupBy(renames.filter(inJob), (rename) => rename.jobId);
  const items: HistoryItem[] = [
    ...jobs.map((job) => ({ key: job.id, at: job.createdAt, job, renames: byJob.get(job.id) ?? [] })),
    ...renames
      .filter((rename) => !inJob(rename))
      .map((rename) => ({ key: rename.id, at: rename.createdAt, job: null, renames: [rename] })),
  ];
  const ends = [
    ...(moreRenames ? [renames.at(-1)?.createdAt ?? ''] : []),
    ...(moreJobs ? [jobs.at(-1)?.createdAt ?? ''] : []),
  ];
  const from = ends.toSorted().at(-1) ?? '';
  return items
    .filter((item) => item.at >= from)
    .toSorted((one, other) => other.at.localeCompare(one.at) || other.key.localeCompare(one.key));
}

export function fitsFilter(item: HistoryItem, filter: HistoryFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'jobs':
      return item.job !== null;
    case 'renames':
      return item.renames.length > 0;
    default:
      return filter satisfies never;
  }
}

/** What "Undo" of a row takes back. */
export function undoable(item: HistoryItem): Rename | undefined {
  return item.renames.find((rename) => rename.undoneBy === null);
}

/** Whether it took names back; the undo of an undo gave them once more. */
export function tookBack(rename: Rename, items: readonly HistoryItem[]): boolean {
  const all = new Map(items.flatMap((item) => item.renames).map((each) => [each.id, each]));
  const before = rename.undoes === null ? undefined : all.get(rename.undoes);
  return rename.why === 'undo' && (before === undefined || !tookBack(before, items));
}
