import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { ApiProblem } from './problem.ts';

const unknownIds = statement(
  'photos.unknown',
  `select w.id from unnest($2::uuid[]) w(id)
   left join lateral (select true as known from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p on true
   where p.known is null
   limit 10`,
);

/** Refuses a request that names photos the owner does not have (or has deleted), naming the first of them. */
export async function findUnknown(
  database: Database,
  ownerId: string,
  photoIds: readonly string[],
): Promise<void> {
  const unknown = await database.asUser(ownerId, (tx) =>
    tx.query<{ id: string }>(unknownIds, [ownerId, photoIds]),
  );
  if (unknown.length > 0) {
    throw new ApiProblem('unknown_photos', undefined, { photoIds: unknown.map((row) => row.id) });
  }
}
