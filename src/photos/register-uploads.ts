import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { MediaType } from '../images/image-work.ts';
import { cleanText } from '../names/clean-text.ts';
import { cleanFolder } from '../names/file-name.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { emptyOutcome, insertPhotos, type IntakeOutcome } from './insert-photos.ts';
import { inspectUpload, missing, uploadKeys } from './inspect-upload.ts';
import type { Refusal, UploadChecks, UploadKeys } from './inspect-upload.ts';
import { readOriginals, writeOriginals, type OriginalRow, type StoredFile } from './originals.ts';
import { deleteQuietly } from './delete-quietly.ts';
import { settleUploads, type PreparedFacts } from './settle-uploads.ts';

/** What a browser says of a picture that it uploaded by itself. */
export interface Upload {
  readonly uploadId: string;
  readonly filename: string;
  readonly folder: string;
  readonly original: {
    readonly mediaType: MediaType;
    readonly bytes: number;
    /** The owner's own claim; it is compared with what the same owner has, and with nothing else. */
    readonly sha256: Uint8Array;
  };
  /** False: only thumbnail and preview were uploaded. */
  readonly originalKept: boolean;
  readonly prepared: PreparedFacts;
}

export interface UploadRegisterDependencies extends UploadChecks {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore & UploadChecks['store'];
  readonly newId: () => string;
}

/** Three objects are looked at for each, at the same time. */
const lookedAtOnce = 4;

interface Entry {
  readonly upload: Upload;
  readonly file: StoredFile;
  readonly keys: UploadKeys;
  /** `known`: the picture is here already, so its objects were not looked at. */
  readonly verdict: Refusal | 'seen' | 'known';
}

export type RegisterUploads = (ownerId: string, uploads: readonly Upload[]) => Promise<IntakeOutcome>;

/**
 * Makes photos of what people's browsers put into the store and prepared themselves. Nothing said is believed where it
 * can be looked up: the keys follow from the owner, and each object is looked at. What cannot be looked up (date,
 * place, hash) is the owner's word about the owner's own picture, bounded and cleaned. Objects stay where they lie.
 */
export function createUploadRegister(dependencies: UploadRegisterDependencies): RegisterUploads {
  const { database, store } = dependencies;
  return async (ownerId, uploads) => {
    const entries = await inspect(dependencies, ownerId, uploads);
    const taken = entries.filter(({ verdict }) => typeof verdict === 'string');
    if (taken.length === 0) return { ...emptyOutcome(), rejected: entries.flatMap(renderRefusal) };
    const { outcome, gone, unused } = await database.transaction((tx) =>
      write(tx, { ...dependencies, ownerId, entries: taken }),
    );
    await deleteQuietly(store, unused);
    const refused = entries.map((entry) => (gone.has(entry) ? { ...entry, verdict: missing } : entry));
    return { ...outcome, rejected: refused.flatMap(renderRefusal) };
  };
}

async function inspect(
  dependencies: UploadRegisterDependencies,
  ownerId: string,
  uploads: readonly Upload[],
): Promise<Entry[]> {
  const originals = await readOriginals(
    dependencies.database,
    ownerId,
    uploads.map(({ original }) => original),
  );
  return inLanes(uploads, lookedAtOnce, async (upload, index) => {
    const keys = uploadKeys(ownerId, upload.uploadId);
    const file = fileOf(upload, keys, index);
    // A lot that is sent again may find its objects gone, deleted as the copies they were.
    if (hasAll(originals.get(index), upload)) return { upload, keys, file, verdict: 'known' };
    const claim = { ...upload.original, originalKept: upload.originalKept };
    return { upload, keys, file, verdict: (await inspectUpload(dependencies, keys, claim)) ?? 'seen' };
  });
}

interface Writing extends UploadRegisterDependencies {
  readonly ownerId: string;
  readonly entries: readonly Entry[];
}

async function write(tx: Sql, { queue, newId, ownerId, entries }: Writing) {
  const seq = await bumpOwner(tx, ownerId);
  const gone = await goneSince(tx, ownerId, entries);
  const here = entries.filter((entry) => !gone.has(entry));
  const files = here.map(({ file }) => file);
  const outcome = emptyOutcome();
  await writeOriginals(tx, ownerId, files);
  const prepared = here.map(({ upload, keys }) => ({
    sha256: upload.original.sha256,
    keys,
    facts: upload.prepared,
  }));
  await settleUploads(tx, { queue, ownerId, seq }, prepared);
  const originals = await readOriginals(tx, ownerId, files);
  await insertPhotos(tx, { ownerId, seq, files, ids: files.map(() => newId()), originals }, outcome);
  await notifyOwners(tx, [ownerId]);
  const spare = here.flatMap((entry, i) => spareKeys(entry, originals.get(i)));
  return { outcome, gone, unused: await unusedOf(tx, ownerId, spare) };
}

/** Known a moment ago and deleted for good since: nobody has looked at what was uploaded instead. */
async function goneSince(tx: Sql, ownerId: string, entries: readonly Entry[]): Promise<Set<Entry>> {
  const known = entries.filter(({ verdict }) => verdict === 'known');
  if (known.length === 0) return new Set();
  const originals = await readOriginals(
    tx,
    ownerId,
    known.map(({ file }) => file),
  );
  return new Set(known.filter(({ upload }, i) => !hasAll(originals.get(i), upload)));
}

function fileOf({ original, originalKept, ...upload }: Upload, keys: UploadKeys, index: number): StoredFile {
  const key = originalKept ? keys.original : null;
  return { ...original, index, filename: upload.filename, folder: cleanFolder(upload.folder), key };
}

/** Whether everything that this upload could bring is there already. */
function hasAll(original: OriginalRow | undefined, { originalKept }: Upload): boolean {
  if (original === undefined || !original.prepared || original.prepare_error !== null) return false;
  return original.original_key !== null || !originalKept;
}

function renderRefusal({ upload, file, verdict }: Entry): IntakeOutcome['rejected'] {
  if (typeof verdict === 'string') return [];
  const filename = cleanText(upload.filename, 255) || 'unnamed';
  return [{ filename, code: verdict.code, detail: `${filename} ${verdict.sentence}`, index: file.index }];
}

/** Objects that the picture has no use for: it was here already. */
function spareKeys({ keys, file }: Entry, original: OriginalRow | undefined): string[] {
  const used = new Set([original?.original_key, original?.thumbnail_key, original?.preview_key]);
  const uploaded = [...(file.key === null ? [] : [file.key]), keys.thumbnail, keys.preview];
  return uploaded.filter((key) => !used.has(key));
}

const unusedKeys = statement(
  'uploads.unused_keys',
  `select w.key from unnest($2::text[]) w(key)
   where w.key not in (select k.key from rollcall.originals o
     cross join lateral (values (o.original_key), (o.thumbnail_key), (o.preview_key)) k(key)
     where o.owner_id = $1 and k.key is not null)`,
);

/** Those of them that no other picture uses either. Rarely asked, as it reads all of the owner's originals. */
async function unusedOf(tx: Sql, ownerId: string, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  return (await tx.query<{ key: string }>(unusedKeys, [ownerId, keys])).map((row) => row.key);
}

/** Runs over all, so many at a time; answers in their order. */
async function inLanes<T, R>(
  items: readonly T[],
  lanes: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) results[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
