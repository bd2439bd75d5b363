import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

const lostCalls = statement(
  'claim.lost_calls',
  `insert into rollcall.model_calls (owner_id, id, job_id, item_id, claim_no, provider, model, cost_nano, outcome)
   select w.*, 'lost' from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[],
     $8::bigint[]) as w
   on conflict (owner_id, id) do nothing`,
);

/** An item as it was claimed before; without a call nothing is lost. */
export interface LostCall {
  readonly owner_id: string;
  readonly id: string;
  readonly job_id: string;
  readonly provider: string;
  readonly model: string;
  readonly lost_call_id: string | null;
  readonly lost_claim_no: number;
}

/** A claim that finds an item `processing` means that its worker died: its call may have been paid for. */
export async function recordLostCalls(
  tx: Sql,
  rows: readonly LostCall[],
  cost: (provider: string, model: string) => number | null,
): Promise<void> {
  const lost = rows.flatMap((row) => {
    const costNano = row.lost_call_id === null ? null : cost(row.provider, row.model);
    return costNano === null ? [] : [{ ...row, costNano }];
  });
  if (lost.length === 0) return;
  await tx.query(lostCalls, [
    lost.map((row) => row.owner_id),
    lost.map((row) => row.lost_call_id),
    lost.map((row) => row.job_id),
    lost.map((row) => row.id),
    lost.map((row) => row.lost_claim_no),
    lost.map((row) => row.provider),
    lost.map((row) => row.model),
    lost.map((row) => row.costNano),
  ]);
}
