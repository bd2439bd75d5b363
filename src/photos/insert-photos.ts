import { toHex } from '../hex.ts';
import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { storableText } from '../database/storable-text.ts';
import { cleanText } from '../names/clean-text.ts';
import { cleanFileName } from '../names/file-name.ts';
import { shotKeyOf } from '../names/number-shots.ts';
import { attachCompanions } from './companions.ts';
import { assignStacks } from './assign-stacks.ts';
import { freeNames } from './free-names.ts';
import type { OriginalRow, StoredFile } from './originals.ts';
import { searchWords } from './search-words.ts';

/** What became of the files of one request. */
export interface IntakeOutcome {
  readonly photoIds: string[];
  /** For each of `photoIds`, which file of the request it was, from 0. */
  readonly indexes: number[];
  readonly duplicates: { filename: string; photoId: string; index: number }[];
  readonly rejected: { filename: string; code: string; detail: string; index: number }[];
  /** Files that belong beside a photo: which one, or null until it comes. */
  readonly companions: { filename: string; photoId: string | null; index: number }[];
}

export const emptyOutcome = (): IntakeOutcome => ({
  photoIds: [],
  indexes: [],
  duplicates: [],
  rejected: [],
  companions: [],
});

// Only what lives has a key. Asked by `deleted_at is null`, an uncounted table is read by its owner alone.
const findDuplicates = statement(
  'photos.duplicates',
  `select w.i::int as i, p.id
   from unnest($2::text[], $3::bytea[]) with ordinality w(folder, sha256, i)
   cross join lateral (select x.id from rollcall.photos x
     where x.owner_id = $1 and x.sha256 = w.sha256 and x.folder = w.folder and x.name_key is not null limit 1) p`,
);

const insertRows = statement(
  'photos.insert',
  `insert into rollcall.photos (owner_id, id, folder, sha256, stem, extension, name_key, base_key, number,
     original_name, state, taken_local, search, shot_key, seq)
   select $1, w.* , $13
   from unnest($2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[],
     $10::text[], $11::text[], $12::timestamp[], $14::text[], $15::text[]) as w`,
);

export interface NewPhotos {
  readonly ownerId: string;
  readonly seq: number;
  readonly files: readonly StoredFile[];
  /** What each file's photo is to be called by. */
  readonly ids: readonly string[];
  /** Each file has one. */
  readonly originals: ReadonlyMap<number, OriginalRow>;
}

/** Makes photos of the files that are not in their folder already, and writes down what became of each. */
export async function insertPhotos(tx: Sql, photos: NewPhotos, outcome: IntakeOutcome): Promise<void> {
  const { files, ids } = photos;
  const fresh = await leaveOutDuplicates(tx, photos, outcome);
  await insertFresh(tx, photos, fresh);
  outcome.photoIds.push(...fresh.map((i) => ids[i] ?? ''));
  outcome.indexes.push(...fresh.map((i) => files[i]?.index ?? 0));
}

/** Indexes of the files that become photos; the others are put down as duplicates. */
async function leaveOutDuplicates(
  tx: Sql,
  { ownerId, files, ids }: NewPhotos,
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

async function insertFresh(
  tx: Sql,
  { ownerId, seq, files, ids, originals }: NewPhotos,
  fresh: readonly number[],
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
  await tx.query(insertRows, [
    ownerId,
    rows.map((row) => row.id),
    rows.map((row) => row.file.folder),
    rows.map((row) => row.file.sha256),
    rows.map((row) => row.name.stem),
    rows.map((row) => row.name.extension),
    rows.map((row) => row.name.nameKey),
    rows.map((row) => row.name.baseKey),
    rows.map((row) => row.name.number),
    rows.map((row) => sentAs(row.file)),
    rows.map((row) => stateOf(row.original)),
    rows.map((row) => row.original.taken_local),
    seq,
    rows.map((row) => searchWords({ city: row.original.city, countryCode: row.original.country_code })),
    rows.map((row) => shotKeyOf(sentAs(row.file))),
  ]);
  const ready = rows.filter((row) => row.original.prepared).map((row) => row.id);
  await assignStacks(tx, { ownerId, seq }, ready);
  await attachCompanions(tx, ownerId, photos);
}

const sentAs = ({ filename }: StoredFile): string => storableText(filename);

function stateOf(original: OriginalRow): string {
  if (!original.prepared) return 'preparing';
  return original.prepare_error === null ? 'ready' : 'failed';
}
