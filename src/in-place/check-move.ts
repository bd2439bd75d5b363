import type { DiskEntry } from './disk.ts';
import { describeFailure } from './failure.ts';
import { keepInside, onDisk, type Ground } from './ground.ts';
import type { FileMove, LeftAlone, Move } from './in-place.ts';
import type { ListedFile, ListedLeft } from './run-list.ts';
import { baseName, folderOf, isSafePath } from './safe-path.ts';

export interface Checked {
  /** The photo and the sidecars that go with it; none if it is left. */
  readonly files: ListedFile[];
  readonly left: ListedLeft[];
}

export interface MoveRules {
  readonly isAllowed: (name: string) => boolean;
  /** What was done last with the file as it should still be. */
  readonly since: 'read' | 'renamed';
}

type Why = Omit<LeftAlone, 'path'>;

/**
 * A photo is compared with what was read. What follows it has not been read, and goes with it whatever was written to
 * it since; if it is gone, the photo goes without.
 */
export async function checkMove(
  ground: Ground,
  move: Move,
  { isAllowed, since }: MoveRules,
): Promise<Checked> {
  const left: ListedLeft[] = [];
  const strange = [move, ...move.sidecars].find((file) => !isSafe(file, move, isAllowed));
  if (strange !== undefined) {
    const why: Why = { code: 'illegal_here', text: `This computer does not take the name ${strange.to}.` };
    return { files: [], left: [{ path: move.from, why }] };
  }
  const photo = await lookAt(ground, move.from);
  const why = 'code' in photo ? photo : isAsItWas(photo, move) ? null : changed(since);
  if ('code' in photo || why !== null) return { files: [], left: [{ path: move.from, why }] };
  const files = [listed(move, photo, null)];
  for (const sidecar of move.sidecars) {
    const found = await lookAt(ground, sidecar.from);
    if ('code' in found) left.push({ path: sidecar.from, why: found });
    else files.push(listed(sidecar, found, move.from));
  }
  return { files, left };
}

const changed = (since: MoveRules['since']): Why => ({
  code: 'changed_since',
  text: `It was changed since it was ${since}.`,
});

const isAsItWas = (found: DiskEntry, { bytes, mtimeMs }: FileMove) =>
  found.bytes === bytes && found.mtimeMs === mtimeMs;

function isSafe({ from, to }: FileMove, photo: FileMove, isAllowed: (name: string) => boolean): boolean {
  return isSafePath(from) && folderOf(from) === folderOf(photo.from) && isAllowed(to) && baseName(to) === to;
}

async function lookAt(ground: Ground, path: string): Promise<DiskEntry | Why> {
  try {
    await keepInside(ground, path);
    const found = await ground.disk.look(onDisk(ground, path));
    if (found === null) return { code: 'gone', text: 'It is not there any more.' };
    return found.kind === 'file' ? found : { code: 'not_read', text: 'It is not a file any more.' };
  } catch (error) {
    return describeFailure(error, 'read');
  }
}

function listed({ from, to }: FileMove, found: DiskEntry, sidecarOf: string | null): ListedFile {
  const { bytes, mtimeMs, inode, names } = found;
  return { from, to, bytes, mtimeMs, inode, sidecarOf, via: null, hasMoreNames: names > 1 };
}
