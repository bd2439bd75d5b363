import { errorCode, type Disk } from './disk.ts';

/** Of disks that know no hard links, of files that may have no more of them, or may not have them from us. */
const cannotLink = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK', 'EISDIR']);

export interface Relocation {
  readonly from: string;
  readonly to: string;
  readonly inode: string;
  readonly hasMoreNames: boolean;
}

/** A failure that the system did not tell of, in its own way of telling. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: 'EEXIST' | 'ENOENT' | 'ECHANGED') {
    super(code);
    this.code = code;
  }
}

/**
 * Gives a file another name and never overwrites anything: it gets the new name besides the old one, which fails where
 * something has it, and then loses the old one. Where that cannot be done it is looked before it is renamed. A file
 * with more names than one is renamed so too: after a power cut, one name more should tell of a rename cut off.
 */
export async function relocate(disk: Disk, move: Relocation): Promise<void> {
  const { from, to } = move;
  if (!move.hasMoreNames && (await linked(disk, move))) return await unlinkOld(disk, move);
  if ((await disk.look(to)) !== null) throw new Refusal('EEXIST');
  await disk.rename(from, to);
}

async function linked(disk: Disk, { from, to }: Relocation): Promise<boolean> {
  try {
    await disk.link(from, to);
    return true;
  } catch (error) {
    if (cannotLink.has(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** Programs save by putting a new file in the place of the old one; such a one is not ours to unlink. */
async function unlinkOld(disk: Disk, move: Relocation): Promise<void> {
  const { from, inode } = move;
  try {
    const old = await disk.look(from);
    // Somebody moved or deleted it meanwhile: what is left has the new name.
    if (old === null) return;
    if (old.inode !== inode) throw new Refusal('ECHANGED');
    await disk.unlink(from);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    await takeBack(disk, move);
    throw error;
  }
}

async function takeBack(disk: Disk, { from, to, inode }: Relocation): Promise<void> {
  const [old, other] = [await disk.look(from), await disk.look(to)];
  // Never the last name of anything.
  if (old !== null && other?.inode === inode) await disk.unlink(to).catch(() => {});
}
