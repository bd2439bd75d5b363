import { link, lstat, open, realpath, rename, unlink, type FileHandle } from 'node:fs/promises';

export interface DiskEntry {
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  /** Whole milliseconds, cut and not rounded. */
  readonly mtimeMs: number;
  /** Which file this is, whatever it is called; unique within a folder at one time. */
  readonly inode: string;
  /** How many names the file has (hard links). */
  readonly names: number;
}

/** What a run does to a disk. Tests lay their failures over it. */
export interface Disk {
  /** Never follows a link; null if there is nothing. */
  look(path: string): Promise<DiskEntry | null>;
  realpath(path: string): Promise<string>;
  /** Fails with EEXIST where something has the new name. */
  link(from: string, to: string): Promise<void>;
  /** Overwrites; for disks without hard links, after a look. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** The file has the whole text, or what it had before, also after a power cut. */
  write(path: string, text: string): Promise<void>;
  /** What was renamed in this folder stays renamed after a power cut. */
  syncFolder(path: string): Promise<void>;
}

export const systemDisk: Disk = {
  look,
  realpath,
  link,
  rename,
  unlink,
  write,
  syncFolder,
};

async function look(path: string): Promise<DiskEntry | null> {
  try {
    const found = await lstat(path, { bigint: true });
    return {
      kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other',
      bytes: Number(found.size),
      mtimeMs: Number(found.mtimeNs / 1_000_000n),
      inode: String(found.ino),
      names: Number(found.nlink),
    };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Of what is being written and is not yet what it will be. */
export const draftEnding = '.new';

async function write(path: string, text: string): Promise<void> {
  const draft = path + draftEnding;
  try {
    await using file = await open(draft, 'w', 0o600);
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  }
  await rename(draft, path);
}

async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | null = null;
  try {
    folder = await open(path, 'r');
    await folder.sync();
  } catch {
    // Windows and some network disks cannot; they keep their own order.
  } finally {
    await folder?.close();
  }
}

/** The system's code of an error, such as ENOENT; null if it has none. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
