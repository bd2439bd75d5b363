import { cleanStem, joinFileName, maxStemBytes, splitFileName } from './file-name.ts';
import { byteLength, graphemeCount } from './measure-text.ts';
import { nameKey, numberedStem } from './name-key.ts';

export interface RenameWish {
  readonly photoId: string;
  readonly folder: string;
  /** The full name the photo has. */
  readonly from: string;
  /** The extension the new name shall have. */
  readonly extension: string;
  /** The stem the new name shall have. */
  readonly stem: string;
  /** Keeps its name whatever the stem, and holds it against the others. */
  readonly locked?: boolean;
}

export type PlanStatus = 'ok' | 'unchanged' | 'collision' | 'illegal' | 'too_long' | 'skipped';

export interface PlanRow {
  readonly photoId: string;
  readonly from: string;
  /** What the photo is called afterwards; for a row in the way, what was wished for. */
  readonly to: string;
  readonly status: PlanStatus;
  readonly problem?: string;
}

export interface PlanOptions {
  /** Same names: refuse them all, let the first have it and leave the others out, or number the others. */
  readonly onConflict: 'fail' | 'skip' | 'number';
  readonly separator: string;
  readonly maxLength: number;
}

/** Whether a photo outside the plan has the name with this key in this folder. */
export type IsTaken = (folder: string, key: string) => boolean;

export interface RenamePlan {
  /** In the order of the wishes. */
  readonly rows: readonly PlanRow[];
  /** Rows in the way: collision, illegal and too long. */
  readonly conflicts: number;
}

/** A wish on its way to a row. */
interface Draft {
  readonly wish: RenameWish;
  readonly to: string;
  /** Folder and name key, of the name it has and the name it wants. */
  readonly fromPlace: string;
  readonly toPlace: string;
  row: PlanRow | null;
}

/**
 * What every photo will be called. All photos of a plan are renamed at once, so swaps, cycles and changes of case
 * only are in order; a photo that keeps its name is in the way of the others. Linear in the number of wishes.
 */
export function planRenames(wishes: readonly RenameWish[], taken: IsTaken, options: PlanOptions): RenamePlan {
  const drafts = wishes.map((wish) => draftOf(wish, options.maxLength));
  const board = createBoard(taken);
  for (const draft of drafts) if (draft.row !== null) board.hold(draft.fromPlace, draft);
  // Whoever has a name already comes before those who want it.
  const open = drafts.filter((draft) => draft.row === null);
  const claimants = [
    ...open.filter(({ fromPlace, toPlace }) => fromPlace === toPlace),
    ...open.filter(({ fromPlace, toPlace }) => fromPlace !== toPlace),
  ];
  switch (options.onConflict) {
    case 'fail':
      refuseSameNames(claimants, board);
      break;
    case 'skip':
      skipSameNames(claimants, board);
      break;
    case 'number':
      numberSameNames(claimants, board, options);
      break;
    default:
      options.onConflict satisfies never;
  }
  const rows = drafts.map(({ wish, to, row }) => row ?? rowOf(wish, to, 'ok'));
  return { rows, conflicts: rows.filter(({ status }) => inTheWay.has(status)).length };
}

const inTheWay: ReadonlySet<PlanStatus> = new Set(['collision', 'illegal', 'too_long']);

function draftOf(wish: RenameWish, maxLength: number): Draft {
  const to = joinFileName(wish.stem, wish.extension);
  const from = splitFileName(wish.from);
  const fromPlace = placeOf(wish.folder, nameKey(from.stem, from.extension));
  const toPlace = to === wish.from ? fromPlace : placeOf(wish.folder, nameKey(wish.stem, wish.extension));
  return { wish, to, fromPlace, toPlace, row: earlyRow(wish, to, maxLength) };
}

/** The row of a wish that needs no look at the others; null for one that does. */
function earlyRow(wish: RenameWish, to: string, maxLength: number): PlanRow | null {
  if (wish.locked === true) return rowOf(wish, wish.from, 'skipped');
  if (to === wish.from) return rowOf(wish, to, 'unchanged');
  if (wish.stem === '') return rowOf(wish, to, 'illegal', 'Nothing remains to make a name of');
  // Length first: cleaning would shorten the stem too, and the name would seem illegal.
  const over = Math.max(graphemeCount(wish.stem) - maxLength, 0);
  if (over > 0) return rowOf(wish, to, 'too_long', `Too long by ${over}`);
  const bytesOver = byteLength(wish.stem) - maxStemBytes;
  if (bytesOver > 0) return rowOf(wish, to, 'too_long', `Too long by ${bytesOver} bytes`);
  if (cleanStem(wish.stem, { dots: 'keep' }) !== wish.stem) {
    return rowOf(wish, to, 'illegal', 'Some systems do not allow this name');
  }
  return null;
}

function rowOf(wish: RenameWish, to: string, status: PlanStatus, problem?: string): PlanRow {
  const { photoId, from } = wish;
  return problem === undefined ? { photoId, from, to, status } : { photoId, from, to, status, problem };
}

/** Not a slash: the key of `℅` contains one. */
function placeOf(folder: string, key: string): string {
  return `${folder}\0${key}`;
}

/** Who holds which name after the rename. */
interface Board {
  hold(place: string, draft: Draft): void;
  holder(place: string): Draft | undefined;
  isFree(place: string): boolean;
}

function createBoard(taken: IsTaken): Board {
  const holders = new Map<string, Draft>();
  return {
    hold: (place, draft) => holders.set(place, draft),
    holder: (place) => holders.get(place),
    isFree: (place) => {
      if (holders.has(place)) return false;
      const [folder = '', key = ''] = place.split('\0');
      return !taken(folder, key);
    },
  };
}

function refuseSameNames(claimants: readonly Draft[], board: Board): void {
  const groups = Map.groupBy(claimants, ({ toPlace }) => toPlace);
  for (const [place, group] of groups) {
    const others = group.length - 1 + (board.isFree(place) ? 0 : 1);
    if (others === 0) continue;
    const problem = `Same name as ${others} ${others === 1 ? 'other' : 'others'}`;
    for (const draft of group) draft.row = rowOf(draft.wish, draft.to, 'collision', problem);
  }
}

function skipSameNames(claimants: readonly Draft[], board: Board): void {
  for (const claimant of claimants) {
    if (board.isFree(claimant.toPlace)) {
      board.hold(claimant.toPlace, claimant);
      continue;
    }
    // Who is left out keeps the old name, and may so push out another who was to have it, and so on.
    for (let left: Draft | undefined = claimant; left !== undefined;) {
      left.row = rowOf(left.wish, left.wish.from, 'skipped', 'Another photo has this name');
      const pushed: Draft | undefined = board.holder(left.fromPlace);
      board.hold(left.fromPlace, left);
      left = pushed?.row === null ? pushed : undefined;
    }
  }
}

function numberSameNames(claimants: readonly Draft[], board: Board, options: PlanOptions): void {
  const homeless = claimants.filter((claimant) => {
    if (!board.isFree(claimant.toPlace)) return true;
    board.hold(claimant.toPlace, claimant);
    return false;
  });
  // A photo that has one of the numbered names already keeps it: renaming again changes nothing.
  const moving = homeless.filter((draft) => {
    const stays = hasNumberedName(draft, options) && board.isFree(draft.fromPlace);
    if (stays) {
      board.hold(draft.fromPlace, draft);
      draft.row = rowOf(draft.wish, draft.wish.from, 'unchanged');
    }
    return !stays;
  });
  const nextFree = createNumbers(board, options);
  for (const draft of moving) {
    const { wish } = draft;
    const to = joinFileName(nextFree(draft), wish.extension);
    draft.row = rowOf(wish, to, to === wish.from ? 'unchanged' : 'ok');
  }
}

function hasNumberedName({ wish }: Draft, options: PlanOptions): boolean {
  const { stem, extension } = splitFileName(wish.from);
  const number = Number(/[1-9]\d{0,8}$/u.exec(stem)?.[0] ?? 0);
  return number > 1 && extension === wish.extension && stem === numberedOf(wish, number, options);
}

function numberedOf(wish: RenameWish, number: number, options: PlanOptions): string {
  return numberedStem({
    stem: wish.stem,
    number,
    separator: options.separator,
    maxLength: options.maxLength,
  });
}

/**
 * Takes the lowest free number. Long stems may be cut to the same words, so the count is kept by what stands
 * before the number: neither 10,000 photos of one name nor 10,000 names with one start are quadratic.
 */
function createNumbers(board: Board, options: PlanOptions): (draft: Draft) => string {
  const next = new Map<string, number>();
  return (draft) => {
    const { wish } = draft;
    for (let number = 2; ;) {
      const stem = numberedOf(wish, number, options);
      const root = placeOf(wish.folder, nameKey(stem.slice(0, -String(number).length), wish.extension));
      const hint = next.get(root) ?? 0;
      if (hint > number) {
        number = hint;
        continue;
      }
      const place = placeOf(wish.folder, nameKey(stem, wish.extension));
      if (board.isFree(place)) {
        next.set(root, number + 1);
        board.hold(place, draft);
        return stem;
      }
      number += 1;
      next.set(root, number);
    }
  };
}

/**
 * The plan in 16 hex digits: two plans with the same hash say the same. It tells a stale preview from a fresh one
 * and guards against nothing else (FNV-1a, 64 bit, in two halves, since BigInt is slow).
 */
export function planHash(rows: readonly PlanRow[]): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const feed = (byte: number) => {
    low = (low ^ byte) >>> 0;
    // Times 2^40 + 0x1b3, modulo 2^64.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.imul(low, 0x100) + Math.floor(product / 0x1_0000_0000)) >>> 0;
    low = product >>> 0;
  };
  for (const { photoId, from, to, status } of rows) {
    const line = `${photoId}\0${from}\0${to}\0${status}\n`;
    for (let index = 0; index < line.length; index += 1) {
      const unit = line.charCodeAt(index);
      feed(unit & 0xff);
      feed(unit >>> 8);
    }
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
