import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { FolderTrouble, type FoundFile, type LeftAlone, type Move, type Run } from '../in-place/in-place.ts';
import { planMoves } from '../in-place/plan-moves.ts';
import { baseName, folderOf } from '../in-place/safe-path.ts';
import { sidecarsOf } from '../in-place/sidecars.ts';
import { joinFileName, splitFileName } from '../names/file-name.ts';
import { planHash } from '../names/plan-hash.ts';
import type { NameSource } from '../photos/photo.ts';
import { takenAt } from '../photos/view-photos.ts';
import type { FolderRow } from './folder-rows.ts';

export type FileStatus = 'ready' | 'done' | 'unnamed' | 'problem';

export interface FileProblem {
  readonly code: LeftAlone['code'] | 'same_photo';
  readonly text: string;
}

/** One photo on disk: what it is called there, and what it would be called. */
export interface FileView {
  readonly id: string;
  readonly photoId: string;
  readonly path: string;
  /** Null while Rollcall has no other name for it. */
  readonly to: string | null;
  readonly status: FileStatus;
  readonly problem: FileProblem | null;
  /** Its name before the last run that renamed it and was not undone. */
  readonly was: { readonly name: string; readonly at: string } | null;
  readonly sidecars: readonly string[];
  readonly thumbnailKey: string | null;
  readonly takenAt: string | null;
}

/** All files of a folder, and what an apply would do: the files say it, `moves` does it. */
export interface FilesView {
  readonly files: readonly FileView[];
  readonly planHash: string;
}

export interface PhotoFileRow {
  id: string;
  path: string;
  bytes: number;
  mtime_ms: number;
  photo_id: string;
  stem: string;
  extension: string;
  name_source: NameSource;
  taken_local: string | null;
  taken_offset_min: number | null;
  thumbnail_key: string | null;
}

const photoFiles = statement(
  'disk_files.photos',
  `select f.id, f.path, f.bytes, f.mtime_ms, f.photo_id, p.stem, p.extension, p.name_source, p.taken_local,
          o.taken_offset_min, o.thumbnail_key
   from rollcall.disk_files f
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = f.photo_id and x.deleted_at is null limit 1) p
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = p.sha256 limit 1) o
   where f.folder_id = $2 and f.owner_id = $1 and not f.gone
   order by p.taken_local nulls last, f.path, f.id`,
);

/** Files whose photos are in the library, in the order of taking. */
export const readPhotoFiles = (sql: Sql, { owner_id, id }: FolderRow): Promise<PhotoFileRow[]> =>
  sql.query<PhotoFileRow>(photoFiles, [owner_id, id]);

/** What is on disk at this moment; `found` is null where the folder cannot be read. */
export interface OnDisk {
  readonly found: readonly FoundFile[] | null;
  readonly runs: readonly Run[];
}

/** What each file is called and would be called; what cannot be renamed says why. */
export function viewFiles(rows: readonly PhotoFileRow[], { found, runs }: OnDisk): FilesView {
  const sidecars = sidecarsOf(
    found ?? [],
    rows.map(({ path }) => path),
  );
  const problems = new Map([...sameProblems(rows), ...diskProblems(rows, found)]);
  const { leftAlone } = planMoves(wishesOf(rows, { sidecars, problems }), found ?? []);
  const byPath = new Map(leftAlone.map(({ path, code, text }) => [path, { code, text }]));
  const earlier = earlierNames(runs);
  const files = rows.map((row): FileView => {
    const to = wishOf(row);
    const problem = problems.get(row.id) ?? (to === null ? null : (byPath.get(row.path) ?? null));
    return {
      id: row.id,
      photoId: row.photo_id,
      path: row.path,
      to,
      status: problem === null ? statusOf(row, to) : 'problem',
      problem,
      was: earlier.get(row.path) ?? null,
      sidecars: sidecars.get(row.path) ?? [],
      thumbnailKey: row.thumbnail_key,
      takenAt: takenAt(row.taken_local, row.taken_offset_min),
    };
  });
  return { files, planHash: hashOf(files) };
}

/** What an apply of these files does; names that those left out keep are in the way of others. */
export function movesOf(
  files: readonly FileView[],
  { found, leaveOut }: { readonly found: readonly FoundFile[]; readonly leaveOut: ReadonlySet<string> },
): { readonly moves: readonly Move[]; readonly leftAlone: readonly LeftAlone[] } {
  const wishes = files.flatMap(({ id, path, to, status, sidecars }) =>
    status === 'ready' && to !== null && !leaveOut.has(id) ? [{ path, to, sidecars }] : [],
  );
  return planMoves(wishes, found);
}

/** A name given in Rollcall that its file does not carry. A name cleaned at intake was given by nobody. */
function wishOf({ path, stem, extension, name_source }: PhotoFileRow): string | null {
  const name = joinFileName(stem, extension);
  const isSame = baseName(path).normalize('NFC') === name.normalize('NFC');
  return name_source === 'upload' || isSame ? null : name;
}

const statusOf = ({ name_source }: PhotoFileRow, to: string | null): FileStatus => {
  if (to !== null) return 'ready';
  return name_source === 'upload' ? 'unnamed' : 'done';
};

/** Of several files with the same content in one place the library has one photo: the first carries its name. */
function sameProblems(rows: readonly PhotoFileRow[]): Map<string, FileProblem> {
  const problems = new Map<string, FileProblem>();
  for (const same of Map.groupBy(rows, (row) => row.photo_id).values()) {
    const [first, ...others] = same.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    for (const { id } of others)
      problems.set(id, { code: 'same_photo', text: `It is the same photo as ${first?.path}.` });
  }
  return problems;
}

/** Not there, or not as it was read. What has no other name yet may be edited as long as somebody likes. */
function diskProblems(
  rows: readonly PhotoFileRow[],
  found: readonly FoundFile[] | null,
): Map<string, FileProblem> {
  const files = new Map((found ?? []).map((file) => [file.path, file]));
  const problems = new Map<string, FileProblem>();
  for (const row of rows) {
    const file = files.get(row.path);
    const isSame = file?.bytes === row.bytes && file.mtimeMs === row.mtime_ms;
    if (file === undefined) problems.set(row.id, { code: 'gone', text: 'It is not there any more.' });
    else if (!isSame && wishOf(row) !== null)
      problems.set(row.id, { code: 'changed_since', text: 'It was changed since it was read.' });
  }
  return problems;
}

function wishesOf(
  rows: readonly PhotoFileRow[],
  known: {
    readonly sidecars: ReadonlyMap<string, readonly string[]>;
    readonly problems: ReadonlyMap<string, FileProblem>;
  },
) {
  return rows.flatMap((row) => {
    const to = known.problems.has(row.id) ? null : wishOf(row);
    return to === null ? [] : [{ path: row.path, to, sidecars: known.sidecars.get(row.path) ?? [] }];
  });
}

/** By the path a file has now; of several runs the newest speaks. */
function earlierNames(runs: readonly Run[]): ReadonlyMap<string, { name: string; at: string }> {
  const names = new Map<string, { name: string; at: string }>();
  for (const { files, startedAt: at } of runs) {
    for (const { from, to, sidecarOf, state } of files) {
      if (state === 'renamed' && sidecarOf === null && !names.has(to))
        names.set(to, { name: baseName(from), at });
    }
  }
  return names;
}

/** Anything that an apply would do otherwise changes it. */
const hashOf = (files: readonly FileView[]): string =>
  planHash(
    files.map(({ id, path, to, status, sidecars }) => ({
      photoId: id,
      from: [path, ...sidecars].join('\n'),
      to: to ?? '',
      status,
    })),
  );

/** Extensions of the files that follow, as a person tells them apart: `.CR3`, `.xmp`. */
export const sidecarExtensions = ({ sidecars }: FileView): string[] =>
  sidecars.map((path) => `.${splitFileName(baseName(path)).extension}`);

export const placeOf = ({ path }: FileView): string => folderOf(path);

/** Null where there is no such folder to list now; the folder itself says why. */
export async function foundOrNull<T>(list: () => Promise<T>): Promise<T | null> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof FolderTrouble) return null;
    throw error;
  }
}
