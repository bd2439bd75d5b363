import type { FoundFile } from '../in-place/in-place.ts';
import type { KnownFile } from './file-rows.ts';

export interface Matched {
  /** Still where and what they were: nobody has to read them. */
  readonly unchanged: readonly KnownFile[];
  /** Their place is empty, or another picture is there: they may turn up elsewhere. */
  readonly loose: readonly KnownFile[];
  /** Photos, by their names, at places that nothing was known of. */
  readonly fresh: readonly FoundFile[];
  /** Photos at places that had another picture. Read last: what was there may have turned up elsewhere by then. */
  readonly changed: readonly FoundFile[];
}

/**
 * Compares what is on disk with what is known of it, by path, size and time. Pictures that are alike in both (shots of one
 * moment that a camera does not compress) may have changed places unseen, so these are read anew.
 */
export function matchFiles(files: readonly FoundFile[], known: readonly KnownFile[]): Matched {
  const isAlone = createIsAlone(known);
  const photos = new Map(files.filter((file) => file.isPhotoByName).map((file) => [file.path, file]));
  const unchanged = new Map<string, KnownFile>();
  const loose: KnownFile[] = [];
  for (const file of known) {
    const found = photos.get(file.path);
    const isSame = found?.bytes === file.bytes && found.mtimeMs === file.mtimeMs;
    if (isSame && isAlone(file) && !unchanged.has(file.path)) unchanged.set(file.path, file);
    else loose.push(file);
  }
  const left = [...photos.values()].filter(({ path }) => !unchanged.has(path));
  const knownPaths = new Set(loose.map(({ path }) => path));
  return {
    unchanged: [...unchanged.values()],
    loose,
    fresh: left.filter(({ path }) => !knownPaths.has(path)),
    changed: left.filter(({ path }) => knownPaths.has(path)),
  };
}

/** Whether no other picture has the size and the time of a file. */
function createIsAlone(known: readonly KnownFile[]): (file: KnownFile) => boolean {
  const keyOf = ({ bytes, mtimeMs }: KnownFile) => `${bytes} ${mtimeMs}`;
  const pictures = new Map<string, Set<string | null>>();
  for (const file of known) {
    const key = keyOf(file);
    pictures.set(key, (pictures.get(key) ?? new Set()).add(file.sha256));
  }
  return (file) => pictures.get(keyOf(file))?.size === 1;
}

/** A photo that was read just now. */
export interface ReadFile {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

export interface Reunited<File extends ReadFile> {
  readonly file: File;
  /** The row that speaks of it from now on; null for a new one. */
  readonly known: KnownFile | null;
  /** The same picture at another place, another picture at the same place, or neither. */
  readonly kind: 'moved' | 'edited' | 'new';
}

/** Finds for files that were read which known ones they are, and takes those out of `loose`. */
export function createReunion(all: readonly KnownFile[]) {
  const loose = new Set(all);
  const bySha = Map.groupBy(all, ({ sha256 }) => sha256 ?? '');
  const byPath = Map.groupBy(all, ({ path }) => path);
  const isLoose = (file: KnownFile) => loose.has(file);

  function knownOf(file: ReadFile): Omit<Reunited<ReadFile>, 'file'> {
    const same = (bySha.get(file.sha256) ?? []).filter(isLoose);
    const moved = same.find(({ path }) => path === file.path) ?? same[0];
    if (moved !== undefined) return { known: moved, kind: 'moved' };
    const before = (byPath.get(file.path) ?? []).find(isLoose) ?? null;
    return { known: before, kind: before?.photoId ? 'edited' : 'new' };
  }

  return {
    reunite<File extends ReadFile>(files: readonly File[]): Reunited<File>[] {
      return files.map((file) => {
        const { known, kind } = knownOf(file);
        if (known !== null) loose.delete(known);
        return { file, known, kind };
      });
    },
    /** Nobody has turned up for them. */
    left: (): KnownFile[] => [...loose],
  };
}

export type Reunion = ReturnType<typeof createReunion>;
