import { bumpOwners, notifyOwners } from '../database/bump.ts';
import { toHex } from '../database/hex.ts';
import type { Database, Sql } from '../database/sql.ts';
import { DatabaseError, statement } from '../database/sql.ts';
import type { MediaType } from '../images/image-work.ts';
import { cleanText } from '../names/clean-text.ts';
import { cleanFileName } from '../names/file-name.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { freeNames } from './free-names.ts';
import { searchWords } from './search-words.ts';

/** What became of the files of one request. */
export interface IntakeOutcome {
  readonly photoIds: string[];
  /** For each of `photoIds`, which file of the request it was, from 0. */
  readonly indexes: number[];
  readonly duplicates: { filename: string; photoId: string; index: number }[];
  readonly rejected: { filename: string; code: string; detail: string; index: number }[];
}

/** A file whose bytes lie in the store; nothing refers to them yet. */
export interface StoredFile {
  /** Which file of its request it was, from 0. */
  readonly index: number;
  readonly filename: string;
  readonly folder: string;
  readonly mediaType: MediaType;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: Uint8Array;
}

export interface RegisterDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly newId: () => string;
}

const insertOriginals = statement(
  'originals.insert',
  `insert into rollcall.originals (owner_id, sha256, media_type, bytes, original_key)
   select $1, * from unnest($2::bytea[], $3::text[], $4::bigint[], $5::text[])
   on conflict (owner_id, sha256) do nothing`,
);

const readOriginals = statement(
  'originals.for_intake',
  `select w.i::int as i, o.original_key, o.media_type, o.prepared_at is not null as prepared, o.prepare_error,
          o.taken_local, o.city, o.country_code
   from unnest($2::bytea[]) with ordinality w(sha256, i)
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = w.sha256 limit 1) o`,
);

const findDuplicates = statement(
  'photos.duplicates',
  `select w.i::int as i, p.id
   from unnest($2::text[], $3::bytea[]) with ordinality w(folder, sha256, i)
   cross join lateral (select x.id from rollcall.photos x
     where x.owner_id = $1 and x.sha256 = w.sha256 and x.folder = w.folder and x.deleted_at is null limit 1) p`,
);

const insertPhotos = statement(
  'photos.insert',
  `insert into rollcall.photos (owner_id, id, folder, sha256, stem, extension, name_key, base_key, number,
     original_name, state, taken_local, search, seq)
   select $1, w.* , $13
   from unnest($2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[],
     $10::text[], $11::text[], $12::timestamp[], $14::text[]) as w`,
);

/** Who has few photos waiting goes first: ten of one person do not wait for ten thousand of another. */
const countPreparing = statement(
  'photos.count_preparing',
  `select count(*)::int as n from rollcall.photos
   where owner_id = $1 and state = 'preparing' and deleted_at is null`,
);

interface OriginalRow {
  i: number;
  original_key: string;
  media_type: MediaType;
  prepared: boolean;
  prepare_error: string | null;
  taken_local: string | null;
  city: string | null;
  country_code: string | null;
}

/** Writes rows and messages for stored files in one transaction; objects that turn out to be known are deleted. */
export async function registerFiles(
  { database, queue, store, newId }: RegisterDependencies,
  { ownerId, files }: { ownerId: string; files: readonly StoredFile[] },
  outcome: IntakeOutcome,
): Promise<void> {
  const ids = files.map(() => newId());
  let unused: string[];
  try {
    unused = await database.transaction(async (tx) => {
      const [ahead] = await tx.query<{ n: number }>(countPreparing, [ownerId]);
      // Messages before the owner's row (lock order); one too many finds nothing to do.
      await queue.insert(
        tx,
        'prepare',
        files.map((file, i) => ({
          id: ids[i] ?? newId(),
          ownerId,
          data: { sha256: toHex(file.sha256) },
          priority: -(ahead?.n ?? 0) - i,
        })),
      );
      const seq = (await bumpOwners(tx, [ownerId])).get(ownerId) ?? 0;
      const shas = files.map((file) => file.sha256);
      await tx.query(insertOriginals, [
        ownerId,
        shas,
        files.map((file) => file.mediaType),
        files.map((file) => file.bytes),
        files.map((file) => file.key),
      ]);
      const originals = new Map(
        (await tx.query<OriginalRow>(readOriginals, [ownerId, shas])).map((o) => [o.i - 1, o]),
      );
      const fresh = await leaveOutDuplicates(tx, { ownerId, files, ids }, outcome);
      await insertFresh(tx, { ownerId, seq, files, ids, fresh, originals });
      outcome.photoIds.push(...fresh.map((i) => ids[i] ?? ''));
      outcome.indexes.push(...fresh.map((i) => files[i]?.index ?? 0));
      await notifyOwners(tx, [ownerId]);
      return files.filter((file, i) => originals.get(i)?.original_key !== file.key).map((file) => file.key);
    });
  } catch (error) {
    if (!isCommittedPerhaps(error))
      await deleteQuietly(
        store,
        files.map((file) => file.key),
      );
    throw error;
  }
  await deleteQuietly(store, unused);
}

/** Without an answer to the commit the rows may be there: then the bytes must stay too. */
function isCommittedPerhaps(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === null || /^(08|57P)/u.test(error.code));
}

/** Bytes nobody refers to waste room and harm nothing; what the request did counts, not whether they went away. */
async function deleteQuietly(store: ObjectStore, keys: readonly string[]): Promise<void> {
  await store.delete(keys).catch(() => {});
}

/** Indexes of the files that become photos; the others are put down as duplicates. */
async function leaveOutDuplicates(
  tx: Sql,
  { ownerId, files, ids }: { ownerId: string; files: readonly StoredFile[]; ids: readonly string[] },
  outcome: IntakeOutcome,
): Promise<number[]> {
  const known = new Map<string, string>();
  const place = (file: StoredFile) => `${file.folder}\n${toHex(file.sha256)}`;
  const rows = await tx.query<{ i: number; id: string }>(findDuplicates, [
    ownerId,
    files.map((file) => file.folder),
    files.map((file) => file.sha256),
  ]);
  for (const row of rows) {
    const file = files[row.i - 1];
    if (file !== undefined) known.set(place(file), row.id);
  }
  const fresh: number[] = [];
  files.forEach((file, i) => {
    const photoId = known.get(place(file));
    if (photoId !== undefined) {
      outcome.duplicates.push({ filename: cleanText(file.filename, 255), photoId, index: file.index });
    } else {
      known.set(place(file), ids[i] ?? '');
      fresh.push(i);
    }
  });
  return fresh;
}

interface Registration {
  readonly ownerId: string;
  readonly seq: number;
  readonly files: readonly StoredFile[];
  readonly ids: readonly string[];
  readonly fresh: readonly number[];
  readonly originals: ReadonlyMap<number, OriginalRow>;
}

async function insertFresh(
  tx: Sql,
  { ownerId, seq, files, ids, fresh, originals }: Registration,
): Promise<void> {
  if (fresh.length === 0) return;
  const photos = fresh.flatMap((i) => {
    const file = files[i];
    const original = originals.get(i);
    return file === undefined || original === undefined ? [] : [{ file, original, id: ids[i] ?? '' }];
  });
  const names = await freeNames(
    tx,
    photos.map(({ file, original }) => {
      const { stem, extension } = cleanFileName(file.filename, original.media_type);
      return {
        ownerId,
        folder: file.folder,
        stem: stem || 'photo',
        extension,
        separator: '-',
        maxLength: 200,
      };
    }),
  );
  const rows = photos.flatMap((photo, n) => {
    const name = names[n];
    if (name === null || name === undefined) throw new Error(`No free name for ${photo.file.filename}`);
    return [{ ...photo, name }];
  });
  await tx.query(insertPhotos, [
    ownerId,
    rows.map((row) => row.id),
    rows.map((row) => row.file.folder),
    rows.map((row) => row.file.sha256),
    rows.map((row) => row.name.stem),
    rows.map((row) => row.name.extension),
    rows.map((row) => row.name.nameKey),
    rows.map((row) => row.name.baseKey),
    rows.map((row) => row.name.number),
    // PostgreSQL's text cannot hold U+0000; anything else is kept as it was sent.
    rows.map((row) => row.file.filename.replaceAll('\u0000', '')),
    rows.map((row) => stateOf(row.original)),
    rows.map((row) => row.original.taken_local),
    seq,
    rows.map((row) => searchWords({ city: row.original.city, countryCode: row.original.country_code })),
  ]);
}

function stateOf(original: OriginalRow): string {
  if (!original.prepared) return 'preparing';
  return original.prepare_error === null ? 'ready' : 'failed';
}
