import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

const places = statement(
  'photos.last_places',
  `select w.id, d.path as root, f.path
   from unnest($2::uuid[]) w(id)
   cross join lateral (select x.folder_id, x.path from rollcall.disk_files x
     where x.photo_id = w.id and x.owner_id = $1 order by x.gone, x.id limit 1) f
   join rollcall.disk_folders d on d.id = f.folder_id and d.owner_id = $1`,
);

/** Where photos that are read in place were last seen, as their system writes it. */
export async function lastPlaces(
  sql: Sql,
  ownerId: string,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ id: string; root: string; path: string }>(places, [ownerId, photoIds]);
  return new Map(rows.map(({ id, root, path }) => [id, joinOnDisk(root, path)]));
}

/** Of a path within a folder the whole one. Without the system's own rules, as this is asked far from it too. */
function joinOnDisk(root: string, path: string): string {
  const separator = /^(?:[a-z]:)?\\/iu.test(root) ? '\\' : '/';
  return `${root.endsWith(separator) ? root.slice(0, -1) : root}${separator}${path.replaceAll('/', separator)}`;
}

/** What is said where its bytes are asked for and are not there. */
export const describeMoved = (name: string, place: string | undefined): string =>
  place === undefined
    ? `${name} is no longer where it was. Open its folder again.`
    : `${name} is no longer at ${place}. Open its folder again.`;
