import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { CountedPlace } from '../names/number-photos.ts';
import { parsePattern } from '../names/pattern.ts';
import type { Template } from '../names/template.ts';
import type { ClaimedItem } from './claim.ts';

/** All items of a job are counted for those claimed together: one pass, and only for templates that ask for it. */
const places = statement(
  'claim.count_anew',
  `with counted as (
     select i.id, i.job_id, dense_rank() over (
       partition by i.job_id, g.part order by coalesce(i.number, i.position)) - 1 as position
     from unnest($1::uuid[], $2::uuid[], $3::text[]) w(owner_id, job_id, restart)
     join rollcall.job_items i on i.owner_id = w.owner_id and i.job_id = w.job_id
     join rollcall.photos p on p.owner_id = i.owner_id and p.id = i.photo_id
     cross join lateral (select case w.restart when 'folder' then p.folder
       else coalesce(p.taken_local::date::text, '') end as part) g)
   select id, position::int as position, (max(position) over (partition by job_id))::int + 1 as total
   from counted`,
);

/** Items whose number begins anew in each folder or on each day, with their place among those of it. */
export async function countAnew(tx: Sql, items: ClaimedItem[]): Promise<ClaimedItem[]> {
  const jobs = new Map(
    items.filter(({ options }) => countsAnew(options.template)).map((item) => [item.jobId, item]),
  );
  if (jobs.size === 0) return items;
  const rows = await tx.query<{ id: string } & CountedPlace>(places, [
    [...jobs.values()].map((item) => item.ownerId),
    [...jobs.keys()],
    [...jobs.values()].map((item) => item.options.template.restart),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return items.map((item) => {
    const place = byId.get(item.id);
    return place === undefined ? item : { ...item, position: place.position, jobTotal: place.total };
  });
}

function countsAnew({ pattern, restart }: Template): boolean {
  if (restart === 'never') return false;
  const parsed = parsePattern(pattern);
  return parsed.ok && parsed.parts.some((part) => part.kind === 'token' && part.name === 'n');
}
