import type { Clock } from '../clock.ts';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ListedObject, ObjectStore } from '../storage/object-store.ts';
import { isUuid } from '../uuid.ts';

export interface ObjectSweepOptions {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** How many objects are compared with the library at once. */
  readonly lot?: number;
  /** How many objects one run looks at; the next run goes on behind them. */
  readonly most?: number;
}

type List = NonNullable<ObjectStore['list']>;

const dayMs = 24 * 3_600_000;
const folders = ['originals', 'thumbnails', 'previews', 'companions'];
/** The moment this library was made. It goes along with a dump, and no other library has the same. */
const libraryMade = statement(
  'sweep.library_made',
  'select (extract(epoch from min(applied_at)) * 1000000)::bigint as micros from rollcall.migrations',
);

// `except` reads the owners' rows once for the whole lot, whatever the planner believes of the tables. The small
// pictures of an original count as named although it has none yet: it may be prepared at this moment.
const namedByNoRow = statement(
  'sweep.named_by_no_row',
  `select w.key from unnest($2::text[]) w(key)
   except
   select k.key from rollcall.originals o
   cross join lateral (values (o.original_key), (o.thumbnail_key), (o.preview_key),
     ('thumbnails/' || substr(o.original_key, 11) || '.webp'), ('previews/' || substr(o.original_key, 11) || '.jpg')) k(key)
   where o.owner_id = any($1::uuid[])
   except
   select object_key from rollcall.companions where owner_id = any($1::uuid[])`,
);

/**
 * Deletes what was stored more than a day ago and became nothing: an upload whose commit had no answer, a deletion that
 * failed. Once a day the whole store is looked through, a part of it in each run; a run answers how many objects went.
 *
 * The day keeps what another machine is just writing. Nothing goes that is older than the library, or while another
 * library keeps its objects in the same store: the rows that name them are elsewhere.
 */
export function createObjectSweep(options: ObjectSweepOptions): (signal: AbortSignal) => Promise<number> {
  const { database, store, clock, lot = 20_000, most = 100_000 } = options;
  let nextAt = 0;
  /** The last key looked at; null between two passes. */
  let place: string | null = null;

  async function sweepOn(list: List, signal: AbortSignal): Promise<number> {
    const [made] = await database.query<{ micros: number }>(libraryMade);
    if (made === undefined) return 0;
    const before = (await leaveMark(store, list, made.micros)) - dayMs;
    let [looked, swept] = [0, 0];
    for await (const objects of inLots(objectsAfter(list, place ?? ''), lot)) {
      const old = objects.filter(({ storedAt }) => storedAt < before && storedAt > made.micros / 1000);
      swept += await sweepLot(options, old);
      looked += objects.length;
      place = objects.at(-1)?.key ?? null;
      if (looked >= most || signal.aborted) return swept;
    }
    place = null;
    nextAt = clock.now() + dayMs;
    return swept;
  }

  return async (signal) => {
    if (store.list === undefined || (place === null && clock.now() < nextAt)) return 0;
    return await sweepOn(store.list, signal);
  };
}

/** Says in the store whose objects these are. Answers what time the store has; throws where another library said so. */
async function leaveMark(store: ObjectStore, list: List, micros: number): Promise<number> {
  const mark = `libraries/${micros}`;
  await store.put(mark, new TextEncoder().encode('A library of Rollcall keeps its objects here.\n'));
  let now: number | null = null;
  for await (const { key, storedAt } of list('libraries')) {
    if (key !== mark) throw new Error(`Nothing is swept: another library uses this object store (${key}).`);
    now = storedAt;
  }
  if (now === null) throw new Error('The object store does not list what it was given.');
  return now;
}

async function* objectsAfter(list: List, key: string): AsyncGenerator<ListedObject> {
  const first = Math.max(
    0,
    folders.findIndex((folder) => key.startsWith(`${folder}/`)),
  );
  for (const [i, folder] of folders.slice(first).entries()) {
    yield* i === 0 && key !== '' ? list(folder, key) : list(folder);
  }
}

async function* inLots(objects: AsyncIterable<ListedObject>, size: number): AsyncGenerator<ListedObject[]> {
  let lot: ListedObject[] = [];
  for await (const object of objects) {
    lot.push(object);
    if (lot.length < size) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}

async function sweepLot(
  { database, store }: ObjectSweepOptions,
  objects: readonly ListedObject[],
): Promise<number> {
  const found = objects.flatMap(({ key }) => {
    const owner = ownerOf(key);
    return owner === null ? [] : [{ key, owner }];
  });
  if (found.length === 0) return 0;
  const owners = [...new Set(found.map(({ owner }) => owner))];
  const rows = await database.query<{ key: string }>(namedByNoRow, [owners, found.map(({ key }) => key)]);
  if (rows.length > 0) await store.delete(rows.map(({ key }) => key));
  return rows.length;
}

/** Whose object has this key; null for a key that is not made like ours: what others put into the store stays. */
function ownerOf(key: string): string | null {
  const [, owner = '', name = '', ...more] = key.split('/');
  const isOurs = isUuid(owner) && isUuid(name.replace(/\.(?:webp|jpg)$/u, '')) && more.length === 0;
  return isOurs ? owner : null;
}
