import { createHash } from 'node:crypto';
import { createIds } from '../../src/database/ids.ts';
import type { Database } from '../../src/database/sql.ts';
import { tinyJpeg } from '../simulator/tiny-jpeg.ts';
import type { StorageStandIn } from './storage-stand-in.ts';

export interface PhotoPlaces {
  readonly database: Database;
  readonly storage: Pick<StorageStandIn, 'objects'>;
}

/** Makes photos as they are once prepared, each another picture, with previews in Storage. Answers with their ids. */
export function createPhotoSource({ database, storage }: PhotoPlaces) {
  const newId = createIds({ now: Date.now });
  let pictures = 0;
  return async (n: number, ownerId: string): Promise<string[]> => {
    const made = Array.from({ length: n }, () => {
      const picture = Buffer.from(tinyJpeg((pictures += 1)));
      const id = newId();
      storage.objects.set(`previews/${ownerId}/${id}.jpg`, picture);
      return { id, sha256: new Uint8Array(createHash('sha256').update(picture).digest()) };
    });
    await insert(database, ownerId, made);
    return made.map(({ id }) => id);
  };
}

async function insert(
  database: Database,
  ownerId: string,
  made: readonly { id: string; sha256: Uint8Array }[],
): Promise<void> {
  const ids = made.map(({ id }) => id);
  const shas = made.map(({ sha256 }) => sha256);
  await database.query('insert into rollcall.owners (id, subject) values ($1, $2) on conflict do nothing', [
    ownerId,
    ownerId,
  ]);
  await database.query(
    `insert into rollcall.originals (owner_id, sha256, media_type, bytes, original_key, preview_key, preview_recipe, prepared_at)
     select $1::uuid, s, 'image/jpeg', 10, 'originals/' || i, 'previews/' || $1::text || '/' || i || '.jpg', 'r1', now()
     from unnest($2::bytea[], $3::uuid[]) w(s, i)`,
    [ownerId, shas, ids],
  );
  await database.query(
    `insert into rollcall.photos (owner_id, id, sha256, stem, extension, name_key, base_key, original_name, state, seq)
     select $1, i, s, 'IMG_' || i, 'JPG', 'img_' || i || '.jpg', 'img_' || i, 'IMG_' || i || '.JPG', 'ready', 0
     from unnest($2::bytea[], $3::uuid[]) w(s, i)`,
    [ownerId, shas, ids],
  );
}
