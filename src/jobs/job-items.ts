import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

export interface NewItem {
  readonly id: string;
  readonly photoId: string;
  readonly position: number;
  /** Set for an item that is skipped from the start. */
  readonly code: string | null;
  readonly nameRev: number;
}

const insertRows = statement(
  'items.insert',
  `insert into rollcall.job_items (owner_id, job_id, seq, id, photo_id, position, status, code, name_rev, finished_at)
   select $1, $2, $3, w.id, w.photo_id, w.position,
          case when w.code is null then 'pending' else 'skipped' end, w.code, w.name_rev,
          case when w.code is null then null else now() end
   from unnest($4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::int[]) as w(id, photo_id, position, code, name_rev)`,
);

export async function insertItems(
  tx: Sql,
  of: { ownerId: string; jobId: string; seq: number },
  items: readonly NewItem[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.query(insertRows, [
    of.ownerId,
    of.jobId,
    of.seq,
    items.map((item) => item.id),
    items.map((item) => item.photoId),
    items.map((item) => item.position),
    items.map((item) => item.code),
    items.map((item) => item.nameRev),
  ]);
}
