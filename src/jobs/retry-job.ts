import { bumpOwner, notifyOwners } from '../database/bump.ts';
import { statement } from '../database/sql.ts';
import type { ControlDependencies, ControlResult } from './control-job.ts';
import { describeProblem } from '../photos/problems.ts';
import { enqueueItems } from './create-job.ts';
import type { JobStatus } from './job.ts';

const failedItems = statement(
  'retry.failed',
  `select i.id, i.photo_id, o.prepare_error from rollcall.job_items i
   cross join lateral (select x.sha256 from rollcall.photos x
     where x.owner_id = i.owner_id and x.id = i.photo_id and x.deleted_at is null limit 1) p
   cross join lateral (select x.prepare_error from rollcall.originals x
     where x.owner_id = i.owner_id and x.sha256 = p.sha256 limit 1) o
   where i.owner_id = $1 and i.job_id = $2 and i.status = 'error' and ($3::uuid[] is null or i.photo_id = any($3))
   order by i.position`,
);

/** Not those live in another job, nor those deleted; their name_rev is taken anew, their budgets start again. */
const reopenItems = statement(
  'retry.reopen_items',
  `update rollcall.job_items i
   set status = 'pending', code = null, detail = null, errors = 0, unusable = 0, crashes = 0, finished_at = null,
       name_rev = p.name_rev, seq = $4
   from unnest($3::uuid[]) w(id), rollcall.photos p
   where i.owner_id = $1 and i.job_id = $2 and i.id = w.id and i.status = 'error'
     and p.owner_id = i.owner_id and p.id = i.photo_id and p.deleted_at is null
     and not exists (select 1 from rollcall.job_items o where o.owner_id = i.owner_id and o.photo_id = i.photo_id
                     and o.status in ('pending', 'processing'))
   returning i.id, i.photo_id`,
);

/** A photo that could not be prepared is prepared again, unless its file itself is the reason. */
const prepareAgain = statement(
  'retry.prepare_again',
  `with again as (
     update rollcall.originals o
     set prepared_at = null, prepare_error = null, prepare_detail = null, prepare_tries = 0
     from rollcall.photos p
     where p.owner_id = $1 and p.id = any($2::uuid[]) and o.owner_id = p.owner_id and o.sha256 = p.sha256
       and o.prepare_error is not null
     returning o.owner_id, o.sha256)
   update rollcall.photos p set state = 'preparing', seq = $3
   from again where p.owner_id = again.owner_id and p.sha256 = again.sha256 and p.state = 'failed'`,
);

const reopenPhotos = statement(
  'retry.reopen_photos',
  `update rollcall.photos p set state = case when p.name_source = 'upload' then 'ready' else 'named' end, seq = $3
   from rollcall.originals o
   where p.owner_id = $1 and p.id = any($2::uuid[]) and p.state = 'failed'
     and o.owner_id = p.owner_id and o.sha256 = p.sha256 and o.prepare_error is null`,
);

const reopenJob = statement(
  'retry.reopen_job',
  `update rollcall.jobs set failed = failed - $3, status = $4, finished_at = null, seq = $5,
     reason = case when $4 = 'paused' then reason end
   where owner_id = $1 and id = $2`,
);

interface FailedRow {
  id: string;
  photo_id: string;
  prepare_error: string | null;
}

const isWorthPreparing = ({ prepare_error }: FailedRow): boolean =>
  prepare_error !== null && describeProblem(prepare_error).canRetry;

/** Runs failed items again; reopens a job that has ended. Messages go in before the owner's row is taken. */
export async function retryJob(
  { database, queue }: ControlDependencies,
  of: { ownerId: string; jobId: string; photoIds?: readonly string[] | undefined },
): Promise<ControlResult> {
  const [job] = await database.query<{ status: JobStatus; lane: string }>(
    'select status, lane from rollcall.jobs where owner_id = $1 and id = $2',
    [of.ownerId, of.jobId],
  );
  if (job === undefined) return { kind: 'not_found' };
  return database.transaction(async (tx) => {
    const failed = await tx.query<FailedRow>(failedItems, [of.ownerId, of.jobId, of.photoIds ?? null]);
    if (failed.length === 0) return { kind: 'done' };
    const ids = failed.map((item) => item.id);
    const unprepared = new Set(failed.filter(isWorthPreparing).map((item) => item.photo_id));
    await queue.insert(
      tx,
      'prepare',
      [...unprepared].map((id) => ({ id, ownerId: of.ownerId, priority: 0 })),
    );
    await enqueueItems({ tx, queue }, { ownerId: of.ownerId, jobId: of.jobId, lane: job.lane }, ids);
    const seq = await bumpOwner(tx, of.ownerId);
    const reopened = await tx.query<{ photo_id: string }>(reopenItems, [of.ownerId, of.jobId, ids, seq]);
    if (reopened.length > 0) {
      const [now] = await tx.query<{ status: JobStatus }>(
        'select status from rollcall.jobs where owner_id = $1 and id = $2',
        [of.ownerId, of.jobId],
      );
      const status = now?.status === 'paused' || now?.status === 'processing' ? now.status : 'pending';
      const photoIds = reopened.map((item) => item.photo_id);
      const preparing = photoIds.filter((id) => unprepared.has(id));
      if (preparing.length > 0) await tx.query(prepareAgain, [of.ownerId, preparing, seq]);
      await tx.query(reopenPhotos, [of.ownerId, reopened.map((item) => item.photo_id), seq]);
      await tx.query(reopenJob, [of.ownerId, of.jobId, reopened.length, status, seq]);
    }
    await notifyOwners(tx, [of.ownerId]);
    return { kind: 'done' };
  });
}
