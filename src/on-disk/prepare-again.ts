import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { toHex } from '../hex.ts';
import { originalMoved } from '../photos/prepare.ts';
import type { Queue } from '../queue/queue.ts';
import type { FolderRow } from './folder-rows.ts';

const missed = statement(
  'disk_files.missed',
  `select distinct on (o.sha256) o.sha256, p.id as photo_id
   from rollcall.disk_files f
   join rollcall.photos p on p.owner_id = f.owner_id and p.id = f.photo_id
   join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   where f.folder_id = $2 and f.owner_id = $1 and not f.gone and o.prepare_error = $3 order by o.sha256, p.id`,
);

const resetOriginals = statement(
  'disk_files.reset_originals',
  `update rollcall.originals set prepared_at = null, prepare_error = null, prepare_detail = null, prepare_tries = 0
   where owner_id = $1 and sha256 = any($2::bytea[]) and prepare_error = $3`,
);

const resetPhotos = statement(
  'disk_files.reset_photos',
  `update rollcall.photos set state = 'preparing', seq = $3
   where owner_id = $1 and sha256 = any($2::bytea[]) and state = 'failed'`,
);

/** Photos that could not be prepared because their files were away (a disk not plugged in) are tried again. */
export async function prepareAgain(
  { database, queue }: { readonly database: Database; readonly queue: Queue },
  { owner_id: ownerId, id }: FolderRow,
): Promise<void> {
  const rows = await database.query<{ sha256: Uint8Array; photo_id: string }>(missed, [
    ownerId,
    id,
    originalMoved,
  ]);
  if (rows.length === 0) return;
  const shas = rows.map(({ sha256 }) => sha256);
  await database.transaction(async (tx) => {
    const messages = rows.map((row) => ({
      id: row.photo_id,
      ownerId,
      data: { sha256: toHex(row.sha256) },
      priority: -1000,
    }));
    await queue.insert(tx, 'prepare', messages);
    const seq = await bumpOwner(tx, ownerId);
    await tx.query(resetOriginals, [ownerId, shas, originalMoved]);
    await tx.query(resetPhotos, [ownerId, shas, seq]);
    await notifyOwners(tx, [ownerId]);
  });
}
