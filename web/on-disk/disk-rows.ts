import type { DiskFile, LeftAlone, LeftAloneCode } from './disk-requests.ts';

export type DiskFilter = 'toRename' | 'done' | 'problems' | 'all';
export type DiskSort = 'taken' | 'name' | 'to';

export interface DiskCounts {
  all: number;
  toRename: number;
  done: number;
  unnamed: number;
  problems: number;
  /** What an apply would do now, without those that a person left out. */
  ticked: number;
  sidecars: number;
  leftOut: number;
  /** Extensions of the files that follow, camera raw as one; the most frequent first. */
  sidecarKinds: readonly string[];
  reasons: ReadonlyMap<LeftAloneCode, number>;
}

export function countFiles(files: readonly DiskFile[], leftOut: ReadonlySet<string>): DiskCounts {
  const counts = { all: files.length, toRename: 0, done: 0, unnamed: 0, problems: 0, ticked: 0, leftOut: 0 };
  let sidecars = 0;
  const kinds = new Map<string, number>();
  for (const file of files) {
    if (file.status === 'done') counts.done += 1;
    if (file.status === 'unnamed') counts.unnamed += 1;
    if (file.status === 'problem') counts.problems += 1;
    if (file.status !== 'ready') continue;
    counts.toRename += 1;
    if (leftOut.has(file.id)) {
      counts.leftOut += 1;
      continue;
    }
    counts.ticked += 1;
    sidecars += file.sidecars.length;
    for (const extension of file.sidecars) {
      const kind = kindOf(extension);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  const sidecarKinds = [...kinds].toSorted(([, one], [, other]) => other - one).map(([kind]) => kind);
  const reasons = countReasons(files.map((file) => file.problem).filter((problem) => problem !== null));
  return { ...counts, sidecars, sidecarKinds, reasons };
}

const raw = new Set(['.cr2', '.cr3', '.nef', '.nrw', '.arw', '.raf', '.rw2', '.orf', '.pef', '.srw', '.3fr']);

function kindOf(extension: string): string {
  const lower = extension.toLowerCase();
  return raw.has(lower) ? 'raw' : lower;
}

export function countReasons(left: readonly Pick<LeftAlone, 'code'>[]): ReadonlyMap<LeftAloneCode, number> {
  const reasons = new Map<LeftAloneCode, number>();
  for (const { code } of left) reasons.set(code, (reasons.get(code) ?? 0) + 1);
  return reasons;
}

function fits(file: DiskFile, filter: DiskFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'toRename':
      return file.status === 'ready';
    case 'done':
      return file.status === 'done';
    case 'problems':
      return file.status === 'problem';
    default:
      return filter satisfies never;
  }
}

/** The rows of a filter in their order; the files come in the order of taking. */
export function rowsOf(files: readonly DiskFile[], filter: DiskFilter, sort: DiskSort): readonly string[] {
  const fitting = files.filter((file) => fits(file, filter));
  if (sort === 'taken') return fitting.map(({ id }) => id);
  const order = new Intl.Collator(undefined, { numeric: true });
  const keyed = fitting.map((file) => ({ id: file.id, key: sort === 'to' ? (file.to ?? '') : whole(file) }));
  return keyed.toSorted((one, other) => order.compare(one.key, other.key)).map(({ id }) => id);
}

const whole = (file: DiskFile) => (file.place === '' ? file.name : `${file.place}/${file.name}`);

/** After a change: every row stays where it is, whether or not it still fits; new ones join at the end. */
export function rowsKept(
  before: readonly string[],
  files: readonly DiskFile[],
  filter: DiskFilter,
): readonly string[] {
  const there = new Set(files.map(({ id }) => id));
  const shown = new Set(before);
  return [
    ...before.filter((id) => there.has(id)),
    ...files.filter((file) => !shown.has(file.id) && fits(file, filter)).map(({ id }) => id),
  ];
}

/** "Pictures", "Wedding 2024", "Ceremony" of a path of any system. */
export function lastParts(path: string, count: number): readonly string[] {
  return path
    .split(/[\\/]+/u)
    .filter(Boolean)
    .slice(-count);
}
