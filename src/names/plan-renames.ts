import { joinFileName, splitFileName } from './file-name.ts';
import { byteLength, graphemeCount } from './measure-text.ts';
import { nameKey, numberedStem } from './name-key.ts';
import { legalStem } from './stem-pieces.ts';
import type { Separator } from './stem-pieces.ts';
import { targetRules } from './target.ts';
import type { Target } from './target.ts';
import { apartStems, chooseApart } from './tell-apart.ts';
import type { ToldApart } from './tell-apart.ts';

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
  /** What it can be told from others of its name by, best first; asked only of those that have to be. */
  readonly telling?: () => readonly string[];
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
  /**
   * Same names: refuse them all, or let the first have it and leave the others out, number them, or tell them apart
   * by what is known and number only what is still equal.
   */
  readonly onConflict: 'fail' | 'skip' | 'number' | 'tell_apart';
  readonly separator: Separator;
  readonly maxLength: number;
  /** Any number of words, if not said. */
  readonly maxWords?: number | null;
  /** Any system, if not said. */
  readonly target?: Target;
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
  readonly telling: () => readonly string[];
  readonly variants: () => readonly ToldApart[];
  row: PlanRow | null;
}

/**
 * What every photo will be called. All photos of a plan are renamed at once, so swaps, cycles and changes of case
 * only are in order; a photo that keeps its name is in the way of the others. Linear in the number of wishes.
 */
export function planRenames(wishes: readonly RenameWish[], taken: IsTaken, options: PlanOptions): RenamePlan {
  const drafts = wishes.map((wish) => draftOf(wish, options));
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
    case 'tell_apart':
      renameSameNames(claimants, board, options);
      break;
    default:
      options.onConflict satisfies never;
  }
  const rows = drafts.map(({ wish, to, row }) => row ?? rowOf(wish, to, 'ok'));
  return { rows, conflicts: rows.filter(({ status }) => inTheWay.has(status)).length };
}

const inTheWay: ReadonlySet<PlanStatus> = new Set(['collision', 'illegal', 'too_long']);

function draftOf(wish: RenameWish, options: PlanOptions): Draft {
  const to = joinFileName(wish.stem, wish.extension);
  const fromPlace = placeOf(wish.folder, nameKey(wish.from, ''));
  const toPlace = to === wish.from ? fromPlace : placeOf(wish.folder, nameKey(wish.stem, wish.extension));
  const telling = once(wish.telling ?? (() => []));
  const variants = once(() => apartStems(wish.stem, telling(), styleIn(options)));
  return { wish, to, fromPlace, toPlace, telling, variants, row: earlyRow(wish, to, options) };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** The row of a wish that needs no look at the others; null for one that does. */
function earlyRow(wish: RenameWish, to: string, { maxLength, target = 'any' }: PlanOptions): PlanRow | null {
  if (wish.locked === true) return rowOf(wish, wish.from, 'skipped');
  if (to === wish.from) return rowOf(wish, to, 'unchanged');
  if (wish.stem === '') return rowOf(wish, to, 'illegal', 'Nothing remains to make a name of');
  // Length first: cleaning would shorten the stem too, and the name would seem illegal.
  const over = Math.max(graphemeCount(wish.stem) - maxLength, 0);
  if (over > 0) return rowOf(wish, to, 'too_long', `Too long by ${over}`);
  const bytesOver = byteLength(wish.stem) - targetRules(target).maxBytes;
  if (bytesOver > 0) return rowOf(wish, to, 'too_long', `Too long by ${bytesOver} bytes`);
  if (legalStem(wish.stem, target) !== wish.stem) {
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
      const end = place.indexOf('\0');
      return !taken(place.slice(0, end), place.slice(end + 1));
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

/** The first of a name has it; the others are told apart where that is wished, and numbered where they are equal. */
function renameSameNames(claimants: readonly Draft[], board: Board, options: PlanOptions): void {
  const homeless = claimants.filter((claimant) => {
    if (!board.isFree(claimant.toPlace)) return true;
    board.hold(claimant.toPlace, claimant);
    return false;
  });
  // A photo that has one of these names already keeps it: renaming again changes nothing.
  const moving = homeless.filter((draft) => {
    const stays = hasOneOf(draft, options) && board.isFree(draft.fromPlace);
    if (stays) {
      board.hold(draft.fromPlace, draft);
      draft.row = rowOf(draft.wish, draft.wish.from, 'unchanged');
    }
    return !stays;
  });
  const nextFree = createNumbers(board, options);
  for (const draft of moving) {
    const { wish } = draft;
    const to = joinFileName(nextFree(draft, stemApart(draft, board, options)), wish.extension);
    draft.row = rowOf(wish, to, to === wish.from ? 'unchanged' : 'ok');
  }
}

function stemApart({ wish, telling, variants }: Draft, board: Board, options: PlanOptions): string {
  if (options.onConflict !== 'tell_apart') return wish.stem;
  return chooseApart({ stem: wish.stem, telling: telling(), variants }, (stem) => {
    const place = placeOf(wish.folder, nameKey(stem, wish.extension));
    // Of photos outside the plan nothing is known.
    return board.isFree(place) ? null : (board.holder(place)?.telling() ?? []);
  });
}

const styleIn = ({ separator, maxLength, maxWords = null, target = 'any' }: PlanOptions) => ({
  separator,
  maxLength,
  maxWords,
  target,
});

/** Whether the photo is called by a stem that its wish may come to, with or without a number. */
function hasOneOf({ wish, variants }: Draft, options: PlanOptions): boolean {
  const { stem, extension } = splitFileName(wish.from);
  // All of them begin alike.
  if (extension !== wish.extension || stem[0] !== wish.stem[0]) return false;
  const apart = options.onConflict === 'tell_apart' ? variants().map((variant) => variant.stem) : [];
  const stems = [wish.stem, ...apart];
  const number = Number(/[1-9]\d{0,8}$/u.exec(stem)?.[0] ?? 0);
  return stems.some(
    (each) =>
      (each === stem && each !== wish.stem) || (number > 1 && stem === numberedOf(each, number, options)),
  );
}

function numberedOf(stem: string, number: number, options: PlanOptions): string {
  return numberedStem({ ...styleIn(options), stem, number });
}

/**
 * Takes the lowest free number. Long stems may be cut to the same words, so the count is kept by what stands
 * before the number: neither 10,000 photos of one name nor 10,000 names with one start are quadratic.
 */
function createNumbers(board: Board, options: PlanOptions): (draft: Draft, bare: string) => string {
  const next = new Map<string, number>();
  return (draft, bare) => {
    const { folder, stem: wished, extension } = draft.wish;
    const takes = (stem: string): boolean => {
      const place = placeOf(folder, nameKey(stem, extension));
      const isFree = board.isFree(place);
      if (isFree) board.hold(place, draft);
      return isFree;
    };
    // A stem that tells it apart may be free as it is; the bare wish is not, or it would have it.
    if (bare !== wished && takes(bare)) return bare;
    for (let number = 2; ;) {
      const stem = numberedOf(bare, number, options);
      const root = placeOf(folder, nameKey(stem.slice(0, -String(number).length), extension));
      const hint = next.get(root) ?? 0;
      if (hint > number) {
        number = hint;
        continue;
      }
      number += 1;
      next.set(root, number);
      if (takes(stem)) return stem;
    }
  };
}
