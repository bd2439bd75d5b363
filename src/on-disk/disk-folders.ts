import { statement, type Sql } from '../database/sql.ts';
import { FolderTrouble } from '../in-place/in-place.ts';
import { FolderRefused, type Browsed, type FolderProblem } from './folder-access.ts';
import { findFolder, listFolders, openFolderRow, unreadFolders, type FolderRow } from './folder-rows.ts';
import { forgetFolder } from './forget-folder.ts';
import type { Progress } from './read-folder.ts';
import { createReadings, type Readings, type ReadingsDependencies } from './readings.ts';
import {
  applyToDisk,
  undoOnDisk,
  viewFolder,
  viewRuns,
  type RenamedOnDisk,
  type RunView,
} from './rename-on-disk.ts';
import type { FilesView } from './view-files.ts';

export type DiskFoldersDependencies = ReadingsDependencies;

/** A folder as people see it. */
export interface FolderView extends FolderRow {
  readonly progress: Progress | null;
  readonly photos: number;
  readonly problem: FolderProblem | null;
}

export interface DiskPlan {
  readonly planHash: string;
  /** Ids of files. */
  readonly leaveOut: ReadonlySet<string>;
}

/**
 * Folders of this computer: opening and reading them, showing and renaming their files. A folder is read, renamed in or
 * forgotten by one at a time: who wants to rename while it is read is told to wait.
 */
export interface DiskFolders {
  list(ownerId: string): Promise<FolderView[]>;
  find(ownerId: string, id: string): Promise<FolderRow | null>;
  view(folder: FolderRow): Promise<FolderView>;
  /** Home, or where to begin, unless a path is said. */
  browse(path: string | undefined): Promise<Browsed>;
  /** Reading goes on in the background. */
  open(ownerId: string, path: string): Promise<{ folder: FolderView; isNew: boolean }>;
  readAgain(folder: FolderRow): Promise<FolderView>;
  files(folder: FolderRow): Promise<FilesView>;
  runs(folder: FolderRow): Promise<RunView[]>;
  /** Null if what was shown is not so any more: then nothing was done. */
  apply(folder: FolderRow, plan: DiskPlan): Promise<RenamedOnDisk | null>;
  undo(folder: FolderRow, run: string): Promise<RenamedOnDisk>;
  forget(folder: FolderRow): Promise<void>;
  /** Goes on with what was being read when the server stopped; ends, with all readings, at the signal. */
  run(signal: AbortSignal): Promise<void>;
  /** When nothing is being read any more. */
  idle(): Promise<void>;
}

export function createDiskFolders(dependencies: DiskFoldersDependencies): DiskFolders {
  const { database, access, clock, newId, onError } = dependencies;
  const readings = createReadings(dependencies);
  const { read, alone } = createTurns(dependencies, readings);
  const view = (sql: Sql, folder: FolderRow) => viewOf(dependencies, readings, { sql, folder });

  async function open(ownerId: string, asked: string): Promise<{ folder: FolderView; isNew: boolean }> {
    const path = await access.resolveForReading(asked);
    const { row, isNew } = await openFolderRow(database, { ownerId, path, newId });
    read(row);
    return { folder: await view(database, row), isNew };
  }

  return {
    list: (ownerId) =>
      database.asUser(ownerId, async (tx) => {
        const views: FolderView[] = [];
        for (const folder of await listFolders(tx, ownerId)) views.push(await view(tx, folder));
        return views;
      }),
    find: (ownerId, id) => database.asUser(ownerId, (tx) => findFolder(tx, ownerId, id)),
    view: (folder) => view(database, folder),
    browse: access.browse,
    open,
    readAgain: async (folder) => {
      const problem = await access.problemOf(folder.path);
      if (problem !== null) return await view(database, folder);
      return (await open(folder.owner_id, folder.path)).folder;
    },
    files: (folder) => viewFolder(dependencies, folder),
    runs: viewRuns,
    apply: (folder, plan) => alone(folder, () => applyToDisk(dependencies, folder, plan)),
    undo: (folder, run) => alone(folder, () => undoOnDisk(dependencies, folder, run)),
    forget: async (folder) => {
      await readings.end(folder.id);
      await forgetFolder(database, folder, new Date(clock.now()));
    },
    run: async (signal) => {
      const stopped = aborted(signal);
      await unreadFolders(database).then(
        (folders) => folders.forEach(read),
        (error: unknown) => onError(error, 'read folders'),
      );
      await stopped;
      await readings.stop(signal.reason);
    },
    idle: readings.idle,
  };
}

function createTurns({ access }: DiskFoldersDependencies, readings: Readings) {
  const renaming = new Set<string>();
  /** Asked to be read while files in them were being renamed. */
  const waiting = new Map<string, FolderRow>();

  function read(folder: FolderRow): void {
    if (renaming.has(folder.id)) waiting.set(folder.id, folder);
    else readings.start(folder);
  }

  async function alone<T>(folder: FolderRow, run: () => Promise<T>): Promise<T> {
    const problem = await access.problemOf(folder.path);
    if (problem !== null) throw new FolderRefused(problem);
    if (readings.progressOf(folder.id) !== null)
      throw new FolderTrouble('busy', 'The folder is still being read. Try again when it is done.');
    if (renaming.has(folder.id)) throw new FolderTrouble('busy', 'Files in this folder are being renamed.');
    renaming.add(folder.id);
    try {
      return await run();
    } finally {
      renaming.delete(folder.id);
      const asked = waiting.get(folder.id);
      waiting.delete(folder.id);
      if (asked !== undefined) read(asked);
    }
  }

  return { read, alone };
}

const countPhotos = statement(
  'disk_folders.count_photos',
  `select count(distinct f.photo_id)::int as n from rollcall.disk_files f
   join rollcall.photos p on p.owner_id = f.owner_id and p.id = f.photo_id and p.deleted_at is null
   where f.folder_id = $2 and f.owner_id = $1 and not f.gone`,
);

async function viewOf(
  { access }: DiskFoldersDependencies,
  readings: Readings,
  { sql, folder }: { readonly sql: Sql; readonly folder: FolderRow },
): Promise<FolderView> {
  const [count] = await sql.query<{ n: number }>(countPhotos, [folder.owner_id, folder.id]);
  const unread = folder.reading ? { found: 0, read: 0 } : null;
  return {
    ...folder,
    progress: readings.progressOf(folder.id) ?? unread,
    photos: count?.n ?? 0,
    problem: await access.problemOf(folder.path),
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
