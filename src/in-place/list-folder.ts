import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askAtOnce } from './at-once.ts';
import { systemDisk } from './disk.ts';
import { describeFailure } from './failure.ts';
import { looksLikePhoto } from './file-kinds.ts';
import {
  FolderTrouble,
  type FoundFile,
  type FoundFolder,
  type LeftAlone,
  type LeftCode,
} from './in-place.ts';
import { openRoot } from './open-root.ts';
import { folderOf } from './safe-path.ts';

/** More than this is somebody's whole disk. */
export const mostFiles = 100_000;
const deepest = 32;

/** Libraries and caches of other programs, and what systems keep for themselves: photos in there are not the person's. */
const ofOthers =
  /\.(?:photoslibrary|photolibrary|migratedphotolibrary|aplibrary|lrdata|lrlibrary|lrcat-data|cocatalog|imovielibrary|fcpbundle|app)$|^(?:@eadir|#recycle|\$recycle\.bin|system volume information|lost\+found)$/iu;

interface Listing {
  readonly root: string;
  readonly skip: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
  readonly files: FoundFile[];
  readonly problems: LeftAlone[];
}

/**
 * All files of a folder and of those below it, in the order of their paths. Links are not followed; what is hidden,
 * what `skip` names (absolute) and what other programs keep for themselves is left out.
 */
export async function listFolder(
  folder: string,
  options: { readonly skip?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<FoundFolder> {
  const root = await openRoot(folder);
  if (root.split(/[/\\]/u).some((part) => ofOthers.test(part))) {
    throw new FolderTrouble(
      'not_allowed',
      'This folder belongs to another program, which would lose its photos.',
    );
  }
  const skip = new Set(options.skip);
  const listing: Listing = { root, skip, signal: options.signal, files: [], problems: [] };
  await walk(listing, '', 0);
  const { files, problems } = listing;
  return { files, subfolders: foldersOfPhotos(files), problems };
}

async function walk(listing: Listing, place: string, depth: number): Promise<void> {
  listing.signal?.throwIfAborted();
  const entries = await readEntries(listing, place);
  const found = await lookAtAll(listing, place, entries.files);
  const room = mostFiles - listing.files.length;
  listing.files.push(...found.slice(0, room));
  if (found.length > room) listing.problems.push(tooMany(place));
  for (const name of entries.folders) {
    if (listing.files.length >= mostFiles) return;
    const path = pathOf(place, name);
    if (listing.skip.has(join(listing.root, path))) continue;
    if (depth + 1 > deepest) listing.problems.push(tooDeep(path));
    else await walk(listing, path, depth + 1);
  }
}

const pathOf = (place: string, name: string) => (place === '' ? name : `${place}/${name}`);

const tooMany = (path: string): LeftAlone => ({
  path,
  code: 'not_read',
  text: `There are more than ${mostFiles.toLocaleString('en')} files; the rest is left out.`,
});

/** Listed and not found: its name is not text, and nobody could call it by it. */
const isNoText = (path: string, code: LeftCode) => code === 'gone' && path.includes('\uFFFD');

const notUnicode = (path: string): LeftAlone => ({
  path,
  code: 'not_read',
  text: 'Its name is not written in Unicode.',
});

const tooDeep = (path: string): LeftAlone => ({
  path,
  code: 'not_read',
  text: `It lies deeper than ${deepest} folders.`,
});

async function readEntries(listing: Listing, place: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const entries = await readdir(join(listing.root, place), { withFileTypes: true });
    const shown = entries
      .filter(({ name }) => !name.startsWith('.') && !ofOthers.test(name))
      .toSorted((a, b) => compareText(a.name, b.name));
    return {
      files: shown.filter((entry) => entry.isFile()).map(({ name }) => name),
      folders: shown.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    };
  } catch (error) {
    const failure = describeFailure(error, 'read');
    // Only the folder itself has to be readable.
    if (place === '') throw new FolderTrouble('not_allowed', failure.text, { cause: error });
    listing.problems.push(isNoText(place, failure.code) ? notUnicode(place) : { path: place, ...failure });
    return { files: [], folders: [] };
  }
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

async function lookAtAll(listing: Listing, place: string, names: readonly string[]): Promise<FoundFile[]> {
  const look = async (name: string) => await lookAt(listing, pathOf(place, name));
  const found = await askAtOnce(names, look, listing.signal);
  return found.filter((file) => file !== null);
}

async function lookAt(listing: Listing, path: string): Promise<FoundFile | null> {
  try {
    const found = await systemDisk.look(join(listing.root, path));
    if (found?.kind === 'file') {
      return { path, bytes: found.bytes, mtimeMs: found.mtimeMs, isPhotoByName: looksLikePhoto(path) };
    }
    if (found === null && isNoText(path, 'gone') && looksLikePhoto(path))
      listing.problems.push(notUnicode(path));
  } catch (error) {
    listing.problems.push({ path, ...describeFailure(error, 'read') });
  }
  return null;
}

function foldersOfPhotos(files: readonly FoundFile[]): number {
  const folders = new Set<string>();
  for (const { path, isPhotoByName } of files) {
    if (!isPhotoByName) continue;
    for (let place = folderOf(path); place !== '' && !folders.has(place); place = folderOf(place))
      folders.add(place);
  }
  return folders.size;
}
