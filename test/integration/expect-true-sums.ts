import { expect } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';

/** What was added up while calls were written is what they come to, for every person and every job. */
export async function expectTrueSums(sql: Sql): Promise<void> {
  const people = `select owner_id, sum(nano_usd)::bigint as nano, sum(calls)::int as calls, sum(answered)::int as answered
    from rollcall.spending group by 1 order by 1`;
  const recount = `select owner_id, sum(cost_nano)::bigint as nano, count(*)::int as calls,
      count(*) filter (where outcome = 'ok')::int as answered
    from rollcall.model_calls group by 1 order by 1`;
  expect(await sql.query(people)).toEqual(await sql.query(recount));
  const wrong = await sql.query(`select j.id, j.spent_nano, c.nano from rollcall.jobs j
    cross join lateral (select coalesce(sum(x.cost_nano), 0)::bigint as nano from rollcall.model_calls x
      where x.owner_id = j.owner_id and x.job_id = j.id) c
    where j.spent_nano <> c.nano`);
  expect(wrong).toEqual([]);
}
