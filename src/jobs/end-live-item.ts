import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { finalStatus, type Counts } from './final-status.ts';

const endItem = statement(
  'items.end_live',
  `update rollcall.job_items set status = 'skipped', code = $3, finished_at = now(), seq = $4
   where owner_id = $1 and photo_id = $2 and status in ('pending', 'processing') returning job_id`,
);

const jobCounts = statement(
  'items.job_counts',
  `select total, succeeded, failed, skipped, canceled from rollcall.jobs where owner_id = $1 and id = $2`,
);

const countSkipped = statement(
  'items.count_skipped',
  `update rollcall.jobs
   set skipped = skipped + 1, status = coalesce($3, status), reason = case when $3::text is null then reason end, seq = $4,
       finished_at = case when $3::text is null then finished_at else now() end,
       running_ms = running_ms + case when $3::text is null then 0 else coalesce(extract(epoch from now() - running_since) * 1000, 0)::bigint end,
       running_since = case when $3::text is null then running_since end
   where owner_id = $1 and id = $2`,
);

/** A photo is deleted while its job runs: its item ends as skipped, and the job with it if it was the last. */
export async function endLiveItem(tx: Sql, ownerId: string, photoId: string, seq: number): Promise<void> {
  const [item] = await tx.query<{ job_id: string }>(endItem, [ownerId, photoId, 'photo_deleted', seq]);
  if (item === undefined) return;
  const [counts] = await tx.query<Counts>(jobCounts, [ownerId, item.job_id]);
  if (counts === undefined) return;
  const final = finalStatus({ ...counts, skipped: counts.skipped + 1 });
  await tx.query(countSkipped, [ownerId, item.job_id, final, seq]);
}
