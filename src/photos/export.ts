import { makeZip } from 'client-zip';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName } from '../names/file-name.ts';
import { nameListCsv } from '../names/name-list.ts';
import { zipPaths } from '../names/zip-paths.ts';
import { isInPlaceKey } from '../storage/in-place-key.ts';
import { ObjectMissing, type ObjectStore } from '../storage/object-store.ts';
import { createCompanionNames } from './companion-names.ts';
import { describeMoved, lastPlaces } from './last-places.ts';
import { createReleasable, type Releasable } from './releasable.ts';
import { xmpBeside, type XmpRow } from './xmp-beside.ts';

interface ExportRow extends XmpRow {
  bytes: number;
  taken_local: string | null;
  created_at: Date;
  companions: { key: string; filename: string; bytes: number; byWholeName: boolean }[] | null;
}

const exportRows = statement(
  'photos.export',
  `select p.id, p.folder, p.stem, p.extension, p.original_name, p.created_at, o.original_key, o.bytes, o.taken_local,
          o.media_type, o.city, o.country_code, a.language, a.answer ->> 'title' as title,
          a.answer ->> 'alt' as alt, a.answer -> 'keywords' as keywords,
          (select jsonb_agg(jsonb_build_object('key', c.object_key, 'filename', c.filename, 'bytes', c.bytes,
                              'byWholeName', c.belongs_to = p.original_name) order by c.filename)
           from rollcall.companions c where c.owner_id = $1 and c.photo_id = p.id) as companions
   from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = p.sha256 limit 1) o
   left join lateral (select x.answer, x.language from rollcall.analyses x
     where x.owner_id = $1 and x.sha256 = p.sha256 order by x.created_at desc limit 1) a on true
   order by w.n`,
);

export interface ExportWish {
  readonly photoIds: readonly string[];
  /** Whether what was seen goes along, in an XMP file beside each photo that brought none. */
  readonly xmp: boolean;
}

export interface ExportPlan {
  readonly count: number;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * A streamed ZIP (zip64 where needed) of originals under their current names, in their folders, what travels beside
 * them, and `rollcall.csv` of all photos, those too whose originals were not kept. Files of a folder of this computer
 * that are no longer where they were are left out, and a note says which.
 * Names are the library's own, so they are legal and inside their folder. Null if no photo is left.
 */
export async function exportPhotos(
  { database, store }: { database: Database; store: ObjectStore },
  ownerId: string,
  { photoIds, xmp }: ExportWish,
): Promise<ExportPlan | null> {
  const rows = await database.asUser(ownerId, (tx) =>
    tx.query<ExportRow>(exportRows, [ownerId, [...new Set(photoIds)]]),
  );
  if (rows.length === 0) return null;
  const originals = createReleasable();
  const places = (missing: readonly ExportRow[]) =>
    database.asUser(ownerId, (tx) =>
      lastPlaces(
        tx,
        ownerId,
        missing.map((row) => row.id),
      ),
    );
  const zip = makeZip(entries(rows, { store, places, originals, xmp }), { buffersAreUTF8: true });
  return { count: rows.length, body: originals.guard(zip) };
}

interface Sources {
  readonly store: ObjectStore;
  readonly places: (missing: readonly ExportRow[]) => Promise<ReadonlyMap<string, string>>;
  readonly originals: Releasable;
  readonly xmp: boolean;
}

async function* entries(rows: readonly ExportRow[], { store, places, originals, xmp }: Sources) {
  const companionName = createCompanionNames();
  const companions = rows.map((row) =>
    (row.companions ?? []).map((one) => ({ ...one, folder: row.folder, name: companionName(row, one) })),
  );
  const written = xmpBeside(xmp ? rows : [], companions.flat());
  const photos = rows.map((row) => ({ folder: row.folder, name: nameOf(row) }));
  const { folders, list, leftOut } = zipPaths([...photos, ...companions.flat(), ...written.values()]);
  const folderOf = (row: ExportRow) => folders.get(row.folder) ?? row.folder;
  const missing: ExportRow[] = [];
  for (const [at, row] of rows.entries()) {
    // Where nobody kept its original, it stands in the list only.
    const original = { key: row.original_key, bytes: row.bytes, name: nameOf(row) };
    const pathOf = (name: string) => (folderOf(row) === '' ? name : `${folderOf(row)}/${name}`);
    for (const { key, bytes, name } of [original, ...(companions[at] ?? [])]) {
      if (key === null) continue;
      const body = await openOrMiss(store, key);
      if (body === null) {
        missing.push(row);
        continue;
      }
      yield { name: pathOf(name), input: originals.read(body), size: bytes, lastModified: timeOf(row) };
    }
    const file = missing.at(-1) === row ? undefined : written.get(row.id);
    if (file !== undefined) yield { name: pathOf(file.name), input: file.text(), lastModified: timeOf(row) };
  }
  if (missing.length > 0) {
    const lastSeen = await places(missing);
    const note = missing.map((row) => `${describeMoved(nameOf(row), lastSeen.get(row.id))}\r\n`).join('');
    yield { name: leftOut, input: note, lastModified: rows[0]?.created_at ?? new Date(0) };
  }
  const names = rows.map((row) => ({
    folder: folderOf(row),
    old: row.original_name,
    name: nameOf(row),
    alt: row.alt ?? '',
    keywords: row.keywords ?? [],
  }));
  yield { name: list, input: nameListCsv(names), lastModified: rows[0]?.created_at ?? new Date(0) };
}

/** Null for a file of the person's own that is no longer where it was; what we stored ourselves must be there. */
async function openOrMiss(store: ObjectStore, key: string): Promise<ReadableStream<Uint8Array> | null> {
  try {
    return (await store.get(key)).body;
  } catch (error) {
    if (error instanceof ObjectMissing && isInPlaceKey(key)) return null;
    throw error;
  }
}

const nameOf = (row: ExportRow): string => joinFileName(row.stem, row.extension);

/** ZIP times have no zone: the camera's wall clock where it is known. */
function timeOf(row: ExportRow): Date {
  const taken = row.taken_local === null ? null : new Date(row.taken_local.replace(' ', 'T'));
  const fits = taken !== null && taken.getFullYear() >= 1980 && taken.getFullYear() < 2107;
  return fits ? taken : row.created_at;
}
