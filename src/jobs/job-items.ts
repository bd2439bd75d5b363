import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

export interface NewItem {
  readonly id: string;
  readonly photoId: string;
  readonly position: number;
  /** Its place for `{n}`, from 0; the files of one shot have the same. */
  readonly number: number;
  /** Set for an item that is skipped from the start. */
  readonly code: string | null;
  readonly nameRev: number;
}

const insertRows = statement(
  'items.insert',
  `insert into rollcall.job_items (owner_id, job_id, seq, id, photo_id, position, number, status, code, name_rev, finished_at)
   select $1, $2, $3, w.id, w.photo_id, w.position, w.number,
          case when w.code is null then 'pending' else 'skipped' end, w.code, w.name_rev,
          case when w.code is null then null else now() end
   from unnest($4::uuid[], $5::uuid[], $6::int[], $7::int[], $8::text[], $9::int[])
     as w(id, photo_id, position, number, code, name_rev)`,
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
    items.map((item) => item.number),
    items.map((item) => item.code),
    items.map((item) => item.nameRev),
  ]);
}
