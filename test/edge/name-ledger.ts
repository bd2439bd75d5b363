import type { Sql } from '../../src/database/sql.ts';

export interface NameLedger {
  readonly photos: number;
  /** Those with a name that was given once. */
  readonly named: number;
  readonly names: number;
  readonly entries: number;
  readonly calls: number;
  readonly lost: number;
  readonly messages: number;
  readonly held: number;
}

/** Each photo has one name of its own, given once; what the ledger and the queue say fits to it. */
export async function readLedger(sql: Sql, ownerId: string): Promise<NameLedger> {
  const [row] = await sql.query<NameLedger>(
    `select (select count(*) from rollcall.photos where owner_id = $1)::int as photos,
       (select count(*) from rollcall.photos where owner_id = $1 and state = 'named' and name_rev = 1)::int as named,
       (select count(distinct name_key) from rollcall.photos where owner_id = $1)::int as names,
       (select count(*) from rollcall.rename_entries where owner_id = $1)::int as entries,
       (select count(*) from rollcall.model_calls where owner_id = $1 and outcome = 'ok')::int as calls,
       (select count(*) from rollcall.model_calls where owner_id = $1 and outcome = 'lost')::int as lost,
       (select count(*) from pgboss.job where name = 'items' and state < 'completed')::int as messages,
       (select count(*) from rollcall.job_items where owner_id = $1 and status = 'processing')::int as held`,
    [ownerId],
  );
  if (row === undefined) throw new Error('No row');
  return row;
}
