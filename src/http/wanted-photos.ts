import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { listPhotoIds } from '../photos/list-photos.ts';
import { ApiProblem } from './problem.ts';

const unknownIds = statement(
  'photos.unknown',
  `select w.id from unnest($2::uuid[]) w(id)
   left join lateral (select true as known from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p on true
   where p.known is null
   limit 10`,
);

/**
 * The photos a request is about; `all` are those of the library, in the order they were taken. Refuses one that names
 * photos the owner does not have (or has deleted), naming the first of them.
 */
export async function wantedPhotos(
  database: Database,
  ownerId: string,
  photoIds: 'all' | readonly string[],
): Promise<readonly string[]> {
  if (photoIds === 'all')
    return database.asUser(ownerId, (tx) => listPhotoIds(tx, ownerId, { sort: 'taken' }));
  const unknown = await database.asUser(ownerId, (tx) =>
    tx.query<{ id: string }>(unknownIds, [ownerId, photoIds]),
  );
  if (unknown.length > 0)
    throw new ApiProblem('unknown_photos', undefined, { photoIds: unknown.map((row) => row.id) });
  return photoIds;
}
