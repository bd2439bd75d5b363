import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../src/database/sql.ts';
import { ensureOwner } from '../src/database/bump.ts';
import { createIds, ownerIdFor } from '../src/database/ids.ts';
import { nameKey } from '../src/names/name-key.ts';
import type { Server } from './server.ts';

/** Photos as they are once prepared, written straight into the tables; all share one preview. Answers with their ids. */
export async function fillLibrary(
  database: Database,
  library: { ownerId: string; count: number; previewKey: string; newId: () => string },
): Promise<string[]> {
  const { ownerId, count, previewKey, newId } = library;
  await ensureOwner(database, { id: ownerId, subject: ownerId });
  const photos = Array.from({ length: count }, (_, n) => {
    const stem = `IMG_${String(n + 1).padStart(5, '0')}`;
    const id = newId();
    return { id, stem, key: nameKey(stem, 'jpg'), sha256: createHash('sha256').update(id).digest() };
  });
  const shas = photos.map((photo) => photo.sha256);
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into rollcall.originals (owner_id, sha256, media_type, bytes, original_key, thumbnail_key, preview_key,
         preview_recipe, width, height, taken_local, prepared_at)
       select $1, s, 'image/jpeg', 2000000, $3, $3, $3, 'bench', 4000, 3000,
         timestamp '2026-01-01' + n * interval '1 minute', now()
       from unnest($2::bytea[]) with ordinality w(s, n)`,
      [ownerId, shas, previewKey],
    );
    await tx.query(
      `insert into rollcall.photos (owner_id, id, sha256, stem, extension, name_key, base_key, original_name, state,
         taken_local, seq)
       select $1, id, s, stem, 'jpg', key, key, stem || '.jpg', 'ready',
         timestamp '2026-01-01' + n * interval '1 minute', 0
       from unnest($2::uuid[], $3::bytea[], $4::text[], $5::text[]) with ordinality w(id, s, stem, key, n)`,
      [ownerId, photos.map((p) => p.id), shas, photos.map((p) => p.stem), photos.map((p) => p.key)],
    );
  });
  return photos.map((photo) => photo.id);
}

/** The same for a running server and its one owner, with a preview that can be sent. */
export async function fillServer({ dataFolder, database }: Server, count: number) {
  await mkdir(join(dataFolder, 'objects/previews'), { recursive: true });
  await writeFile(join(dataFolder, 'objects/previews/one.jpg'), emptyPicture());
  const ownerId = await ownerIdFor('local');
  const newId = createIds({ now: Date.now });
  const photoIds = await fillLibrary(database, { ownerId, count, previewKey: 'previews/one.jpg', newId });
  return { ownerId, photoIds };
}

/** As large as a usual preview; the simulator looks at the first bytes only. */
export function emptyPicture(): Uint8Array {
  const bytes = new Uint8Array(80_000);
  bytes.set([0xff, 0xd8, 0xff, 0xd9]);
  return bytes;
}
