import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName, lowerExtension } from '../names/file-name.ts';
import { uuidCursor } from '../photos/list-renames.ts';
import { describeProblem } from '../photos/problems.ts';
import { undoneBy } from '../photos/undone-by.ts';
import type { ItemStatus, ItemView, JobOptions, JobStatus, JobView } from './job.ts';
import type { Limit } from './limits.ts';
import type { PauseReason } from './retry-policy.ts';

interface JobRow {
  id: string;
  kind: 'rename' | 'look';
  status: JobStatus;
  reason: PauseReason | null;
  error: string | null;
  options: JobOptions;
  provider: string;
  model: string;
  rename_id: string | null;
  budget_nano: number | null;
  limit_of: Limit['of'] | null;
  limit_nano: number | null;
  total: number;
  succeeded: number;
  failed: number;
  skipped: number;
  canceled: number;
  reused: number;
  waiting_until: Date | null;
  running_ms: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  seq: number;
  in_flight: number;
  to_review: number;
  unchanged: number;
  undone: boolean;
  recent: number;
  recent_ms: number | null;
  calls: number;
  cost_nano: number;
  input_tokens: number;
  output_tokens: number;
}

/** All that the job renamed is taken back; an undo that was itself undone does not count. */
const isUndone = `
  j.kind = 'rename' and j.rename_id is null and j.finished_at is not null and j.succeeded > 0 and coalesce((
    select bool_and(${undoneBy('r.owner_id', 'r.id')} is not null)
    from rollcall.renames r where r.owner_id = j.owner_id and r.job_id = j.id and r.count > 0), false)`;

/**
 * Time left is told from the results of the last 30 s, so that it follows a provider that slows down. Live items are
 * counted only while a job runs: for a finished one every answer is known.
 */
const jobSelect = `
  select j.id, j.kind, j.status, j.reason, j.error, j.options, j.provider, j.model, j.rename_id,
         j.budget_nano, j.limit_of, j.limit_nano, j.total, j.succeeded,
         j.failed, j.skipped, j.canceled, j.reused, case when j.waiting_until > now() then j.waiting_until end as waiting_until,
         j.running_ms + coalesce((extract(epoch from now() - j.running_since) * 1000)::bigint, 0) as running_ms, j.created_at,
         j.started_at, j.finished_at, j.seq, ${isUndone} as undone, i.in_flight, i.to_review, i.unchanged, i.recent, i.recent_ms,
         c.calls, c.cost_nano, c.input_tokens, c.output_tokens
  from rollcall.jobs j
  cross join lateral (
    select count(*) filter (where x.status = 'processing')::int as in_flight,
           count(*) filter (where x.decision = 'open')::int as to_review,
           count(*) filter (where x.code = 'unchanged')::int as unchanged,
           count(*) filter (where x.finished_at > greatest(now() - interval '30 seconds', j.running_since)
             and x.status in ('completed', 'error'))::int as recent,
           extract(epoch from now() - greatest(min(x.started_at), now() - interval '30 seconds', j.running_since))
             * 1000 as recent_ms
    from rollcall.job_items x where x.owner_id = j.owner_id and x.job_id = j.id) i
  cross join lateral (
    select count(*)::int as calls, coalesce(sum(x.cost_nano), 0)::bigint as cost_nano,
           coalesce(sum(x.input_tokens), 0)::int as input_tokens, coalesce(sum(x.output_tokens), 0)::int as output_tokens
    from rollcall.model_calls x where x.owner_id = j.owner_id and x.job_id = j.id) c`;

const oneJob = statement('jobs.one', `${jobSelect} where j.owner_id = $1 and j.id = $2`);

const newestJobs = statement(
  'jobs.newest',
  `${jobSelect} where j.owner_id = $1 and ($2::uuid is null or j.id < $2) order by j.id desc limit $3`,
);

const currentJobs = statement(
  'jobs.current',
  `${jobSelect} where j.owner_id = $1 and (j.status in ('pending', 'processing', 'paused')
     or j.finished_at > now() - interval '1 hour') order by j.id desc limit 50`,
);

/** More jobs than this changed at once: a client is better off to fetch its lists anew. */
export const mostChangedJobs = 100;

const changedJobs = statement(
  'jobs.changed',
  `${jobSelect} where j.owner_id = $1 and j.seq > $2 order by j.id desc limit ${mostChangedJobs + 1}`,
);

export async function findJob(sql: Sql, ownerId: string, id: string): Promise<JobView | null> {
  const [row] = await sql.query<JobRow>(oneJob, [ownerId, id]);
  return row === undefined ? null : toJobView(row);
}

export async function listJobs(
  sql: Sql,
  ownerId: string,
  page: { cursor?: string | undefined; limit: number },
) {
  const rows = await sql.query<JobRow>(newestJobs, [ownerId, uuidCursor(page.cursor), page.limit + 1]);
  const jobs = rows.slice(0, page.limit).map(toJobView);
  return { jobs, nextCursor: rows.length > page.limit ? (jobs.at(-1)?.id ?? null) : null };
}

/** Jobs that are not final and those that ended within the hour, newest first. */
export async function listCurrentJobs(sql: Sql, ownerId: string): Promise<JobView[]> {
  return (await sql.query<JobRow>(currentJobs, [ownerId])).map(toJobView);
}

export async function listChangedJobs(sql: Sql, ownerId: string, afterSeq: number): Promise<JobView[]> {
  return (await sql.query<JobRow>(changedJobs, [ownerId, afterSeq])).map(toJobView);
}

function toJobView(row: JobRow): JobView {
  const processed = row.succeeded + row.failed + row.skipped;
  const remaining = row.total - processed - row.canceled;
  const rate = rateOf(row);
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    reason: row.reason,
    total: row.total,
    succeeded: row.succeeded,
    failed: row.failed,
    skipped: row.skipped,
    canceled: row.canceled,
    processed,
    remaining,
    inFlight: row.in_flight,
    toReview: row.to_review,
    unchanged: row.unchanged,
    undone: row.undone,
    progress: row.total === 0 ? 1 : processed / row.total,
    ratePerMinute: rate === null ? null : Math.round(rate),
    etaSeconds: rate === null || rate === 0 ? null : Math.ceil((remaining / rate) * 60),
    waitingUntil: row.waiting_until?.toISOString() ?? null,
    runningSeconds: Math.round(row.running_ms / 1000),
    error: row.error,
    provider: row.provider,
    model: row.model,
    renameId: row.rename_id,
    options: row.options,
    budgetUsd: row.budget_nano === null ? null : row.budget_nano / 1e9,
    limitReached: limitOf(row),
    cost: {
      usd: row.cost_nano / 1e9,
      // Tokens that cost nothing are those of a model whose price nobody told us, or of one on this machine.
      priceKnown: row.cost_nano > 0 || row.input_tokens === 0,
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
      calls: row.calls,
      reused: row.reused,
    },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    seq: row.seq,
  };
}

function limitOf({ reason, limit_of: of, limit_nano: nano }: JobRow): JobView['limitReached'] {
  return reason !== 'budget_reached' || of === null ? null : { of, usd: (nano ?? 0) / 1e9 };
}

/** Results per minute over the last half minute; null before there are five, so that it does not jump about. */
function rateOf(row: JobRow): number | null {
  if (row.status !== 'processing' || row.recent < 5 || row.recent_ms === null || row.recent_ms <= 0)
    return null;
  return (row.recent / Math.max(row.recent_ms, 500)) * 60_000;
}

interface ItemRow {
  photo_id: string;
  position: number;
  status: ItemStatus;
  suggested_stem: string | null;
  extension: string;
  flags: string[];
  code: string | null;
  detail: string | null;
  claim_no: number;
}

const itemsPage = statement(
  'jobs.items_page',
  `select i.photo_id, i.position, i.status, i.suggested_stem, i.flags, i.code, i.detail, i.claim_no, p.extension
   from rollcall.job_items i
   cross join lateral (select x.extension from rollcall.photos x
     where x.owner_id = i.owner_id and x.id = i.photo_id limit 1) p
   where i.owner_id = $1 and i.job_id = $2 and ($3::text is null or i.status = $3) and i.position > $4
   order by i.position limit $5`,
);

export async function listItems(
  sql: Sql,
  ownerId: string,
  jobId: string,
  page: { status?: ItemStatus | undefined; after: number; limit: number },
): Promise<{ items: ItemView[]; nextCursor: string | null }> {
  const rows = await sql.query<ItemRow>(itemsPage, [
    ownerId,
    jobId,
    page.status ?? null,
    page.after,
    page.limit + 1,
  ]);
  const items = rows.slice(0, page.limit).map(toItemView);
  return { items, nextCursor: rows.length > page.limit ? String(items.at(-1)?.position ?? 0) : null };
}

function toItemView(row: ItemRow): ItemView {
  const problem = row.code === null ? null : describeProblem(row.code, row.detail);
  return {
    photoId: row.photo_id,
    position: row.position,
    status: row.status,
    suggestedName:
      row.suggested_stem === null ? null : joinFileName(row.suggested_stem, lowerExtension(row.extension)),
    flags: row.flags,
    code: row.code,
    detail: problem?.text ?? null,
    canRetry: row.status === 'error' && (problem?.canRetry ?? false),
    tries: row.claim_no,
  };
}
