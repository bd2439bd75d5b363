import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

const stillHeld = statement(
  'claim.still_held',
  `select w.id from unnest($1::uuid[], $2::uuid[], $3::int[]) w(owner_id, id, claim_no)
   cross join lateral (select 1 from rollcall.job_items x
     where x.owner_id = w.owner_id and x.id = w.id and x.status = 'processing' and x.claim_no = w.claim_no limit 1) i`,
);

/** Which of these claims still count: a canceled item, a deleted photo or a lapsed lease ends them. */
export async function liveHeld(
  sql: Sql,
  items: readonly { ownerId: string; id: string; claimNo: number }[],
): Promise<Set<string>> {
  if (items.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(stillHeld, [
    items.map((item) => item.ownerId),
    items.map((item) => item.id),
    items.map((item) => item.claimNo),
  ]);
  return new Set(rows.map((row) => row.id));
}
