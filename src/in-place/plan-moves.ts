import { nameKey } from '../names/name-key.ts';
import type { FileMove, FoundFile, LeftAlone, LeftCode, Move, Plan, Wish } from './in-place.ts';
import { baseName, besideIt, folderOf, isNewName } from './safe-path.ts';
import { sidecarName } from './sidecars.ts';

/**
 * What can be renamed as it is wished. All are renamed at once, so swaps, cycles and changes of case only are in order;
 * what is in the way is a file that keeps its name, or a second wish for the same one. Names that some system would take
 * for one are one here: the folder may stand on another disk tomorrow.
 */
export function planMoves(
  wishes: readonly Wish[],
  files: readonly FoundFile[],
  { platform = process.platform }: { readonly platform?: NodeJS.Platform } = {},
): Plan {
  const found = new Map(files.map((file) => [file.path, file]));
  const leftAlone: LeftAlone[] = [];
  const leave = (path: string, code: LeftCode, text: string) => leftAlone.push({ path, code, text });
  const drafts: Move[] = [];
  for (const wish of wishes) {
    if (wish.to === baseName(wish.path)) continue;
    const move = moveOf(wish, found);
    const illegal = move && filesOf(move).find(({ to }) => !isNewName(to, platform));
    if (move === null) leave(wish.path, 'gone', 'It is not there any more.');
    else if (illegal) leave(wish.path, 'illegal_here', `This computer does not take the name ${illegal.to}.`);
    else drafts.push(move);
  }
  const moves = withoutClashes(drafts, files, (move, file) =>
    leave(move.from, 'name_taken', `Another file is called ${file.to}.`),
  );
  return { moves, leftAlone };
}

export const filesOf = (move: Move): readonly FileMove[] => [move, ...move.sidecars];

function moveOf({ path, to, sidecars }: Wish, found: ReadonlyMap<string, FoundFile>): Move | null {
  const photo = found.get(path);
  if (photo === undefined) return null;
  const { bytes, mtimeMs } = photo;
  return {
    from: path,
    to,
    bytes,
    mtimeMs,
    sidecars: sidecars.flatMap((sidecar) => {
      const file = found.get(sidecar);
      const name = sidecarName({ photo: path, to, sidecar });
      if (file === undefined || name === baseName(sidecar)) return [];
      return [{ from: sidecar, to: name, bytes: file.bytes, mtimeMs: file.mtimeMs }];
    }),
  };
}

/** The key under which two files of one folder are in each other's way. */
export const placeKey = (path: string): string => `${folderOf(path)}/${nameKey(baseName(path), '')}`;

interface Draft {
  readonly move: Move;
  readonly wants: readonly string[];
  readonly has: readonly string[];
  isLeft: boolean;
}

/** Whoever is left keeps its name, which may be in the way of the next: until nobody is left any more. */
function withoutClashes(
  moves: readonly Move[],
  files: readonly FoundFile[],
  leave: (move: Move, file: FileMove) => void,
): Move[] {
  const drafts = moves.map(draftOf);
  const claims = groupBy(drafts, ({ wants }) => wants);
  const holders = groupBy(drafts, ({ has }) => has);
  const staying = new Set(stayingPaths(moves, files).map(placeKey));
  const isInTheWay = (draft: Draft, key: string) =>
    staying.has(key) ||
    (claims.get(key) ?? []).find(({ isLeft }) => !isLeft) !== draft ||
    (holders.get(key) ?? []).some(({ isLeft }) => isLeft);
  const open = drafts.toReversed();
  for (let draft = open.pop(); draft !== undefined; draft = open.pop()) {
    if (draft.isLeft) continue;
    const { move, wants, has } = draft;
    const at = wants.findIndex((key, index) => wants.indexOf(key) < index || isInTheWay(draft, key));
    if (at < 0) continue;
    draft.isLeft = true;
    leave(move, filesOf(move)[at] ?? move);
    for (const key of has) open.push(...(claims.get(key) ?? []));
  }
  return drafts.filter(({ isLeft }) => !isLeft).map(({ move }) => move);
}

function draftOf(move: Move): Draft {
  const files = filesOf(move);
  return {
    move,
    wants: files.map(({ from, to }) => placeKey(besideIt(from, to))),
    has: files.map(({ from }) => placeKey(from)),
    isLeft: false,
  };
}

function groupBy(
  drafts: readonly Draft[],
  keysOf: (draft: Draft) => readonly string[],
): Map<string, Draft[]> {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    for (const key of keysOf(draft)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [draft]);
      else group.push(draft);
    }
  }
  return groups;
}

function stayingPaths(moves: readonly Move[], files: readonly FoundFile[]): string[] {
  const moving = new Set(moves.flatMap((move) => filesOf(move).map(({ from }) => from)));
  return files.filter(({ path }) => !moving.has(path)).map(({ path }) => path);
}
