import { bumpOwners } from '../database/bump.ts';
import { toHex } from '../hex.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { storableText } from '../database/storable-text.ts';
import { cleanText } from '../names/clean-text.ts';
import { splitFileName } from '../names/file-name.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { deleteQuietly } from './delete-quietly.ts';
import type { IntakeOutcome } from './insert-photos.ts';
import type { StoredFile } from './originals.ts';

/** A file that travels beside a photo; its bytes lie in the store, nothing refers to them yet. */
export interface StoredCompanion {
  /** Which file of its request it was, from 0. */
  readonly index: number;
  readonly filename: string;
  readonly folder: string;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: Uint8Array;
}

const maxNameLength = 255;

const known = statement(
  'companions.known',
  `select id, photo_id, sha256, object_key from rollcall.companions
   where owner_id = $1 and folder = $2 and filename = $3 and belongs_to = $4`,
);

/**
 * The photo that was sent under this name, or under it and an extension. Of a raw picture and its JPEG the raw one:
 * the JPEG has its metadata inside.
 */
const findPhoto = statement(
  'companions.find_photo',
  `select p.id from (select * from rollcall.photos x
     where x.owner_id = $1 and (left(x.original_name, 120) collate "C") >= $3
       and (left(x.original_name, 120) collate "C") < $3 || '/' offset 0) p
   join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   where p.folder = $2 and p.deleted_at is null
     and (p.original_name = $3 or starts_with(p.original_name, $3 || '.')
       and position('.' in substr(p.original_name, length($3) + 2)) = 0)
   order by p.original_name = $3 desc, o.media_type = 'image/x-adobe-dng' desc, p.created_at, p.id limit 1`,
);

const write = statement(
  'companions.write',
  `insert into rollcall.companions (owner_id, id, folder, filename, belongs_to, photo_id, bytes, sha256, object_key)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (owner_id, folder, filename) do update
     set photo_id = excluded.photo_id, bytes = excluded.bytes, sha256 = excluded.sha256,
         object_key = excluded.object_key`,
);

const attachWaiting = statement(
  'companions.attach',
  `update rollcall.companions c set photo_id = m.photo_id
   from (select distinct on (x.id) x.id, w.photo_id
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[]) w(photo_id, folder, sent, stem, raw)
     cross join lateral (values (w.sent), (w.stem)) b(name)
     cross join lateral (select y.id, y.photo_id, y.belongs_to from rollcall.companions y
       where y.owner_id = $1 and y.folder = w.folder and y.belongs_to = b.name limit 1000) x
     where x.photo_id is null or (w.raw and x.belongs_to = w.stem)
     order by x.id, x.belongs_to = w.sent desc, w.raw desc, w.photo_id) m
   where c.owner_id = $1 and c.id = m.id`,
);

interface CompanionDependencies {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly newId: () => string;
}

/** Puts companions beside their photos, or down for photos still to come. A newer file of the same name replaces it. */
export async function registerCompanions(
  { database, store, newId }: CompanionDependencies,
  { ownerId, companions }: { ownerId: string; companions: readonly StoredCompanion[] },
  outcome: IntakeOutcome,
): Promise<void> {
  if (companions.length === 0) return;
  const answered: IntakeOutcome['companions'] = [];
  const unused = await database.transaction(async (tx) => {
    // The owner's row: a photo that is just being registered either sees this companion or is seen by it.
    await bumpOwners(tx, [ownerId]);
    const spare: string[] = [];
    for (const companion of companions) {
      const { photoId, spareKey } = await registerOne(tx, ownerId, { companion, id: newId() });
      if (spareKey !== null) spare.push(spareKey);
      const { index } = companion;
      answered.push({ filename: cleanText(companion.filename, maxNameLength), photoId, index });
    }
    return spare;
  });
  outcome.companions.push(...answered);
  await deleteQuietly(store, unused);
}

async function registerOne(
  tx: Sql,
  ownerId: string,
  { companion, id }: { companion: StoredCompanion; id: string },
): Promise<{ photoId: string | null; spareKey: string | null }> {
  const { folder, bytes, sha256, key } = companion;
  const filename = storableText(companion.filename).slice(-maxNameLength);
  const belongsTo = filename.slice(0, filename.lastIndexOf('.'));
  const [present] = await tx.query<{
    photo_id: string | null;
    sha256: Uint8Array;
    object_key: string;
  }>(known, [ownerId, folder, filename, belongsTo]);
  const [photo] = await tx.query<{ id: string }>(findPhoto, [ownerId, folder, belongsTo]);
  const photoId = photo?.id ?? present?.photo_id ?? null;
  const isSame = present !== undefined && toHex(present.sha256) === toHex(sha256);
  const kept = isSame ? present.object_key : key;
  await tx.query(write, [ownerId, id, folder, filename, belongsTo, photoId, bytes, sha256, kept]);
  if (isSame) return { photoId, spareKey: key };
  return { photoId, spareKey: present?.object_key ?? null };
}

/** For photos that were just inserted, in the same transaction: companions that came before them. */
export async function attachCompanions(
  tx: Sql,
  ownerId: string,
  photos: readonly { readonly id: string; readonly file: StoredFile }[],
): Promise<void> {
  if (photos.length === 0) return;
  const sent = photos.map(({ file }) => storableText(file.filename));
  await tx.query(attachWaiting, [
    ownerId,
    photos.map(({ id }) => id),
    photos.map(({ file }) => file.folder),
    sent,
    sent.map((name) => stemOf(name)),
    photos.map(({ file }) => file.mediaType === 'image/x-adobe-dng'),
  ]);
}

const stemOf = (name: string): string => splitFileName(name).stem;
