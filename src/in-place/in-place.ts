/*
 * Photos that stay where they are: what is found in a folder of this computer, what an apply would rename there, and
 * the list of old and new names that is kept in the folder itself. Paths are relative to that folder, with `/` between
 * folders; a new name is a base name, so that nothing ever changes its folder.
 */

/** A regular file; symbolic links, hidden files and folders are never among them. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** Whole milliseconds: exact in JSON, in a double and in a bigint alike. */
  readonly mtimeMs: number;
  readonly isPhotoByName: boolean;
}

export interface FoundFolder {
  readonly files: readonly FoundFile[];
  /** Folders below this one in which, or below which, photos stand. */
  readonly subfolders: number;
  /** What could not be listed, and why. */
  readonly problems: readonly LeftAlone[];
}

export type LeftCode =
  | 'changed_since'
  | 'name_taken'
  | 'gone'
  | 'open_elsewhere'
  | 'not_allowed'
  | 'illegal_here'
  | 'not_read';

/** A file that is left as it is, and why, in a code and in one sentence. */
export interface LeftAlone {
  readonly path: string;
  readonly code: LeftCode;
  readonly text: string;
}

/** A photo that should be called otherwise, with the files that follow it. */
export interface Wish {
  readonly path: string;
  /** The whole new base name, extension included. */
  readonly to: string;
  readonly sidecars: readonly string[];
}

export interface FileMove {
  readonly from: string;
  /** A base name: the file stays in its folder. */
  readonly to: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** A photo and its sidecars: they move together or not at all. */
export interface Move extends FileMove {
  readonly sidecars: readonly FileMove[];
}

export interface Plan {
  readonly moves: readonly Move[];
  readonly leftAlone: readonly LeftAlone[];
}

/** From where to where, both as paths within the folder. */
export interface RenamedFile {
  readonly from: string;
  readonly to: string;
  /** The old path of the photo it followed; null for a photo. */
  readonly sidecarOf: string | null;
}

export interface RunResult {
  readonly renamed: readonly RenamedFile[];
  readonly leftAlone: readonly LeftAlone[];
}

/** A file of a list: `from` is what it was called before, `to` what the run made or was to make of it. */
export interface RunFile extends RenamedFile {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly state: 'renamed' | 'left' | 'went_back';
}

/** One list of `.rollcall/`. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
  /** Null if it was cut off and nobody has settled it since. */
  readonly endedAt: string | null;
  readonly files: readonly RunFile[];
  /** What the run itself left as it was. */
  readonly leftAlone: readonly LeftAlone[];
  /** When it was last undone, and what stayed then; null if never. */
  readonly undone: { readonly at: string; readonly leftAlone: readonly LeftAlone[] } | null;
}

/** The folder as a whole cannot be worked on. */
export class FolderTrouble extends Error {
  override name = 'FolderTrouble';
  readonly code: 'gone' | 'not_allowed' | 'busy' | 'disk_full' | 'no_such_run';

  constructor(code: FolderTrouble['code'], text: string, options?: ErrorOptions) {
    super(text, options);
    this.code = code;
  }
}
