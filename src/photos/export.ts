import { makeZip } from 'client-zip';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName } from '../names/file-name.ts';
import { nameListCsv } from '../names/name-list.ts';
import { zipPaths } from '../names/zip-paths.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createCompanionNames } from './companion-names.ts';
import { createReleasable, type Releasable } from './releasable.ts';

interface ExportRow {
  id: string;
  folder: string;
  stem: string;
  extension: string;
  original_name: string;
  original_key: string | null;
  bytes: number;
  taken_local: string | null;
  created_at: Date;
  alt: string | null;
  keywords: string[] | null;
  companions: { key: string; filename: string; bytes: number; byWholeName: boolean }[] | null;
}

const exportRows = statement(
  'photos.export',
  `select p.id, p.folder, p.stem, p.extension, p.original_name, p.created_at, o.original_key, o.bytes, o.taken_local,
          a.answer ->> 'alt' as alt, a.answer -> 'keywords' as keywords,
          (select jsonb_agg(jsonb_build_object('key', c.object_key, 'filename', c.filename, 'bytes', c.bytes,
                              'byWholeName', c.belongs_to = p.original_name) order by c.filename)
           from rollcall.companions c where c.owner_id = $1 and c.photo_id = p.id) as companions
   from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = p.sha256 limit 1) o
   left join lateral (select x.answer from rollcall.analyses x
     where x.owner_id = $1 and x.sha256 = p.sha256 order by x.created_at desc limit 1) a on true
   order by w.n`,
);

export interface ExportPlan {
  readonly count: number;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * A streamed ZIP (zip64 where needed) of originals under their current names, in their folders, what travels beside
 * them, and `rollcall.csv` of all photos, those too whose originals were not kept.
 * Names are the library's own, so they are legal and inside their folder. Null if no photo is left.
 */
export async function exportPhotos(
  { database, store }: { database: Database; store: ObjectStore },
  ownerId: string,
  photoIds: readonly string[],
): Promise<ExportPlan | null> {
  const rows = await database.asUser(ownerId, (tx) =>
    tx.query<ExportRow>(exportRows, [ownerId, [...new Set(photoIds)]]),
  );
  if (rows.length === 0) return null;
  const originals = createReleasable();
  const zip = makeZip(entries(rows, store, originals), { buffersAreUTF8: true });
  return { count: rows.length, body: originals.guard(zip) };
}

async function* entries(rows: readonly ExportRow[], store: ObjectStore, originals: Releasable) {
  const { folders, list } = zipPaths(rows.map((row) => ({ folder: row.folder, name: nameOf(row) })));
  const companionName = createCompanionNames();
  const folderOf = (row: ExportRow) => folders.get(row.folder) ?? row.folder;
  for (const row of rows) {
    // Where nobody kept its original, it stands in the list only.
    const original = { key: row.original_key, bytes: row.bytes, name: nameOf(row) };
    const beside = (row.companions ?? []).map((one) => ({ ...one, name: companionName(row, one) }));
    for (const { key, bytes, name } of [original, ...beside]) {
      if (key === null) continue;
      const { body } = await store.get(key);
      const path = folderOf(row) === '' ? name : `${folderOf(row)}/${name}`;
      yield { name: path, input: originals.read(body), size: bytes, lastModified: timeOf(row) };
    }
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

const nameOf = (row: ExportRow): string => joinFileName(row.stem, row.extension);

/** ZIP times have no zone: the camera's wall clock where it is known. */
function timeOf(row: ExportRow): Date {
  const taken = row.taken_local === null ? null : new Date(row.taken_local.replace(' ', 'T'));
  const fits = taken !== null && taken.getFullYear() >= 1980 && taken.getFullYear() < 2107;
  return fits ? taken : row.created_at;
}
