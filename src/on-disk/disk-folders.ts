import { statement, type Sql } from '../database/sql.ts';
import { FolderTrouble } from '../in-place/in-place.ts';
import { FolderRefused, type Browsed, type FolderAccess, type FolderProblem } from './folder-access.ts';
import {
  findFolder,
  giveUpReading,
  listFolders,
  openFolderRow,
  unreadFolders,
  type FolderRow,
} from './folder-rows.ts';
import { forgetFolder } from './forget-folder.ts';
import { readFolder, type Progress, type ReadingDependencies } from './read-folder.ts';
import { applyToDisk, undoOnDisk, viewFolder, viewRuns, type RenamedOnDisk } from './rename-on-disk.ts';

export interface DiskFoldersDependencies extends ReadingDependencies {
  readonly access: FolderAccess;
  readonly onError: (error: unknown, what: string) => void;
}

/** A folder as people see it. */
export interface FolderView extends FolderRow {
  readonly progress: Progress | null;
  readonly photos: number;
  readonly problem: FolderProblem | null;
}

const countPhotos = statement(
  'disk_folders.count_photos',
  `select count(distinct f.photo_id)::int as n from rollcall.disk_files f
   join rollcall.photos p on p.owner_id = f.owner_id and p.id = f.photo_id and p.deleted_at is null
   where f.folder_id = $2 and f.owner_id = $1 and not f.gone`,
);

/** A reading that fails for another reason than the folder is tried so often, after so long: what was read is kept. */
const tries = 3;
const restMs = 5000;

/**
 * Folders of this computer: opening and reading them in the background, showing and renaming their files. A folder is
 * read, renamed in or forgotten by one at a time; who renames while it is read is told to wait.
 */
export function createDiskFolders(dependencies: DiskFoldersDependencies) {
  const { database, access, clock, newId, onError } = dependencies;
  const stopping = new AbortController();
  const readings = new Map<string, { abort: AbortController; ended: Promise<void>; progress: Progress }>();
  const renaming = new Set<string>();
  /** Asked to be read while files in them were being renamed. */
  const waiting = new Map<string, FolderRow>();

  function startReading(folder: FolderRow): void {
    if (stopping.signal.aborted || readings.has(folder.id)) return;
    if (renaming.has(folder.id)) return void waiting.set(folder.id, folder);
    const abort = new AbortController();
    const reading = { abort, progress: { found: 0, read: 0 }, ended: Promise.resolve() };
    readings.set(folder.id, reading);
    const signal = AbortSignal.any([abort.signal, stopping.signal]);
    const onProgress = (progress: Progress) => void (reading.progress = progress);
    reading.ended = read(folder, signal, onProgress).finally(() => readings.delete(folder.id));
  }

  async function read(folder: FolderRow, signal: AbortSignal, onProgress: (progress: Progress) => void) {
    for (let tried = 1; !signal.aborted; tried++) {
      try {
        const problem = await access.problemOf(folder.path);
        if (problem === null) return await readFolder(dependencies, { folder, signal, onProgress });
        return await giveUpReading(database, folder);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof FolderTrouble)) onError(error, 'read a folder');
        if (error instanceof FolderTrouble || tried === tries) {
          await giveUpReading(database, folder).catch((failure: unknown) =>
            onError(failure, 'read a folder'),
          );
          return;
        }
        await clock.sleep(restMs, signal).catch(() => {});
      }
    }
  }

  async function view(sql: Sql, folder: FolderRow): Promise<FolderView> {
    const [count] = await sql.query<{ n: number }>(countPhotos, [folder.owner_id, folder.id]);
    const unread = folder.reading ? { found: 0, read: 0 } : null;
    return {
      ...folder,
      progress: readings.get(folder.id)?.progress ?? unread,
      photos: count?.n ?? 0,
      problem: await access.problemOf(folder.path),
    };
  }

  const find = (ownerId: string, id: string) => database.asUser(ownerId, (tx) => findFolder(tx, ownerId, id));

  async function open(ownerId: string, asked: string): Promise<{ folder: FolderView; isNew: boolean }> {
    const path = await access.resolveForReading(asked);
    const { row, isNew } = await openFolderRow(database, { ownerId, path, newId });
    startReading(row);
    return { folder: await view(database, row), isNew };
  }

  /** Alone in the folder. */
  async function alone<T>(folder: FolderRow, run: () => Promise<T>): Promise<T> {
    if (readings.has(folder.id))
      throw new FolderTrouble('busy', 'The folder is still being read. Try again when it is done.');
    if (renaming.has(folder.id)) throw new FolderTrouble('busy', 'Files in this folder are being renamed.');
    const problem = await access.problemOf(folder.path);
    if (problem !== null) throw new FolderRefused(problem);
    renaming.add(folder.id);
    try {
      return await run();
    } finally {
      renaming.delete(folder.id);
      const asked = waiting.get(folder.id);
      waiting.delete(folder.id);
      if (asked !== undefined) startReading(asked);
    }
  }

  return {
    list: (ownerId: string): Promise<FolderView[]> =>
      database.asUser(ownerId, async (tx) => {
        const views: FolderView[] = [];
        for (const folder of await listFolders(tx, ownerId)) views.push(await view(tx, folder));
        return views;
      }),
    find,
    view: (folder: FolderRow): Promise<FolderView> => view(database, folder),
    browse: (path: string | undefined): Promise<Browsed> => access.browse(path),
    open,
    /** Reads a known folder again. */
    readAgain: async (folder: FolderRow): Promise<FolderView> => {
      const problem = await access.problemOf(folder.path);
      if (problem === null) return (await open(folder.owner_id, folder.path)).folder;
      return await view(database, folder);
    },
    files: (folder: FolderRow) => viewFolder(dependencies, folder),
    runs: (folder: FolderRow) => viewRuns(folder),
    apply: (
      folder: FolderRow,
      plan: { readonly planHash: string; readonly leaveOut: ReadonlySet<string> },
    ): Promise<RenamedOnDisk | null> => alone(folder, () => applyToDisk(dependencies, folder, plan)),
    undo: (folder: FolderRow, run: string): Promise<RenamedOnDisk> =>
      alone(folder, () => undoOnDisk(dependencies, folder, run)),
    forget: async (folder: FolderRow): Promise<void> => {
      const reading = readings.get(folder.id);
      reading?.abort.abort(new Error('The folder is forgotten'));
      await reading?.ended;
      await forgetFolder(database, folder, new Date(clock.now()));
    },
    /** Goes on with what was being read when the server stopped; ends, with all readings, at the signal. */
    async run(signal: AbortSignal): Promise<void> {
      const stopped = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      try {
        for (const folder of await unreadFolders(database)) startReading(folder);
      } catch (error) {
        onError(error, 'read folders');
      }
      await stopped;
      stopping.abort(signal.reason);
      await Promise.all([...readings.values()].map(({ ended }) => ended));
    },
    /** When nothing is being read any more. */
    async idle(): Promise<void> {
      while (readings.size > 0) await Promise.all([...readings.values()].map(({ ended }) => ended));
    },
  };
}

export type DiskFolders = ReturnType<typeof createDiskFolders>;
