import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Exposure, Prepared } from '../images/image-work.ts';
import { cleanText } from '../names/clean-text.ts';
import type { Queue } from '../queue/queue.ts';
import type { UploadKeys } from './inspect-upload.ts';
import { assignStacks } from './assign-stacks.ts';
import { searchWords } from './search-words.ts';
import { wakeItems } from './wake-items.ts';

/** What the browser learnt from a picture; the small pictures themselves lie in the store. */
export type PreparedFacts = Omit<Prepared, 'thumbnail' | 'preview'>;

export interface PreparedUpload {
  readonly sha256: Uint8Array;
  readonly keys: UploadKeys;
  readonly facts: PreparedFacts;
}

// Also those that could not be read before: elsewhere they could.
const prepareOriginals = statement(
  'uploads.prepare_originals',
  `update rollcall.originals o
   set prepared_at = now(), prepare_error = null, prepare_detail = null, width = w.width, height = w.height,
       taken_local = w.taken_local, taken_offset_min = w.taken_offset, camera = w.camera, latitude = w.latitude,
       longitude = w.longitude, city = w.city, country_code = w.country_code, kind = w.kind,
       brightness = w.brightness, perceptual_hash = w.perceptual_hash, thumbhash = w.thumbhash,
       thumbnail_key = w.thumbnail_key, preview_key = w.preview_key, preview_recipe = w.recipe, damaged = w.damaged,
       exposure = w.exposure
   from unnest($2::bytea[], $3::int[], $4::int[], $5::timestamp[], $6::smallint[], $7::text[], $8::float8[],
     $9::float8[], $10::text[], $11::text[], $12::text[], $13::real[], $14::bytea[], $15::bytea[], $16::text[],
     $17::text[], $18::text[], $19::bool[], $20::jsonb[])
     w(sha256, width, height, taken_local, taken_offset, camera, latitude, longitude, city, country_code, kind,
       brightness, perceptual_hash, thumbhash, thumbnail_key, preview_key, recipe, damaged, exposure)
   where o.owner_id = $1 and o.sha256 = w.sha256 and (o.prepared_at is null or o.prepare_error is not null)
   returning o.sha256, o.taken_local, o.city, o.country_code`,
);

// Deleted photos too: one that is brought back must not wait for ever.
const readyPhotos = statement(
  'uploads.ready_photos',
  `update rollcall.photos p
   set state = case when p.state in ('preparing', 'failed') then 'ready' else p.state end,
       taken_local = w.taken_local, search = w.search, seq = $2
   from unnest($3::bytea[], $4::timestamp[], $5::text[]) w(sha256, taken_local, search)
   where p.owner_id = $1 and p.sha256 = w.sha256
   returning p.id`,
);

/** Writes what was learnt of originals that lacked it; photos that waited for it are ready, and so are their items. */
export async function settleUploads(
  tx: Sql,
  { queue, ownerId, seq }: { queue: Queue; ownerId: string; seq: number },
  uploads: readonly PreparedUpload[],
): Promise<void> {
  const facts = uploads.map((upload) => upload.facts);
  const settled = await tx.query<{
    sha256: Uint8Array;
    taken_local: string | null;
    city: string | null;
    country_code: string | null;
  }>(prepareOriginals, [
    ownerId,
    uploads.map((upload) => upload.sha256),
    facts.map((f) => f.width),
    facts.map((f) => f.height),
    facts.map((f) => f.takenLocal),
    facts.map((f) => f.takenOffsetMinutes),
    facts.map((f) => (f.camera === null ? null : cleanText(f.camera, 100) || null)),
    facts.map((f) => f.latitude),
    facts.map((f) => f.longitude),
    facts.map((f) => (f.place === null ? null : cleanText(f.place.city, 100) || null)),
    facts.map((f) => f.place?.countryCode ?? null),
    facts.map((f) => f.kind),
    facts.map((f) => f.brightness),
    facts.map((f) => f.perceptualHash),
    facts.map((f) => f.thumbhash),
    uploads.map((upload) => upload.keys.thumbnail),
    uploads.map((upload) => upload.keys.preview),
    facts.map((f) => f.previewRecipe),
    facts.map((f) => f.damaged),
    facts.map((f) => exposureText(f.exposure)),
  ]);
  if (settled.length === 0) return;
  const photos = await tx.query<{ id: string }>(readyPhotos, [
    ownerId,
    seq,
    settled.map((row) => row.sha256),
    settled.map((row) => row.taken_local),
    settled.map((row) => searchWords({ city: row.city, countryCode: row.country_code })),
  ]);
  const photoIds = photos.map((photo) => photo.id);
  await assignStacks(tx, { ownerId, seq }, photoIds);
  await wakeItems(tx, queue, ownerId, photoIds);
}

function exposureText(exposure: Exposure | null): string | null {
  if (exposure === null) return null;
  const lens = exposure.lens === null ? null : cleanText(exposure.lens, 100) || null;
  return JSON.stringify({ ...exposure, lens });
}
