import type { Database } from '../database/sql.ts';
import type { JobView } from '../jobs/job.ts';
import { findJob } from '../jobs/view-jobs.ts';
import { ApiProblem } from './problem.ts';

/** The job as it is now; a problem where the owner has none of that id. */
export async function expectJob(database: Database, ownerId: string, id: string): Promise<JobView> {
  const job = await database.asUser(ownerId, (tx) => findJob(tx, ownerId, id));
  if (job === null) throw new ApiProblem('job_not_found');
  return job;
}
