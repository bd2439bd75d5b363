import { expect } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';

const counts = `
  select j.id, j.status, j.total, j.succeeded, j.failed, j.skipped, j.canceled, j.reused
  from rollcall.jobs j where j.owner_id = $1 order by j.id`;

const recount = `
  select j.id,
         case when count(i.id) filter (where i.status in ('pending', 'processing')) > 0
              then j.status else coalesce(f.final, j.status) end as status,
         count(i.id)::int as total, count(i.id) filter (where i.status = 'completed')::int as succeeded,
         count(i.id) filter (where i.status = 'error')::int as failed,
         count(i.id) filter (where i.status = 'skipped')::int as skipped,
         count(i.id) filter (where i.status = 'canceled')::int as canceled, j.reused
  from rollcall.jobs j
  left join rollcall.job_items i on i.owner_id = j.owner_id and i.job_id = j.id
  cross join lateral (select case
      when count(*) filter (where x.status = 'canceled') > 0 then 'canceled'
      when count(*) filter (where x.status = 'error') > 0
        and count(*) filter (where x.status in ('completed', 'skipped')) = 0 then 'error'
      else 'completed' end as final
    from rollcall.job_items x where x.owner_id = j.owner_id and x.job_id = j.id) f
  where j.owner_id = $1 group by j.owner_id, j.id, j.status, j.reused, f.final order by j.id`;

/** What must hold after any transaction, whatever happened; each row found is a lie. */
const lies: Readonly<Record<string, string>> = {
  'a job ended with live items, or has none and has not ended': `
    select j.id from rollcall.jobs j where j.owner_id = $1
      and (j.status in ('completed', 'error', 'canceled')) = exists (select 1 from rollcall.job_items i
        where i.owner_id = j.owner_id and i.job_id = j.id and i.status in ('pending', 'processing'))`,
  'a deleted photo has a live item or an open proposal': `
    select i.id from rollcall.job_items i join rollcall.photos p on p.owner_id = i.owner_id and p.id = i.photo_id
    where i.owner_id = $1 and p.deleted_at is not null and (i.status in ('pending', 'processing') or i.decision = 'open')`,
  'a proposal is open for a name that has changed since': `
    select i.id from rollcall.job_items i join rollcall.photos p on p.owner_id = i.owner_id and p.id = i.photo_id
    where i.owner_id = $1 and i.decision = 'open' and i.name_rev <> p.name_rev`,
  'an answer that was paid for is not stored': `
    select c.id from rollcall.model_calls c
    join rollcall.job_items i on i.owner_id = c.owner_id and i.id = c.item_id
    join rollcall.jobs j on j.owner_id = i.owner_id and j.id = i.job_id
    join rollcall.photos p on p.owner_id = i.owner_id and p.id = i.photo_id
    where c.owner_id = $1 and c.outcome = 'ok' and c.detail is distinct from 'unstorable' and i.code is distinct from 'nothing_known' and p.sha256 is not null
      and not exists (select 1 from rollcall.analyses a where a.owner_id = c.owner_id and a.sha256 = p.sha256
        and a.question = j.question and a.model = j.model)`,
  'one claim has two calls': `
    select item_id from rollcall.model_calls where owner_id = $1 group by item_id, claim_no having count(*) > 1`,
  'a rename counts other entries than it has': `
    select r.id from rollcall.renames r where r.owner_id = $1
      and r.count <> (select count(*) from rollcall.rename_entries e where e.owner_id = r.owner_id and e.rename_id = r.id)`,
  'a name changed without the ledger': `
    select p.id from rollcall.photos p where p.owner_id = $1 and p.name_rev <> (
      select count(*) from rollcall.rename_entries e where e.owner_id = p.owner_id and e.photo_id = p.id)`,
  'a row is newer than its owner': `
    select id from rollcall.jobs where owner_id = $1 and seq > (select seq from rollcall.owners where id = $1)
    union all select id from rollcall.photos where owner_id = $1 and seq > (select seq from rollcall.owners where id = $1)
    union all select id from rollcall.job_items where owner_id = $1 and seq > (select seq from rollcall.owners where id = $1)`,
};

/** Compares every job's counters and status with a count over its items, and looks for what must never be. */
export async function expectTrueCounts(sql: Sql, ownerId: string): Promise<void> {
  expect(await sql.query(counts, [ownerId])).toEqual(await sql.query(recount, [ownerId]));
  for (const [lie, query] of Object.entries(lies)) {
    expect({ lie, rows: await sql.query(query, [ownerId]) }).toEqual({ lie, rows: [] });
  }
}
