import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ControlResult } from './control-job.ts';
import type { JobStatus } from './job.ts';

const jobStatus = statement('note.job', 'select status from rollcall.jobs where owner_id = $1 and id = $2');

const changeNote = statement(
  'note.change',
  `update rollcall.jobs set options = jsonb_set(options, '{context}', to_jsonb($3::text)), question = $4, seq = $5
   where owner_id = $1 and id = $2`,
);

/**
 * The job goes on with another note: what is claimed from now on is asked with it. An item in flight carries the
 * question it was claimed with, and its answer is stored under that one.
 */
export async function changeJobNote(
  database: Database,
  change: {
    readonly ownerId: string;
    readonly jobId: string;
    readonly context: string;
    readonly question: string;
  },
): Promise<ControlResult> {
  const { ownerId, jobId } = change;
  return database.transaction(async (tx) => {
    const seq = await bumpOwner(tx, ownerId);
    const [job] = await tx.query<{ status: JobStatus }>(jobStatus, [ownerId, jobId]);
    if (job === undefined) return { kind: 'not_found' };
    if (!['pending', 'processing', 'paused'].includes(job.status))
      return { kind: 'not_now', status: job.status };
    await tx.query(changeNote, [ownerId, jobId, change.context, change.question, seq]);
    await notifyOwners(tx, [ownerId]);
    return { kind: 'done' };
  });
}
