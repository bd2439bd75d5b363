import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** As many as the store deletes in one request. */
const most = 1000;

/** Supabase keeps the list of objects in the same database, where it can be compared with the library. */
const leftovers = statement(
  'uploads.leftovers',
  `with used as materialized (
     select k.key from rollcall.originals o
     cross join lateral (values (o.original_key), (o.thumbnail_key), (o.preview_key)) k(key)
     where k.key like 'incoming/%')
   select s.name from storage.objects s
   where s.bucket_id = $1 and s.name like 'incoming/%' and s.created_at < now() - interval '24 hours'
     and s.name ~ '^incoming/[0-9a-f-]+/[0-9a-f-]+/(original|thumbnail[.]webp|preview[.]jpg)$'
     and not exists (select from used u where u.key = s.name)
   order by s.created_at limit $2`,
);

/**
 * Deletes what was uploaded more than a day ago and became no photo: the page was closed half-way, or the picture
 * refused. Registering takes nothing that old, so nothing is deleted under its hands. Answers how many went.
 */
export async function sweepUploads({
  database,
  store,
  bucket,
}: {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly bucket: string;
}): Promise<number> {
  const rows = await database.query<{ name: string }>(leftovers, [bucket, most]);
  if (rows.length > 0) await store.delete(rows.map((row) => row.name));
  return rows.length;
}
