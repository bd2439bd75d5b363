import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

const stillHeld = statement(
  'claim.still_held',
  `select w.id, j.status = 'paused' as paused from unnest($1::uuid[], $2::uuid[], $3::int[]) w(owner_id, id, claim_no)
   cross join lateral (select x.job_id from rollcall.job_items x
     where x.owner_id = w.owner_id and x.id = w.id and x.status = 'processing' and x.claim_no = w.claim_no limit 1) i
   cross join lateral (select x.status from rollcall.jobs x where x.owner_id = w.owner_id and x.id = i.job_id limit 1) j`,
);

/** How claims stand that still count; one that is missing has ended: canceled, deleted, or its lease lapsed. */
export async function liveHeld(
  sql: Sql,
  items: readonly { ownerId: string; id: string; claimNo: number }[],
): Promise<Map<string, 'running' | 'paused'>> {
  if (items.length === 0) return new Map();
  const rows = await sql.query<{ id: string; paused: boolean }>(stillHeld, [
    items.map((item) => item.ownerId),
    items.map((item) => item.id),
    items.map((item) => item.claimNo),
  ]);
  return new Map(rows.map((row) => [row.id, row.paused ? 'paused' : 'running']));
}
