import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Queue } from '../queue/queue.ts';
import { enqueueItems } from './create-job.ts';
import { finalStatus } from './final-status.ts';
import type { JobStatus } from './job.ts';

export interface ControlDependencies {
  readonly database: Database;
  readonly queue: Queue;
}

export type ControlResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'not_found' }
  /** The job is in a status in which this means nothing, e.g. pausing a finished one. */
  | { readonly kind: 'not_now'; readonly status: JobStatus };

interface JobRow {
  status: JobStatus;
  lane: string;
  total: number;
  succeeded: number;
  failed: number;
  skipped: number;
  canceled: number;
}

const jobRow = statement(
  'control.job',
  `select status, lane, total, succeeded, failed, skipped, canceled from rollcall.jobs where owner_id = $1 and id = $2`,
);

/** SQL: a job runs no longer; what it has run is kept. */
export const stopClock = `running_ms = running_ms + coalesce(extract(epoch from now() - running_since) * 1000, 0)::bigint,
       running_since = null`;

async function readJob(sql: Sql, ownerId: string, jobId: string): Promise<JobRow | null> {
  const [row] = await sql.query<JobRow>(jobRow, [ownerId, jobId]);
  return row ?? null;
}

const pauseRow = statement(
  'control.pause',
  `update rollcall.jobs set status = 'paused', reason = $3, error = $4, seq = $5, ${stopClock}, waiting_until = null
   where owner_id = $1 and id = $2 and status in ('pending', 'processing')`,
);

/** Stops claiming at once; calls in flight finish. Messages are taken away before the owner's row (lock order). */
export async function pauseJob(
  { database, queue }: ControlDependencies,
  of: { ownerId: string; jobId: string; reason?: string; error?: string },
): Promise<ControlResult> {
  return database.transaction(async (tx) => {
    await queue.removeQueued(tx, { jobId: of.jobId });
    const seq = await bumpOwner(tx, of.ownerId);
    const job = await readJob(tx, of.ownerId, of.jobId);
    if (job === null) return { kind: 'not_found' };
    if (job.status === 'paused') return { kind: 'done' };
    if (!runs(job.status)) return { kind: 'not_now', status: job.status };
    await tx.query(pauseRow, [of.ownerId, of.jobId, of.reason ?? 'user', of.error ?? null, seq]);
    await notifyOwners(tx, [of.ownerId]);
    return { kind: 'done' };
  });
}

// Those `processing` too: where the worker died while the job was paused, nobody holds their message any more.
const liveItems = statement(
  'control.live_items',
  `select id from rollcall.job_items
   where owner_id = $1 and job_id = $2 and status in ('pending', 'processing') order by position`,
);

const resumeRow = statement(
  'control.resume',
  `update rollcall.jobs
   set status = 'pending', reason = null, error = null, seq = $3,
       limit_of = null, limit_nano = null,
       budget_nano = case when reason = 'budget_reached' and limit_of is not distinct from 'job' and $4::bigint is null
                          then null else coalesce($4, budget_nano) end
   where owner_id = $1 and id = $2 and status = 'paused'`,
);

/**
 * Puts what is left back on the queue. At the job's own limit a new one is to be given, or it is lifted; at a month's
 * limit the claim pauses it again until there is a new month or a higher limit.
 */
export async function resumeJob(
  { database, queue }: ControlDependencies,
  of: { ownerId: string; jobId: string; budgetNano?: number | null },
): Promise<ControlResult> {
  const before = await readJob(database, of.ownerId, of.jobId);
  if (before === null) return { kind: 'not_found' };
  if (runs(before.status)) return { kind: 'done' };
  if (before.status !== 'paused') return { kind: 'not_now', status: before.status };
  return database.transaction(async (tx) => {
    const items = await tx.query<{ id: string }>(liveItems, [of.ownerId, of.jobId]);
    await enqueueItems(
      { tx, queue },
      { ...of, lane: before.lane },
      items.map((item) => item.id),
    );
    const seq = await bumpOwner(tx, of.ownerId);
    await tx.query(resumeRow, [of.ownerId, of.jobId, seq, of.budgetNano ?? null]);
    await notifyOwners(tx, [of.ownerId]);
    return { kind: 'done' };
  });
}

const cancelItems = statement(
  'control.cancel_items',
  `update rollcall.job_items set status = 'canceled', code = 'canceled', finished_at = now(), seq = $3
   where owner_id = $1 and job_id = $2 and status in ('pending', 'processing') returning id`,
);

const cancelRow = statement(
  'control.cancel',
  `update rollcall.jobs set canceled = canceled + $3, status = $4, reason = null, error = null, seq = $5,
     finished_at = now(), waiting_until = null, ${stopClock}
   where owner_id = $1 and id = $2`,
);

/** Ends every item that has not ended; what was done is kept, a late answer still writes its cost. */
export async function cancelJob(
  { database, queue }: ControlDependencies,
  of: { ownerId: string; jobId: string },
): Promise<ControlResult> {
  return database.transaction(async (tx) => {
    await queue.removeQueued(tx, { jobId: of.jobId });
    const seq = await bumpOwner(tx, of.ownerId);
    const job = await readJob(tx, of.ownerId, of.jobId);
    if (job === null) return { kind: 'not_found' };
    if (job.status === 'canceled') return { kind: 'done' };
    if (!runs(job.status) && job.status !== 'paused') return { kind: 'not_now', status: job.status };
    const canceled = (await tx.query(cancelItems, [of.ownerId, of.jobId, seq])).length;
    const final = finalStatus({ ...job, canceled: job.canceled + canceled });
    if (final === null) throw new Error(`Job ${of.jobId} has items that are neither live nor counted`);
    await tx.query(cancelRow, [of.ownerId, of.jobId, canceled, final, seq]);
    await notifyOwners(tx, [of.ownerId]);
    return { kind: 'done' };
  });
}

const runs = (status: JobStatus): boolean => status === 'pending' || status === 'processing';
