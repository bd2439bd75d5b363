import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { stopClock } from './control-job.ts';
import { describeLimit, monthlyLimit, reachedLimit, type Limit, type Spending } from './limits.ts';

// `data` is written through the interface's schema only; whatever else stands there limits nothing.
const ownLimit = `case when jsonb_typeof(t.data -> 'monthlyLimitUsd') = 'number'
    then round((t.data ->> 'monthlyLimitUsd')::numeric * 1000000000)::bigint end as own_limit_nano`;

const ofThisMonth = `left join lateral (select x.nano_usd, x.calls from rollcall.spending x
    where x.owner_id = w.owner_id and x.month = date_trunc('month', now() at time zone 'utc')::date limit 1) m on true
  left join lateral (select x.data from rollcall.settings x where x.owner_id = w.owner_id limit 1) t on true`;

interface SpendingRow {
  owner_id: string;
  id: string;
  provider: string;
  model: string;
  budget_nano: number | null;
  spent_nano: number;
  month_nano: number;
  own_limit_nano: number | null;
}

const jobColumns = `w.owner_id, j.id, j.provider, j.model, j.budget_nano, j.spent_nano,
  coalesce(m.nano_usd, 0) as month_nano, ${ownLimit}`;

const liveSpending = statement(
  'spending.live',
  `select ${jobColumns}, f.under_way
   from unnest($1::uuid[]) w(owner_id)
   cross join lateral (select * from rollcall.jobs x
     where x.owner_id = w.owner_id and x.status in ('pending', 'processing', 'paused')) j
   cross join lateral (select count(*)::int as under_way from rollcall.job_items x
     where x.owner_id = w.owner_id and x.job_id = j.id and x.status = (select 'processing')) f
   ${ofThisMonth}`,
);

export interface LiveSpending {
  readonly ownerId: string;
  readonly jobId: string;
  readonly provider: string;
  readonly model: string;
  /** Without `paid`: what a call costs is known to the caller. */
  readonly spending: Omit<Spending, 'paid'>;
  readonly underWay: number;
}

/** What jobs of these owners that are not over have cost, and how many of their calls are under way. */
export async function readLiveSpending(
  tx: Sql,
  ownerIds: Iterable<string>,
  capUsd: number | null,
): Promise<LiveSpending[]> {
  const rows = await tx.query<SpendingRow & { under_way: number }>(liveSpending, [[...new Set(ownerIds)]]);
  return rows.map((row) => ({
    ownerId: row.owner_id,
    jobId: row.id,
    provider: row.provider,
    model: row.model,
    spending: toSpending(row, capUsd),
    underWay: row.under_way,
  }));
}

const spendingOfJobs = statement(
  'spending.of_jobs',
  `select ${jobColumns}
   from unnest($1::uuid[], $2::uuid[]) w(owner_id, job_id)
   cross join lateral (select * from rollcall.jobs x where x.owner_id = w.owner_id and x.id = w.job_id limit 1) j
   ${ofThisMonth}`,
);

/** Limits that these jobs have used up, by job; what this transaction has spent so far included. */
export async function readReachedLimits(
  tx: Sql,
  jobs: readonly { readonly ownerId: string; readonly id: string }[],
  capUsd: number | null,
): Promise<Map<string, Limit>> {
  if (jobs.length === 0) return new Map();
  const rows = await tx.query<SpendingRow>(spendingOfJobs, [
    jobs.map((job) => job.ownerId),
    jobs.map((job) => job.id),
  ]);
  return new Map(
    rows.flatMap((row) => {
      const limit = reachedLimit({ ...toSpending(row, capUsd), paid: row.spent_nano > 0 });
      return limit === null ? [] : [[row.id, limit] as const];
    }),
  );
}

const toNano = (usd: number | null): number | null => (usd === null ? null : Math.round(usd * 1e9));

function toSpending(row: SpendingRow, capUsd: number | null): Omit<Spending, 'paid'> {
  return {
    budgetNano: row.budget_nano,
    spentNano: row.spent_nano,
    month: { limit: monthlyLimit(row.own_limit_nano, toNano(capUsd)), spentNano: row.month_nano },
  };
}

const pauseAtLimit = statement(
  'spending.pause',
  `update rollcall.jobs j
   set status = 'paused', reason = 'budget_reached', error = w.error, limit_of = w.limit_of, limit_nano = w.limit_nano,
       seq = w.seq, waiting_until = null, ${stopClock}
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
     w(owner_id, id, error, limit_of, limit_nano, seq)
   where j.owner_id = w.owner_id and j.id = w.id and j.status in ('pending', 'processing')`,
);

/** Pauses jobs whose limit is used up; the claim drops what is left of them in the queue. */
export async function pauseAtLimits(
  tx: Sql,
  jobs: readonly {
    readonly ownerId: string;
    readonly id: string;
    readonly limit: Limit;
    readonly seq: number;
  }[],
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(pauseAtLimit, [
    jobs.map((job) => job.ownerId),
    jobs.map((job) => job.id),
    jobs.map((job) => describeLimit(job.limit)),
    jobs.map((job) => job.limit.of),
    jobs.map((job) => job.limit.nano),
    jobs.map((job) => job.seq),
  ]);
}

const monthRow = statement(
  'spending.month',
  `select to_char(now() at time zone 'utc', 'YYYY-MM') as month, coalesce(m.nano_usd, 0) as month_nano,
          coalesce(m.calls, 0) as calls, ${ownLimit}
   from (select $1::uuid as owner_id) w ${ofThisMonth}`,
);

export interface MonthView {
  /** `2026-11`, in UTC. */
  readonly month: string;
  readonly usd: number;
  readonly calls: number;
  readonly limit: { readonly usd: number; readonly of: 'month' | 'operator' } | null;
}

/** What an owner has spent in this calendar month, and how much they may. */
export async function viewMonth(sql: Sql, ownerId: string, capUsd: number | null): Promise<MonthView> {
  const [row] = await sql.query<{
    month: string;
    month_nano: number;
    calls: number;
    own_limit_nano: number | null;
  }>(monthRow, [ownerId]);
  if (row === undefined) throw new Error('No row where there always is one');
  const limit = monthlyLimit(row.own_limit_nano, toNano(capUsd));
  return {
    month: row.month,
    usd: row.month_nano / 1e9,
    calls: row.calls,
    limit: limit === null ? null : { usd: limit.nano / 1e9, of: limit.of },
  };
}

/** What everybody has spent in all months, for the operator's metrics. */
export async function totalSpentUsd(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ nano: number }>(
    'select coalesce(sum(nano_usd), 0)::bigint as nano from rollcall.spending',
  );
  return (row?.nano ?? 0) / 1e9;
}
