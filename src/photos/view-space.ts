import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { keptDays } from './purge-deleted.ts';

export interface SpaceView {
  readonly photos: { readonly count: number; readonly bytes: number };
  /** XMP files beside photos. */
  readonly companions: { readonly count: number; readonly bytes: number };
  /** Thumbnails and previews; their sizes are not recorded, this is what such pictures usually come to. */
  readonly smallCopies: { readonly bytes: number };
  readonly deleted: {
    readonly count: number;
    /** Of originals that no other photo needs. */
    readonly bytes: number;
    /** Those that go first for good, all on one day (UTC). */
    readonly next: { readonly count: number; readonly at: string } | null;
  };
}

/** What both come to on average: measured on 37 photographs of many kinds. */
const thumbnailBytes = 21_000;
const previewBytes = 51_000;

const ofOriginals = statement(
  'space.originals',
  `select coalesce(sum(k.bytes) filter (where l.live), 0)::bigint as live_bytes,
          coalesce(sum(k.bytes) filter (where not l.live), 0)::bigint as deleted_bytes,
          count(o.thumbnail_key)::int as thumbnails, count(o.preview_key)::int as previews
   from rollcall.originals o
   -- An original that was not kept, or lies in a folder of the person's own, takes up nothing here.
   cross join lateral (select case when o.original_key not like 'in-place/%' then o.bytes end as bytes) k
   cross join lateral (select exists (select from rollcall.photos p
     where p.owner_id = o.owner_id and p.sha256 = o.sha256 and p.deleted_at is null) as live) l
   where o.owner_id = $1`,
);

const ofPhotos = statement(
  'space.photos',
  `with deleted as (
     select deleted_at + make_interval(days => $2) as at from rollcall.photos
     where owner_id = $1 and deleted_at is not null and sha256 is not null)
   select (select count(*)::int from rollcall.photos where owner_id = $1 and deleted_at is null) as photos,
          (select count(*)::int from deleted) as deleted,
          (select min(at) from deleted) as next_at,
          (select count(*)::int from deleted
           where (at at time zone 'utc')::date = (select (min(d.at) at time zone 'utc')::date from deleted d)) as next`,
);

const ofCompanions = statement(
  'space.companions',
  `select count(*)::int as count, coalesce(sum(bytes), 0)::bigint as bytes
   from rollcall.companions where owner_id = $1`,
);

/** What a library takes up, and what of it is only kept for those who change their mind. */
export async function viewSpace(sql: Sql, ownerId: string): Promise<SpaceView> {
  const [bytes] = await sql.query<{
    live_bytes: number;
    deleted_bytes: number;
    thumbnails: number;
    previews: number;
  }>(ofOriginals, [ownerId]);
  const [counts] = await sql.query<{ photos: number; deleted: number; next_at: Date | null; next: number }>(
    ofPhotos,
    [ownerId, keptDays],
  );
  const [companions] = await sql.query<SpaceView['companions']>(ofCompanions, [ownerId]);
  if (bytes === undefined || counts === undefined || companions === undefined)
    throw new Error('No row where there always is one');
  const { next_at: at, next } = counts;
  return {
    photos: { count: counts.photos, bytes: bytes.live_bytes },
    companions,
    smallCopies: { bytes: bytes.thumbnails * thumbnailBytes + bytes.previews * previewBytes },
    deleted: {
      count: counts.deleted,
      bytes: bytes.deleted_bytes,
      next: at === null ? null : { count: next, at: at.toISOString() },
    },
  };
}
