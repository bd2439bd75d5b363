import { bumpOwner, notifyOwners } from '../database/bump.ts';
import { toHex } from '../hex.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ImageWork, MediaType, PrepareOutcome, Prepared } from '../images/image-work.ts';
import type { Queue, QueueMessage } from '../queue/queue.ts';
import { withLocalCopy } from '../storage/local-copy.ts';
import { isInPlaceKey } from '../storage/in-place-key.ts';
import { ObjectMissing, StoreFull, StoreUnavailable, type ObjectStore } from '../storage/object-store.ts';
import { assignStacks } from './assign-stacks.ts';
import { searchWords } from './search-words.ts';
import { wakeItems } from './wake-items.ts';

export interface PrepareDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly images: ImageWork;
  /** Where copies of originals lie while they are decoded; needed where the store has no files of its own. */
  readonly copiesFolder?: string;
  /** The process that holds what is claimed. */
  readonly holder?: string;
}

type Outcome =
  | PrepareOutcome
  | { readonly ok: false; readonly code: typeof originalMoved; readonly detail: string };

/** One message of the `prepare` queue with what is needed to work on it. */
export interface PrepareTask {
  readonly message: QueueMessage;
  readonly ownerId: string;
  readonly sha256: Uint8Array;
  readonly originalKey: string;
  readonly mediaType: MediaType;
  readonly tries: number;
}

/** It lay in a folder of this computer and does not any more; found again, it is prepared again. */
export const originalMoved = 'original_moved';

/** A picture that ends its process this often is given up; it was always worked on in a process of its own. */
const maxTries = 3;

const readTasks = statement(
  'prepare.tasks',
  `select w.i::int as i, o.sha256, o.original_key, o.media_type, o.prepare_tries
   from unnest($1::uuid[], $2::uuid[]) with ordinality w(owner_id, photo_id, i)
   cross join lateral (select x.sha256 from rollcall.photos x
     where x.owner_id = w.owner_id and x.id = w.photo_id limit 1) p
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = w.owner_id and x.sha256 = p.sha256 limit 1) o
   where o.prepared_at is null`,
);

const countTries = statement(
  'prepare.count_tries',
  `update rollcall.originals o set prepare_tries = o.prepare_tries + 1, prepare_holder = $3
   from unnest($1::uuid[], $2::bytea[]) w(owner_id, sha256) where o.owner_id = w.owner_id and o.sha256 = w.sha256`,
);

/**
 * Claims up to `limit` originals to prepare; messages with nothing left to do leave the queue here, and of several
 * photos with one original all but one: it is decoded once for all of them.
 */
export async function claimPrepare(
  { database, queue, holder }: PrepareDependencies,
  limit: number,
): Promise<PrepareTask[]> {
  return database.transaction(async (tx) => {
    const messages = await queue.fetch(tx, 'prepare', { limit });
    if (messages.length === 0) return [];
    const rows = await tx.query<{
      i: number;
      sha256: Uint8Array;
      original_key: string;
      media_type: MediaType;
      prepare_tries: number;
    }>(readTasks, [messages.map((m) => m.ownerId), messages.map((m) => m.id)]);
    const tasks = rows.flatMap((row) => {
      const message = messages[row.i - 1];
      return message === undefined
        ? []
        : [
            {
              message,
              ownerId: message.ownerId,
              sha256: row.sha256,
              originalKey: row.original_key,
              mediaType: row.media_type,
              tries: row.prepare_tries,
            },
          ];
    });
    const seen = new Set<string>();
    const firsts = tasks.filter(({ ownerId, sha256 }) => {
      const original = `${ownerId}${toHex(sha256)}`;
      return !seen.has(original) && seen.add(original);
    });
    await tx.query(countTries, [
      firsts.map((task) => task.ownerId),
      firsts.map((task) => task.sha256),
      holder ?? null,
    ]);
    const working = new Set(firsts.map((task) => task.message.id));
    await queue.acknowledge(
      tx,
      'prepare',
      messages.filter((m) => !working.has(m.id)),
    );
    return firsts;
  });
}

/** Objects cannot be read or written for now; the picture is tried again after this long, and it was no failed try. */
const storeAwaySeconds = 15;

/** Decodes one original and stores what came of it; a bad picture is an outcome, not an error. */
export async function prepareOne(
  dependencies: PrepareDependencies,
  task: PrepareTask,
  signal: AbortSignal,
): Promise<void> {
  try {
    const outcome =
      task.tries >= maxTries
        ? ({ ok: false, code: 'took_too_long', detail: 'Reading it failed again and again.' } as const)
        : await decode(dependencies, task, signal);
    const keys = outcome.ok ? await storeDerived(dependencies.store, task, outcome.prepared) : null;
    await settlePrepare(dependencies, task, outcome, keys);
  } catch (error) {
    const isStoreAway = error instanceof StoreUnavailable || error instanceof StoreFull;
    if (isStoreAway) await giveBackPrepare(dependencies, task, storeAwaySeconds);
    throw error;
  }
}

const uncountTry = statement(
  'prepare.uncount_try',
  `update rollcall.originals set prepare_tries = prepare_tries - 1
   where owner_id = $1 and sha256 = $2 and prepared_at is null and prepare_tries > 0`,
);

/** Not finished because the worker stops: the next one takes it up at once, and it was no failed try. */
export async function giveBackPrepare(
  { database, queue }: Pick<PrepareDependencies, 'database' | 'queue'>,
  task: PrepareTask,
  seconds = 0,
): Promise<void> {
  await database.transaction(async (tx) => {
    const ours = await queue.defer(tx, 'prepare', [{ message: task.message, seconds }]);
    if (ours.length > 0) await tx.query(uncountTry, [task.ownerId, task.sha256]);
  });
}

async function decode(
  { images, store, copiesFolder }: PrepareDependencies,
  { originalKey: key, mediaType }: PrepareTask,
  signal: AbortSignal,
): Promise<Outcome> {
  if (copiesFolder === undefined && store.localPath === undefined) {
    throw new Error('This object store has no local files; preparing needs a folder for copies');
  }
  try {
    return await withLocalCopy({ store, key, folder: copiesFolder ?? '', signal }, async (path) => {
      return await images.prepare({ path, mediaType }, signal);
    });
  } catch (error) {
    if (!(error instanceof ObjectMissing)) throw error;
    if (isInPlaceKey(key))
      return { ok: false, code: originalMoved, detail: 'The file is no longer where it was.' };
    return { ok: false, code: 'file_damaged', detail: 'Its stored original is missing.' };
  }
}

async function storeDerived(store: ObjectStore, task: PrepareTask, prepared: Prepared) {
  const base = task.originalKey.replace(/^originals\//u, '');
  const keys = { thumbnail: `thumbnails/${base}.webp`, preview: `previews/${base}.jpg` };
  await Promise.all([
    store.put(keys.thumbnail, prepared.thumbnail),
    store.put(keys.preview, prepared.preview),
  ]);
  return keys;
}

const updateOriginal = statement(
  'prepare.settle',
  `update rollcall.originals
   set prepared_at = now(), width = $3, height = $4, taken_local = $5::timestamp, taken_offset_min = $6, camera = $7,
       latitude = $8, longitude = $9, city = $10, country_code = $11, kind = $12, brightness = $13,
       perceptual_hash = $14, thumbhash = $15, thumbnail_key = $16, preview_key = $17, preview_recipe = $18,
       damaged = $19, exposure = $20::jsonb
   where owner_id = $1 and sha256 = $2 and prepared_at is null returning media_type`,
);

const failOriginal = statement(
  'prepare.settle_failed',
  `update rollcall.originals set prepared_at = now(), prepare_error = $3, prepare_detail = $4
   where owner_id = $1 and sha256 = $2 and prepared_at is null returning media_type`,
);

// Deleted photos too: one that is brought back must not wait for ever.
const updatePhotos = statement(
  'prepare.photos',
  `update rollcall.photos
   set state = case when state = 'preparing' then $3 else state end, taken_local = $4::timestamp,
       search = $5, seq = $6
   where owner_id = $1 and sha256 = $2
   returning id`,
);

async function settlePrepare(
  { database, queue }: PrepareDependencies,
  task: PrepareTask,
  outcome: Outcome,
  keys: { thumbnail: string; preview: string } | null,
): Promise<void> {
  const { ownerId, sha256 } = task;
  await database.transaction(async (tx) => {
    await queue.acknowledge(tx, 'prepare', [task.message]);
    const seq = await bumpOwner(tx, ownerId);
    // Somebody else was faster (this lease had lapsed): photos may have been named by what that one found.
    if (!(await writeOriginal(tx, task, outcome, keys))) return;
    const prepared = outcome.ok ? outcome.prepared : null;
    const photos = await tx.query<{ id: string }>(updatePhotos, [
      ownerId,
      sha256,
      prepared === null ? 'failed' : 'ready',
      prepared?.takenLocal ?? null,
      searchWords({ city: prepared?.place?.city ?? null, countryCode: prepared?.place?.countryCode ?? null }),
      seq,
    ]);
    const photoIds = photos.map((photo) => photo.id);
    await assignStacks(tx, { ownerId, seq }, photoIds);
    await wakeItems(tx, queue, ownerId, photoIds);
    await notifyOwners(tx, [ownerId]);
  });
}

async function writeOriginal(
  tx: Sql,
  { ownerId, sha256 }: PrepareTask,
  outcome: Outcome,
  keys: { thumbnail: string; preview: string } | null,
): Promise<boolean> {
  if (!outcome.ok) {
    return (await tx.query(failOriginal, [ownerId, sha256, outcome.code, outcome.detail])).length > 0;
  }
  const p = outcome.prepared;
  const written = await tx.query(updateOriginal, [
    ownerId,
    sha256,
    p.width,
    p.height,
    p.takenLocal,
    p.takenOffsetMinutes,
    p.camera,
    p.latitude,
    p.longitude,
    p.place?.city ?? null,
    p.place?.countryCode ?? null,
    p.kind,
    p.brightness,
    p.perceptualHash,
    p.thumbhash,
    keys?.thumbnail ?? null,
    keys?.preview ?? null,
    p.previewRecipe,
    p.damaged,
    p.exposure === null ? null : JSON.stringify(p.exposure),
  ]);
  return written.length > 0;
}
