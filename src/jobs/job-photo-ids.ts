import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

const photoIds = statement(
  'jobs.photo_ids',
  'select photo_id from rollcall.job_items where owner_id = $1 and job_id = $2 order by position',
);

/** The photos of a job, in its order; none if there is no such job. */
export async function jobPhotoIds(tx: Sql, ownerId: string, jobId: string): Promise<string[]> {
  const rows = await tx.query<{ photo_id: string }>(photoIds, [ownerId, jobId]);
  return rows.map((row) => row.photo_id);
}
