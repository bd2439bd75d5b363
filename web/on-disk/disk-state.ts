import { ApiProblem } from '../problem.ts';
import type { DiskFile, DiskFiles, DiskFolder, DiskRun } from './disk-requests.ts';
import {
  countFiles,
  rowsKept,
  rowsOf,
  type DiskCounts,
  type DiskFilter,
  type DiskSort,
} from './disk-rows.ts';

export interface DiskState {
  /** `unknown`: there is no such folder here. */
  status: 'loading' | 'ready' | 'failed' | 'unknown';
  folder: DiskFolder | null;
  files: ReadonlyMap<string, DiskFile>;
  /** Of what these files would become. */
  planHash: string;
  counts: DiskCounts;
  runs: readonly DiskRun[];
  filter: DiskFilter;
  sort: DiskSort;
  /** Ids of the rows, in their order. */
  rows: readonly string[];
  /** Unticked by a person. */
  leftOut: ReadonlySet<string>;
  applying: boolean;
  undoing: string | null;
  /** The folder or its names were not as shown any more, so nothing was done. */
  changed: boolean;
  /** Why the last thing asked for did not work. */
  problem: unknown;
}

export type DiskStore = ReturnType<typeof createDiskStore>;

const nobody: ReadonlySet<string> = new Set();
const first: DiskState = {
  status: 'loading',
  folder: null,
  files: new Map(),
  planHash: '',
  counts: countFiles([], nobody),
  runs: [],
  filter: 'all',
  sort: 'taken',
  rows: [],
  leftOut: nobody,
  applying: false,
  undoing: null,
  changed: false,
  problem: null,
};

/**
 * What is known of one folder on disk. Rows never move while something runs: their order changes only with `sortRows`,
 * when a filter or a sort is pressed, and when reading has ended.
 */
export function createDiskStore() {
  let state = first;
  const listeners = new Set<() => void>();

  function update(part: Partial<DiskState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }

  return {
    get: () => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update,
    takeFiles: ({ files, planHash }: DiskFiles): void => {
      const { filter, sort, leftOut } = state;
      update({
        status: 'ready',
        files: new Map(files.map((file) => [file.id, file])),
        planHash,
        counts: countFiles(files, leftOut),
        rows: state.files.size === 0 ? rowsOf(files, filter, sort) : rowsKept(state.rows, files, filter),
      });
    },
    sortRows: (by: Partial<Pick<DiskState, 'filter' | 'sort'>> = {}): void => {
      const { filter, sort } = { ...state, ...by };
      update({ ...by, rows: rowsOf([...state.files.values()], filter, sort) });
    },
    tick: (ids: readonly string[], on: boolean): void => {
      const leftOut = new Set(state.leftOut);
      for (const id of ids) {
        if (on) leftOut.delete(id);
        else leftOut.add(id);
      }
      update({ leftOut, counts: countFiles([...state.files.values()], leftOut) });
    },
    /** What is shown stays, unless the folder is not known here any more. */
    fail: (problem: unknown): void => {
      const unknown = problem instanceof ApiProblem && problem.status === 404;
      const kept = state.status === 'ready' ? 'ready' : 'failed';
      update({ status: unknown ? 'unknown' : kept, problem });
    },
  };
}
