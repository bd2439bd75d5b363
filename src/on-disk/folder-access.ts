import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { looksLikePhoto } from '../in-place/file-kinds.ts';
import type { Place } from './find-disks.ts';

/** What is said where a folder cannot be had. */
export interface FolderProblem {
  readonly code: 'not_a_folder' | 'not_allowed' | 'gone';
  readonly text: string;
}

export class FolderRefused extends Error {
  override name = 'FolderRefused';
  readonly code: FolderProblem['code'];
  constructor({ code, text }: FolderProblem) {
    super(text);
    this.code = code;
  }
}

export interface AccessOptions {
  readonly home: string;
  /** Folders in which others may be opened; null: all of this computer. */
  readonly within: readonly string[] | null;
  /** Rollcall's own. */
  readonly dataFolder: string;
  /** Where to begin, beside home. */
  readonly findDisks: () => Promise<readonly Place[]>;
}

export interface Browsed {
  readonly path: string;
  /** Null where there is nothing above, or nothing that may be seen. */
  readonly parent: string | null;
  readonly isHome: boolean;
  readonly folders: readonly Place[];
  readonly photos: number;
  readonly places: readonly Place[];
}

const refuse = (code: FolderProblem['code'], text: string) => new FolderRefused({ code, text });
const outside = (path: string) =>
  refuse('not_allowed', `${path} is outside the folders that may be opened (ROLLCALL_FOLDERS).`);

/** Folders of this computer, as the page asks for them: what it sends is checked against the disk, never believed. */
export function createFolderAccess({ home, within, dataFolder, findDisks }: AccessOptions) {
  /** Absolute and without links, so that nothing leads elsewhere afterwards. Throws `FolderRefused`. */
  async function resolveFolder(asked: string): Promise<string> {
    const path = await realFolder(asked, home);
    if (!(await isWithin(path))) throw outside(asked);
    return path;
  }

  async function isWithin(path: string): Promise<boolean> {
    if (within === null) return true;
    const roots = await Promise.all(within.map(realOrSame));
    return roots.some((root) => contains(root, path));
  }

  /** The same for a folder whose photos are to be read. */
  async function resolveForReading(asked: string): Promise<string> {
    const path = await resolveFolder(asked);
    const own = await realOrSame(dataFolder);
    if (contains(own, path)) throw refuse('not_allowed', 'This is where Rollcall keeps its own data.');
    if (contains(path, own))
      throw refuse('not_allowed', `${asked} has Rollcall's own data in it. Choose a folder of photos.`);
    return path;
  }

  async function browse(asked: string | undefined): Promise<Browsed> {
    const places = await placesOf();
    const path = await resolveFolder(asked ?? places[0]?.path ?? home);
    const entries = await entriesOf(path);
    const own = await realOrSame(dataFolder);
    const folders = entries
      .filter((entry) => entry.isDirectory() && isShown(entry.name) && join(path, entry.name) !== own)
      .map(({ name }) => ({ name, path: join(path, name) }))
      .toSorted((a, b) => byName.compare(a.name, b.name));
    const above = dirname(path);
    return {
      path,
      parent: above !== path && (await isWithin(above)) ? above : null,
      isHome: path === (await realOrSame(home)),
      folders,
      photos: entries.filter((entry) => entry.isFile() && isShown(entry.name) && looksLikePhoto(entry.name))
        .length,
      places,
    };
  }

  /** Home and disks, or what the operator allows. */
  async function placesOf(): Promise<Place[]> {
    if (within !== null) return within.map((path) => ({ name: basename(path) || path, path: resolve(path) }));
    return [{ name: basename(home) || home, path: resolve(home) }, ...(await findDisks())];
  }

  /** Why a folder that is known cannot be read now; null if it can. */
  async function problemOf(path: string): Promise<FolderProblem | null> {
    try {
      const real = await resolveForReading(path);
      return real === path ? null : { code: 'gone', text: `${path} is not there any more.` };
    } catch (error) {
      if (!(error instanceof FolderRefused)) throw error;
      if (error.code === 'not_allowed') return { code: 'not_allowed', text: error.message };
      return { code: 'gone', text: `${path} is not there any more.` };
    }
  }

  return { resolveForReading, browse, problemOf };
}

export type FolderAccess = ReturnType<typeof createFolderAccess>;

async function realFolder(asked: string, home: string): Promise<string> {
  const path = /^~(?=$|[/\\])/u.test(asked) ? join(home, asked.slice(1)) : asked;
  if (path.includes('\0') || !isAbsolute(path)) {
    throw refuse('not_a_folder', `${JSON.stringify(asked)} is not the whole path of a folder.`);
  }
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isDirectory()) throw refuse('not_a_folder', `${asked} is not a folder.`);
    await access(real, constants.R_OK | constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof FolderRefused) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EACCES' || code === 'EPERM')
      throw refuse('not_allowed', `The system does not let Rollcall open ${asked}.`);
    throw refuse('not_a_folder', `There is no folder ${asked}.`);
  }
}

const entriesOf = async (path: string) =>
  await readdir(path, { withFileTypes: true }).catch(() => {
    throw refuse('not_allowed', `The system does not let Rollcall open ${path}.`);
  });

/** What is hidden stays so. */
const isShown = (name: string): boolean => !name.startsWith('.');

const byName = new Intl.Collator('en', { numeric: true });

/** A folder that is not there leads nowhere, so its own path does. */
const realOrSame = async (path: string): Promise<string> => await realpath(path).catch(() => resolve(path));

function contains(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside));
}
