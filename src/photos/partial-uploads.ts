import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { StoreFull, type ObjectStore } from '../storage/object-store.ts';
import { deleteQuietly } from './delete-quietly.ts';
import type { IncomingFile, Intake } from './intake.ts';

/** An upload that arrives in pieces; whole, it is taken in like any other file. */
export interface PartialUpload {
  readonly id: string;
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

/** Unfinished uploads are kept for so long. */
export const uploadLifeMs = 24 * 3_600_000;

/** What is held in memory of an upload, and at most lost of it when a server dies. */
const partBytes = 4 * 1024 * 1024;

interface UploadRow {
  id: string;
  bytes: number;
  received: number;
  part_keys: string[];
  metadata: string;
  photo_id: string | null;
  duplicate: boolean;
  finished_at: Date | null;
  created_at: Date;
}

const insertUpload = statement(
  'partial_uploads.insert',
  'insert into rollcall.uploads (owner_id, id, bytes, metadata) values ($1, $2, $3, $4) returning created_at',
);

const findUpload = statement(
  'partial_uploads.find',
  `select id, bytes, received, part_keys, metadata, photo_id, duplicate, finished_at, created_at
   from rollcall.uploads where owner_id = $1 and id = $2`,
);

/** A part is written down before it is stored: whatever happens then, it does not lie there for ever. */
const foreseeDeletion = statement(
  'partial_uploads.foresee',
  `insert into rollcall.storage_deletions (owner_id, id, object_key, due_at)
   values ($1, $2, $3, now() + interval '26 hours')`,
);

const addPart = statement(
  'partial_uploads.add_part',
  `update rollcall.uploads set received = received + $4, part_keys = part_keys || $5::text
   where owner_id = $1 and id = $2 and received = $3 and received + $4 <= bytes and finished_at is null
   returning received`,
);

const finishUpload = statement(
  'partial_uploads.finish',
  `update rollcall.uploads set finished_at = now(), photo_id = $3, duplicate = $4, part_keys = '{}'
   where owner_id = $1 and id = $2`,
);

const dropUpload = statement(
  'partial_uploads.drop',
  'delete from rollcall.uploads where owner_id = $1 and id = $2 returning part_keys',
);

const deleteNow = statement(
  'partial_uploads.delete_now',
  'update rollcall.storage_deletions set due_at = now() where owner_id = $1 and object_key = any($2::text[])',
);

const dropOld = statement(
  'partial_uploads.drop_old',
  `delete from rollcall.uploads where created_at < now() - interval '25 hours'`,
);

export interface PartialUploadsDependencies {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly intake: Intake;
  readonly newId: () => string;
  /** Name and folder of the file, from what the sender said of it. */
  readonly describe: (metadata: string) => Pick<IncomingFile, 'filename' | 'folder'>;
}

/**
 * Uploads in pieces. Their bytes lie in the object store in parts and what has arrived stands in the database, so that
 * any server can go on where another stopped; `received` is the fence against two that go on at once.
 */
export function createPartialUploads({
  database,
  store,
  intake,
  newId,
  describe,
}: PartialUploadsDependencies) {
  const finishing = new Map<string, Promise<FinishedUpload | null>>();
  const appending = new Map<string, Promise<unknown>>();

  const asSystem = <T>(ownerId: string, run: (tx: Sql) => Promise<T>): Promise<T> =>
    database.asUser(ownerId, (tx) => tx.asSystem(run));

  async function findRow(ownerId: string, id: string): Promise<UploadRow | null> {
    const rows = await database.asUser(ownerId, (tx) => tx.query<UploadRow>(findUpload, [ownerId, id]));
    return rows[0] ?? null;
  }

  async function storePart(ownerId: string, id: string, at: number, part: Uint8Array): Promise<number> {
    const key = `incoming/${ownerId}/${id}/${newId()}`;
    await asSystem(ownerId, (tx) => tx.query(foreseeDeletion, [ownerId, newId(), key]));
    await store.put(key, part);
    const [row] = await asSystem(ownerId, (tx) =>
      tx.query<{ received: number }>(addPart, [ownerId, id, at, part.byteLength, key]),
    );
    if (row === undefined) throw new UploadMoved('Another request has added to this upload.');
    return row.received;
  }

  async function appendAll(
    ownerId: string,
    { id, offset, body }: { id: string; offset: number; body: AsyncIterable<Uint8Array> },
  ): Promise<number> {
    let received = offset;
    for await (const part of inParts(body)) received = await storePart(ownerId, id, received, part);
    return received;
  }

  async function finishNow(ownerId: string, id: string): Promise<FinishedUpload | null> {
    const row = await findRow(ownerId, id);
    if (row === null || row.received < row.bytes) return null;
    if (row.finished_at !== null) return finishedOf(row);
    const finished = await takeIn(ownerId, row);
    await asSystem(ownerId, async (tx) => {
      if (finished.kind === 'rejected') await tx.query(dropUpload, [ownerId, id]);
      else await tx.query(finishUpload, [ownerId, id, finished.photoId, finished.kind === 'duplicate']);
      await tx.query(deleteNow, [ownerId, row.part_keys]);
    });
    await deleteQuietly(store, row.part_keys);
    return finished;
  }

  async function takeIn(ownerId: string, row: UploadRow): Promise<FinishedUpload> {
    const file: IncomingFile = { ...describe(row.metadata), body: readParts(store, row.part_keys) };
    const outcome = await intake.takeIn(ownerId, one(file));
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

  return {
    create: async (ownerId: string, upload: Pick<PartialUpload, 'id' | 'bytes' | 'metadata'>) => {
      const values = [ownerId, upload.id, upload.bytes, upload.metadata];
      const rows = await asSystem(ownerId, (tx) => tx.query<{ created_at: Date }>(insertUpload, values));
      return rows[0]?.created_at ?? null;
    },

    /** What has arrived, once requests of this process that still write to it are over. */
    async find(ownerId: string, id: string): Promise<PartialUpload | null> {
      await appending.get(keyOf(ownerId, id));
      const row = await findRow(ownerId, id);
      return row === null
        ? null
        : {
            id,
            bytes: row.bytes,
            received: row.received,
            metadata: row.metadata,
            createdAt: row.created_at,
          };
    },

    /** Adds what comes, also what came of a body that breaks off. Answers how much is there; throws `UploadMoved`. */
    append(
      ownerId: string,
      piece: { readonly id: string; readonly offset: number; readonly body: AsyncIterable<Uint8Array> },
    ): Promise<number> {
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
      const rows = await asSystem(ownerId, async (tx) => {
        const dropped = await tx.query<{ part_keys: string[] }>(dropUpload, [ownerId, id]);
        await tx.query(deleteNow, [ownerId, dropped[0]?.part_keys ?? []]);
        return dropped;
      });
      await deleteQuietly(store, rows[0]?.part_keys ?? []);
      return rows.length > 0;
    },
  };
}

export type PartialUploads = ReturnType<typeof createPartialUploads>;

/** Forgets uploads that were left lying for a day. Their objects go with the next purge: they are written down there. */
export async function expireUploads(database: Database): Promise<void> {
  await database.query(dropOld);
}

const keyOf = (ownerId: string, id: string): string => `${ownerId}/${id}`;

function finishedOf(row: UploadRow): FinishedUpload {
  if (row.photo_id === null) return { kind: 'companion', photoId: null };
  return { kind: row.duplicate ? 'duplicate' : 'photo', photoId: row.photo_id };
}

async function* one(file: IncomingFile): AsyncGenerator<IncomingFile> {
  yield file;
}

/** Bytes in lots that are worth an object; the last, smaller one also where the source breaks off. */
async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size < partBytes) continue;
      yield concatenate(chunks, size);
      chunks = [];
      size = 0;
    }
  } catch (error) {
    failure = { error };
  }
  if (size > 0) yield concatenate(chunks, size);
  if (failure !== null) throw failure.error;
}

function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function* readParts(store: ObjectStore, keys: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield await store.read(key);
}
