import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { analyseTables } from '../database/analyse.ts';
import type { Database } from '../database/sql.ts';
import { toHex } from '../hex.ts';
import type { MediaType } from '../images/image-work.ts';
import { hashFile } from '../in-place/hash-file.ts';
import type { FoundFile, LeftAlone } from '../in-place/in-place.ts';
import { listFolder } from '../in-place/list-folder.ts';
import { whyNoPhoto } from '../photos/intake.ts';
import type { Queue } from '../queue/queue.ts';
import { markGone, readKnownFiles } from './file-rows.ts';
import { endReading, type FolderRow } from './folder-rows.ts';
import { restoreForgotten } from './forget-folder.ts';
import { createReunion, matchFiles, type Reunion } from './match-files.ts';
import { prepareAgain } from './prepare-again.ts';
import { registerPhotoFiles, type PhotoFile } from './register-photo-files.ts';
import { settleFolder } from './settle-folder.ts';

export interface ReadingDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly detectMediaType: (head: Uint8Array) => MediaType | 'image/svg+xml' | null;
  readonly maxBytes: number;
  /** Rollcall's own folder, whose pictures are nobody's photos. */
  readonly dataFolder: string;
}

export interface Progress {
  readonly found: number;
  readonly read: number;
}

interface Reading {
  readonly folder: FolderRow;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** So many files are registered together: a reading that is cut off keeps all but the last of them. */
const lot = 50;
const readAtOnce = 2;
/** After so many new photos, and each time they have doubled, the planner's numbers are refreshed. */
const manyPhotos = 200;

/**
 * Reads a folder: what is new becomes photos, what moved or was edited keeps its photo, what is not there any more drops
 * out of the list. Only what differs in path, size or time is read. Throws `FolderTrouble` where there is no folder to
 * read; nothing that is known is touched then.
 */
export async function readFolder(dependencies: ReadingDependencies, reading: Reading): Promise<void> {
  const { database, dataFolder } = dependencies;
  const { folder, signal, onProgress } = reading;
  await settleFolder(dependencies, folder);
  const listed = await listFolder(folder.path, { skip: [dataFolder], signal });
  await restoreForgotten(database, folder);
  const { unchanged, loose, fresh, changed } = matchFiles(
    listed.files,
    await readKnownFiles(database, folder),
  );
  await markGone(database, folder.owner_id, { files: unchanged, gone: false });
  const reunion = createReunion(loose);
  const notRead: LeftAlone[] = [...listed.problems];
  const found = unchanged.length + fresh.length + changed.length;
  let [read, added, analyseAt] = [unchanged.length, 0, manyPhotos];
  onProgress({ found, read });
  for (const files of [...lotsOf(fresh), ...lotsOf(changed)]) {
    const onRead = () => onProgress({ found, read: ++read });
    added += await readLot(dependencies, { folder, signal, files, reunion, notRead, onRead });
    if (added < analyseAt) continue;
    // Planned for empty tables, look-ups would read all of the owner's rows for each file.
    await analyseTables(database);
    await database.query('analyze rollcall.disk_files');
    analyseAt = added * 2;
  }
  await markGone(database, folder.owner_id, { files: reunion.left(), gone: true });
  await prepareAgain(dependencies, folder);
  await endReading(database, folder, { subfolders: listed.subfolders, notRead });
}

interface Lot {
  readonly folder: FolderRow;
  readonly signal: AbortSignal;
  readonly files: readonly FoundFile[];
  readonly reunion: Reunion;
  readonly notRead: LeftAlone[];
  readonly onRead: () => void;
}

async function readLot(
  dependencies: ReadingDependencies,
  { folder, signal, files, reunion, notRead, onRead }: Lot,
): Promise<number> {
  const results: (PhotoFile | LeftAlone)[] = [];
  const waiting = files.entries();
  const lane = async () => {
    for (const [index, file] of waiting) {
      results[index] = await readOne(dependencies, { root: folder.path, file, signal });
      onRead();
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, lane));
  const photos = results.filter((result) => 'sha256' in result);
  notRead.push(...results.filter((result) => 'code' in result));
  if (photos.length === 0) return 0;
  return await registerPhotoFiles(dependencies, folder, reunion.reunite(photos));
}

async function readOne(
  { detectMediaType, maxBytes }: ReadingDependencies,
  { root, file, signal }: { root: string; file: FoundFile; signal: AbortSignal },
): Promise<PhotoFile | LeftAlone> {
  const { path } = file;
  const leave = (text: string): LeftAlone => ({ path, code: 'not_read', text });
  signal.throwIfAborted();
  // The database could not say it again.
  if (!path.isWellFormed()) return leave('Its name is not written in Unicode.');
  if (file.bytes === 0) return leave('It is empty.');
  if (file.bytes > maxBytes) return leave(`It is larger than ${Math.round(maxBytes / 1_000_000)} MB.`);
  const hashed = await hashFile(join(root, path), { signal });
  if (!hashed.ok) return { path, code: hashed.code, text: hashed.text };
  const mediaType = detectMediaType(hashed.head);
  if (mediaType === null || mediaType === 'image/svg+xml')
    return leave(`It ${whyNoPhoto(mediaType, hashed.head).sentence}`);
  return { path, bytes: hashed.bytes, mtimeMs: hashed.mtimeMs, sha256: toHex(hashed.sha256), mediaType };
}

function* lotsOf<T>(items: readonly T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += lot) yield items.slice(from, from + lot);
}
