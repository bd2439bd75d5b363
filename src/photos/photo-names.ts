import { statement, type Sql } from '../database/sql.ts';
import { joinFileName } from '../names/file-name.ts';
import type { NameSource } from './photo.ts';

/** A name a photo has or had, and how it came by it. */
export interface PhotoName {
  readonly name: string;
  readonly why: NameSource;
  readonly at: string;
  /** Taken back later. */
  readonly undone: boolean;
}

/** More than anybody reads; the ledger has them all. */
const mostNames = 50;

const entriesOfPhoto = statement(
  'photos.names',
  `select e.old, e.new, r.why, r.created_at, exists (
     select 1 from rollcall.renames u
     join rollcall.rename_entries ue
       on ue.owner_id = u.owner_id and ue.rename_id = u.id and ue.photo_id = e.photo_id
     where u.owner_id = e.owner_id and u.undoes = e.rename_id) as undone
   from rollcall.rename_entries e
   join rollcall.renames r on r.owner_id = e.owner_id and r.id = e.rename_id
   where e.owner_id = $1 and e.photo_id = $2
   order by e.name_rev desc limit $3`,
);

const uploadOfPhoto = statement(
  'photos.upload',
  `select stem, extension, created_at from rollcall.photos
   where owner_id = $1 and id = $2 and deleted_at is null`,
);

/** The names of a photo, the present one first, down to the one it was uploaded with; null for an unknown photo. */
export async function listPhotoNames(
  sql: Sql,
  ownerId: string,
  photoId: string,
): Promise<PhotoName[] | null> {
  const [photo] = await sql.query<{ stem: string; extension: string; created_at: Date }>(uploadOfPhoto, [
    ownerId,
    photoId,
  ]);
  if (photo === undefined) return null;
  const entries = await sql.query<{
    old: string;
    new: string;
    why: NameSource;
    created_at: Date;
    undone: boolean;
  }>(entriesOfPhoto, [ownerId, photoId, mostNames]);
  const given = entries.map((entry) => ({
    name: entry.new,
    why: entry.why,
    at: entry.created_at.toISOString(),
    undone: entry.undone,
  }));
  if (entries.length === mostNames) return given;
  const first = entries.at(-1)?.old ?? joinFileName(photo.stem, photo.extension);
  return [...given, { name: first, why: 'upload', at: photo.created_at.toISOString(), undone: false }];
}
