import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { NameSource } from '../photos/photo.ts';
import { wantsStacks } from '../photos/read-stacks.ts';
import { skipCode } from './create-job.ts';
import type { JobOptions } from './job.ts';

export interface EstimateView {
  readonly usd: number;
  readonly priceKnown: boolean;
  readonly seconds: number;
  readonly total: number;
  /** Photos that would be named: not left out, and readable. */
  readonly willLook: number;
  readonly reused: number;
  readonly alreadyNamed: number;
  readonly handNamed: number;
}

interface EstimateRow {
  /** Its stack, or itself: one call is enough for all of one. */
  asked_with: string;
  name_source: NameSource;
  seen: boolean;
  unreadable: boolean;
}

const estimateRows = statement(
  'jobs.estimate',
  `select p.name_source, coalesce(case when ${wantsStacks('$1')} then p.stack_id end, p.id) as asked_with,
          a.seen is not null as seen, o.prepare_error is not null as unreadable
   from unnest($2::uuid[]) w(id)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   cross join lateral (select x.preview_recipe, x.prepare_error from rollcall.originals x
     where x.owner_id = $1 and x.sha256 = p.sha256 limit 1) o
   left join lateral (select 1 as seen from rollcall.analyses x
     where x.owner_id = $1 and x.sha256 = p.sha256 and x.recipe = o.preview_recipe and x.question = $3
       and x.provider = $4 and x.model = $5 limit 1) a on true`,
);

/** Median time of one call, for a first estimate; after that the job's own rate tells. */
const secondsPerCall = 2.5;

/** What a job would cost and how long it would take, before anything is sent. */
export async function estimateJob(
  sql: Sql,
  request: {
    readonly ownerId: string;
    readonly photoIds: readonly string[];
    readonly options: JobOptions;
    readonly question: string;
    readonly model: {
      provider: string;
      model: string;
      onDevice: boolean;
      costNano: number | null;
      concurrency: number;
    };
  },
): Promise<EstimateView> {
  const { model, options } = request;
  const rows = await sql.query<EstimateRow>(estimateRows, [
    request.ownerId,
    [...new Set(request.photoIds)],
    request.question,
    model.provider,
    model.model,
  ]);
  const working = rows.filter((row) => !row.unreadable && skipCode(row, { options }) === null);
  const together = [...Map.groupBy(working, (row) => row.asked_with).values()];
  const calls = model.onDevice
    ? 0
    : together.filter((stack) => options.lookAgain === true || stack.every((row) => !row.seen)).length;
  const reused = model.onDevice ? 0 : working.length - calls;
  return {
    usd: (calls * (model.costNano ?? 0)) / 1e9,
    priceKnown: model.costNano !== null,
    seconds: Math.ceil((calls * secondsPerCall) / Math.max(1, model.concurrency) + working.length / 1000),
    total: rows.length,
    willLook: working.length,
    reused,
    alreadyNamed: rows.filter((row) => row.name_source !== 'upload' && row.name_source !== 'hand').length,
    handNamed: rows.filter((row) => row.name_source === 'hand').length,
  };
}
