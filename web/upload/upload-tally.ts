import type { FoundFile, PickedFile } from './upload-queue.ts';

export type UploadStatus =
  | 'waiting'
  | 'sending'
  | 'uploaded'
  | 'duplicate'
  | 'companion'
  | 'rejected'
  | 'failed';

export interface Upload {
  readonly key: number;
  readonly name: string;
  readonly folder: string;
  /** Null until it is known. */
  readonly bytes: number | null;
  readonly status: UploadStatus;
  /** 0 to 1. */
  readonly sent: number;
  readonly photoId: string | null;
  /** Why it was rejected; for a failed one, why sending failed. */
  readonly code: string | null;
  readonly detail: string;
}

/** Files that did not arrive, for the same reason. */
export interface UploadTrouble {
  readonly status: 'rejected' | 'failed';
  readonly code: string | null;
  readonly count: number;
  /** A few of them. */
  readonly some: readonly Upload[];
}

export interface UploadTotals {
  readonly counts: Readonly<Record<UploadStatus, number>>;
  readonly total: number;
  readonly settled: number;
  /** Sizes not known yet are taken to be as those that are. */
  readonly totalBytes: number;
  readonly sentBytes: number;
  /** What happens now: the newest activity first, then what comes next. Troubles stand by themselves. */
  readonly recent: readonly Upload[];
  readonly troubles: readonly UploadTrouble[];
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** An upload as the queue holds it; changed by the tally alone. */
export interface UploadEntry extends Upload {
  readonly found: FoundFile;
  /** Open while it is needed. */
  readonly picked: PickedFile | null;
}

type Held = Writable<UploadEntry>;

const shownRows = 40;
const shownOfTrouble = 3;
const isTrouble = (status: UploadStatus): status is UploadTrouble['status'] =>
  status === 'rejected' || status === 'failed';
const isOpenEnded = (status: UploadStatus): boolean => status === 'waiting' || status === 'sending';

/** Keeps count of uploads as they change: each change costs the same, however many there are. */
export function createUploadTally() {
  let entries: Held[] = [];
  let counts = noCounts();
  let bytes = { known: 0, unknown: 0, sum: 0, sent: 0 };
  let recent: Held[] = [];
  let troubles = new Map<string, Set<Held>>();
  let nextKey = 1;

  function count(entry: Held, sign: 1 | -1): void {
    counts[entry.status] += sign;
    if (entry.bytes === null) bytes.unknown += sign;
    else {
      bytes.known += sign;
      bytes.sum += sign * entry.bytes;
      bytes.sent += sign * entry.bytes * entry.sent;
    }
    if (!isTrouble(entry.status)) return;
    const key = `${entry.status} ${entry.code ?? ''}`;
    const group = troubles.get(key) ?? new Set();
    if (sign === 1) troubles.set(key, group.add(entry));
    else if (group.delete(entry) && group.size === 0) troubles.delete(key);
  }

  /** Only entries of this tally come back to it. */
  const held = (entry: UploadEntry): Held => entry;

  function reset(kept: Held[]): void {
    entries = kept;
    counts = noCounts();
    bytes = { known: 0, unknown: 0, sum: 0, sent: 0 };
    troubles = new Map();
    const alive = new Set(kept);
    recent = recent.filter((entry) => alive.has(entry));
    for (const entry of kept) count(entry, 1);
  }

  return {
    size: (): number => entries.length,
    list: (): readonly Upload[] => entries,
    unsettled: (): number => counts.waiting + counts.sending,
    failed: (): readonly UploadEntry[] =>
      [...troubles.values()].flatMap((group) => [...group]).filter(({ status }) => status === 'failed'),

    add(found: FoundFile): UploadEntry {
      const entry: Held = {
        key: nextKey++,
        name: found.name,
        folder: found.folder,
        bytes: found.bytes,
        status: 'waiting',
        sent: 0,
        photoId: null,
        code: null,
        detail: '',
        found,
        picked: null,
      };
      entries.push(entry);
      count(entry, 1);
      return entry;
    },

    change(entry: UploadEntry, patch: Partial<Omit<UploadEntry, 'key' | 'found'>>): void {
      const own = held(entry);
      count(own, -1);
      Object.assign(own, patch);
      count(own, 1);
      // Settled, it needs its file no more; a failed one is opened anew.
      if (!isOpenEnded(own.status)) own.picked = null;
      if (own.status === 'waiting') return;
      recent = [own, ...recent.filter((other) => other !== own)].slice(0, shownRows);
    },

    keepFailed: (): void => reset(entries.filter(({ status }) => status === 'failed')),
    keepSettled: (): void => reset(entries.filter(({ status }) => !isOpenEnded(status))),
    clear: (): void => reset([]),

    totals(next: readonly UploadEntry[]): UploadTotals {
      const mean = bytes.known === 0 ? 0 : bytes.sum / bytes.known;
      const rows = [...recent.filter(({ status }) => !isTrouble(status)), ...next];
      return {
        counts: { ...counts },
        total: entries.length,
        settled: entries.length - counts.waiting - counts.sending,
        totalBytes: bytes.sum + bytes.unknown * mean,
        sentBytes: bytes.sent,
        recent: rows.slice(0, shownRows).map((entry) => ({ ...entry })),
        troubles: [...troubles.values()].flatMap((group) => troubleOf(group)),
      };
    },
  };
}

export type UploadTally = ReturnType<typeof createUploadTally>;

function troubleOf(group: ReadonlySet<Upload>): UploadTrouble[] {
  const some: Upload[] = [];
  for (const one of group) if (some.length < shownOfTrouble) some.push(one);
  const [first] = some;
  if (first === undefined || !isTrouble(first.status)) return [];
  return [
    { status: first.status, code: first.code, count: group.size, some: some.map((one) => ({ ...one })) },
  ];
}

const noCounts = (): Record<UploadStatus, number> => ({
  waiting: 0,
  sending: 0,
  uploaded: 0,
  duplicate: 0,
  companion: 0,
  rejected: 0,
  failed: 0,
});
