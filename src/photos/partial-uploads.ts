import type { Database } from '../database/sql.ts';
import { StoreFull, type ObjectStore } from '../storage/object-store.ts';
import { deleteQuietly } from './delete-quietly.ts';
import type { IncomingFile, Intake } from './intake.ts';
import { inParts, readParts } from './upload-parts.ts';
import { createUploadRecords, type UploadRecord } from './upload-records.ts';

/** An upload that arrives in pieces; whole, it is taken in like any other file. */
export interface PartialUpload {
  readonly bytes: number;
  readonly received: number;
  readonly metadata: string;
  readonly createdAt: Date;
}

/** What a whole upload became. */
export type FinishedUpload =
  | { readonly kind: 'photo' | 'duplicate'; readonly photoId: string }
  | { readonly kind: 'companion'; readonly photoId: string | null }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string };

/** Somebody else has sent these bytes meanwhile, or the upload is over. */
export class UploadMoved extends Error {
  override name = 'UploadMoved';
}

/** Too many of the person's are unfinished. */
export class TooManyUploads extends Error {
  override name = 'TooManyUploads';
}

/** Nobody sends so many at a time; whoever begins more fills the disk with what will never be a photo. */
export const mostUnfinished = 100;

/** Unfinished uploads are kept for so long. */
export const uploadLifeMs = 24 * 3_600_000;

export interface PartialUploadsDependencies {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly intake: Intake;
  readonly newId: () => string;
  /** Name and folder of the file, from what the sender said of it. */
  readonly describe: (metadata: string) => Pick<IncomingFile, 'filename' | 'folder'>;
}

/** One piece of an upload. */
export interface Piece {
  readonly id: string;
  /** Where it begins. */
  readonly offset: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Uploads in pieces. Their bytes lie in the object store in parts and what has arrived stands in the database, so that
 * any server can go on where another stopped; `received` is the fence against two that go on at once.
 */
export function createPartialUploads(dependencies: PartialUploadsDependencies) {
  const { store, newId } = dependencies;
  const records = createUploadRecords(dependencies.database, newId);
  const finishing = new Map<string, Promise<FinishedUpload | null>>();
  const appending = new Map<string, Promise<unknown>>();

  async function appendAll(ownerId: string, { id, offset, body }: Piece): Promise<number> {
    let at = offset;
    for await (const part of inParts(body)) {
      const key = `incoming/${ownerId}/${id}/${newId()}`;
      await records.foreseePart(ownerId, key);
      await store.put(key, part);
      const received = await records.addPart(ownerId, { id, at, bytes: part.byteLength, key });
      if (received === null) throw new UploadMoved('Another request has added to this upload.');
      at = received;
    }
    return at;
  }

  async function finishNow(ownerId: string, id: string): Promise<FinishedUpload | null> {
    const record = await records.find(ownerId, id);
    if (record === null || record.received < record.bytes) return null;
    if (record.finished_at !== null) return finishedOf(record);
    const finished = await takeIn(dependencies, ownerId, record);
    if (finished.kind === 'rejected') await records.drop(ownerId, id);
    else {
      const duplicate = finished.kind === 'duplicate';
      await records.finish(ownerId, record, { photoId: finished.photoId, duplicate });
    }
    await deleteQuietly(store, record.part_keys);
    return finished;
  }

  return {
    /** Throws `TooManyUploads`. */
    async create(ownerId: string, upload: Pick<UploadRecord, 'id' | 'bytes' | 'metadata'>): Promise<void> {
      if (!(await records.insert(ownerId, upload, mostUnfinished)))
        throw new TooManyUploads('Too many of the uploads are unfinished.');
    },

    /** What has arrived, once requests of this process that still write to it are over. */
    async find(ownerId: string, id: string): Promise<PartialUpload | null> {
      await appending.get(keyOf(ownerId, id));
      const record = await records.find(ownerId, id);
      return record === null ? null : { ...record, createdAt: record.created_at };
    },

    /** Adds what comes, also what came of a body that breaks off. Answers how much is there; throws `UploadMoved`. */
    append(ownerId: string, piece: Piece): Promise<number> {
      const key = keyOf(ownerId, piece.id);
      const appended = appendAll(ownerId, piece);
      const over = Promise.allSettled([appended]).finally(
        () => appending.get(key) === over && appending.delete(key),
      );
      appending.set(key, over);
      return appended;
    },

    /** Takes in a whole upload, once; null while it is not whole. May be asked again by whoever got no answer. */
    finish(ownerId: string, id: string): Promise<FinishedUpload | null> {
      const key = keyOf(ownerId, id);
      const finished = finishing.get(key) ?? finishNow(ownerId, id).finally(() => finishing.delete(key));
      finishing.set(key, finished);
      return finished;
    },

    /** Forgets an upload and its bytes; a photo that it became stays. False if there is none. */
    async remove(ownerId: string, id: string): Promise<boolean> {
      const keys = await records.drop(ownerId, id);
      await deleteQuietly(store, keys ?? []);
      return keys !== null;
    },
  };
}

export type PartialUploads = ReturnType<typeof createPartialUploads>;

async function takeIn(
  { store, intake, describe }: PartialUploadsDependencies,
  ownerId: string,
  { metadata, part_keys }: UploadRecord,
): Promise<FinishedUpload> {
  const outcome = await intake.takeIn(
    ownerId,
    one({ ...describe(metadata), body: readParts(store, part_keys) }),
  );
  const [photoId] = outcome.photoIds;
  if (photoId !== undefined) return { kind: 'photo', photoId };
  const [duplicate] = outcome.duplicates;
  if (duplicate !== undefined) return { kind: 'duplicate', photoId: duplicate.photoId };
  const [companion] = outcome.companions;
  if (companion !== undefined) return { kind: 'companion', photoId: companion.photoId };
  const { code = 'other', detail = '' } = outcome.rejected[0] ?? {};
  // Not the file's fault: it can be finished when there is room again.
  if (code === 'disk_full') throw new StoreFull(detail);
  return { kind: 'rejected', code, detail };
}

async function* one(file: IncomingFile): AsyncGenerator<IncomingFile> {
  yield file;
}

function finishedOf({ photo_id, duplicate }: UploadRecord): FinishedUpload {
  if (photo_id === null) return { kind: 'companion', photoId: null };
  return { kind: duplicate ? 'duplicate' : 'photo', photoId: photo_id };
}

const keyOf = (ownerId: string, id: string): string => `${ownerId}/${id}`;
