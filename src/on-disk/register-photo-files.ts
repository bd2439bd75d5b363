import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { fromHex } from '../hex.ts';
import type { MediaType } from '../images/image-work.ts';
import { baseName, folderOf } from '../in-place/safe-path.ts';
import { cleanFolder } from '../names/file-name.ts';
import { emptyOutcome, insertPhotos, type IntakeOutcome } from '../photos/insert-photos.ts';
import { writeOriginals, type OriginalRow, type StoredFile } from '../photos/originals.ts';
import type { Queue } from '../queue/queue.ts';
import { inPlaceKey } from '../storage/in-place-key.ts';
import { writeFiles } from './file-rows.ts';
import type { FolderRow } from './folder-rows.ts';
import type { ReadFile, Reunited } from './match-files.ts';

export interface RegisterDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly newId: () => string;
}

export interface PhotoFile extends ReadFile {
  readonly mediaType: MediaType;
}

type Entry = Reunited<PhotoFile> & { readonly photoId: string };

/**
 * Makes photos of files that were read, in one transaction with the rows that say where they lie: whoever prepares one
 * finds it. A file that only moved keeps its photo; one that was edited in place brings its photo the new picture.
 * Answers how many photos are new.
 */
export async function registerPhotoFiles(
  { database, queue, newId }: RegisterDependencies,
  folder: FolderRow,
  files: readonly Reunited<PhotoFile>[],
): Promise<number> {
  const shared = await sharedPhotos(database, folder, files);
  const entries = files.map((one): Entry => {
    const kept = one.known?.photoId;
    // Its photo has another file too, or a copy in the store: what is here now is another photo.
    if (one.kind === 'edited' && kept && !shared.has(kept)) return { ...one, photoId: kept };
    const kind = one.kind === 'edited' ? 'new' : one.kind;
    return { ...one, kind, photoId: newId() };
  });
  const [fresh, edited] = [ofKind(entries, 'new'), ofKind(entries, 'edited')];
  return await database.transaction(async (tx) => {
    await queue.insert(tx, 'prepare', messagesFor(folder, [...fresh, ...edited]));
    const seq = await bumpOwner(tx, folder.owner_id);
    const outcome = await insertFresh(tx, { folder, seq, entries: fresh });
    await repoint(tx, { folder, seq, entries: edited });
    await writeFiles(tx, folder, rowsOf(entries, { fresh, outcome, newId }));
    await notifyOwners(tx, [folder.owner_id]);
    return outcome.photoIds.length;
  });
}

const ofKind = (entries: readonly Entry[], kind: Entry['kind']) =>
  entries.filter((entry) => entry.kind === kind);

/** In the order of reading, behind what somebody uploads meanwhile. */
const messagesFor = (folder: FolderRow, entries: readonly Entry[]) =>
  entries.map(({ file, photoId }, i) => ({
    id: photoId,
    ownerId: folder.owner_id,
    data: { sha256: file.sha256 },
    priority: -1000 - i,
  }));

const shared = statement(
  'disk_files.shared_photos',
  `select w.id from unnest($2::uuid[]) w(id)
   join rollcall.photos p on p.owner_id = $1 and p.id = w.id
   join rollcall.originals o on o.owner_id = $1 and o.sha256 = p.sha256
   where o.original_key like 'in-place/%' is not true
     or (select count(*) from rollcall.disk_files f where f.photo_id = w.id and f.owner_id = $1 and not f.gone) > 1`,
);

async function sharedPhotos(
  sql: Sql,
  folder: FolderRow,
  files: readonly Reunited<PhotoFile>[],
): Promise<ReadonlySet<string>> {
  const ids = files.flatMap(({ kind, known }) =>
    kind === 'edited' && known?.photoId ? [known.photoId] : [],
  );
  if (ids.length === 0) return new Set();
  return new Set((await sql.query<{ id: string }>(shared, [folder.owner_id, ids])).map(({ id }) => id));
}

interface Writing {
  readonly folder: FolderRow;
  readonly seq: number;
  readonly entries: readonly Entry[];
}

async function insertFresh(tx: Sql, { folder, seq, entries }: Writing): Promise<IntakeOutcome> {
  const outcome = emptyOutcome();
  if (entries.length === 0) return outcome;
  const { owner_id: ownerId } = folder;
  const files = entries.map(({ file }, index) => storedFile(folder, file, index));
  const originals = await writeOriginals(tx, ownerId, files);
  const ids = entries.map(({ photoId }) => photoId);
  await insertPhotos(tx, { ownerId, seq, files, ids, originals }, outcome);
  return outcome;
}

function storedFile(folder: FolderRow, { path, ...file }: PhotoFile, index: number): StoredFile {
  const below = folderOf(path);
  return {
    index,
    filename: baseName(path),
    folder: below === '' ? folder.folder : cleanFolder(`${folder.folder}/${below}`),
    mediaType: file.mediaType,
    key: inPlaceKey(folder.owner_id, file.sha256),
    bytes: file.bytes,
    sha256: fromHex(file.sha256),
  };
}

const giveNewPicture = statement(
  'disk_files.new_picture',
  `update rollcall.photos p set sha256 = w.sha256, taken_local = w.taken_local, seq = $2,
     state = case when p.state in ('preparing', 'ready', 'failed') then w.state else p.state end
   from unnest($3::uuid[], $4::bytea[], $5::timestamp[], $6::text[]) w(id, sha256, taken_local, state)
   where p.owner_id = $1 and p.id = w.id and p.sha256 is not null`,
);

/** The photo keeps its name and its history; thumbnail, date and place are those of the picture that is there now. */
async function repoint(tx: Sql, { folder, seq, entries }: Writing): Promise<void> {
  if (entries.length === 0) return;
  const files = entries.map(({ file }, index) => storedFile(folder, file, index));
  const originals = await writeOriginals(tx, folder.owner_id, files);
  await tx.query(giveNewPicture, [
    folder.owner_id,
    seq,
    entries.map(({ photoId }) => photoId),
    files.map(({ sha256 }) => sha256),
    entries.map((_, i) => originals.get(i)?.taken_local ?? null),
    entries.map((_, i) => stateOf(originals.get(i))),
  ]);
}

function stateOf(original: OriginalRow | undefined): string {
  if (original === undefined || !original.prepared) return 'preparing';
  return original.prepare_error === null ? 'ready' : 'failed';
}

/** What the library already had in that place is the photo of the file; a row of its own says so. */
function rowsOf(
  entries: readonly Entry[],
  made: { readonly fresh: readonly Entry[]; readonly outcome: IntakeOutcome; readonly newId: () => string },
) {
  const duplicates = new Map(made.outcome.duplicates.map(({ index, photoId }) => [index, photoId]));
  const places = new Map(made.fresh.map((entry, i) => [entry, i]));
  return entries.map((entry) => ({
    ...entry.file,
    id: entry.known?.id ?? made.newId(),
    photoId: photoOf(entry, duplicates.get(places.get(entry) ?? -1)),
  }));
}

const photoOf = ({ kind, known, photoId }: Entry, duplicate: string | undefined): string | null =>
  kind === 'moved' ? (known?.photoId ?? null) : (duplicate ?? photoId);
