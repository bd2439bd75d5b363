import { nameKey } from './name-key.ts';

export interface ZipPaths {
  /** What each folder of the library is called in the ZIP. */
  readonly folders: ReadonlyMap<string, string>;
  /** The name of the list beside the photos. */
  readonly list: string;
  /** And of the note that says which photos are not in it. */
  readonly leftOut: string;
}

/**
 * Names are unique within their folder, but `Trip` and `trip` are two folders here and one where the ZIP is
 * unpacked, and there a photo cannot stand beside a folder of its name: such folders are numbered.
 */
export function zipPaths(photos: readonly { readonly folder: string; readonly name: string }[]): ZipPaths {
  const files = new Set(photos.map(({ folder, name }) => keyOf(below(folder, name))));
  const used = new Set<string>();
  const folders = new Map([['', '']]);
  // Part by part: what lies below a numbered folder goes with it.
  function place(folder: string): string {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const at = folder.lastIndexOf('/');
    const path = below(at === -1 ? '' : place(folder.slice(0, at)), folder.slice(at + 1));
    const free = firstFree(
      (n) => (n === 1 ? path : `${path}-${n}`),
      (candidate) => used.has(keyOf(candidate)) || files.has(keyOf(candidate)),
    );
    used.add(keyOf(free));
    folders.set(folder, free);
    return free;
  }
  for (const { folder } of photos) place(folder);
  const tops = new Set([...used].map((path) => path.split('/')[0]));
  const beside = (stem: string, extension: string) =>
    firstFree(
      (n) => (n === 1 ? `${stem}.${extension}` : `${stem}-${n}.${extension}`),
      (candidate) => files.has(candidate) || tops.has(candidate),
    );
  return { folders, list: beside('rollcall', 'csv'), leftOut: beside('left-out', 'txt') };
}

const keyOf = (path: string): string => nameKey(path, '');

const below = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

function firstFree(candidateOf: (n: number) => string, isTaken: (candidate: string) => boolean): string {
  for (let n = 1; ; n++) {
    const candidate = candidateOf(n);
    if (!isTaken(candidate)) return candidate;
  }
}
