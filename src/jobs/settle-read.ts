import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { NameSource, StoredState } from '../photos/photo.ts';
import type { ClaimedItem } from './claim.ts';
import type { JobStatus } from './job.ts';
import type { PauseReason } from './retry-policy.ts';
import type { Standing } from './settle-decide.ts';

/** A job's row while its counters are worked out; `renameId` is filled when a rename is opened for it. */
export interface JobStanding {
  readonly ownerId: string;
  readonly id: string;
  readonly status: JobStatus;
  readonly reason: PauseReason | null;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly canceled: number;
  readonly runningSince: Date | null;
  renameId: string | null;
}

interface StandingRow {
  i: number;
  status: string;
  claim_no: number;
  job_id: string;
  name_rev: number;
  name_source: NameSource;
  state: StoredState;
  stem: string;
  extension: string;
  base_key: string;
  folder: string;
  stack_id: string | null;
  deleted: boolean;
}

const standingRows = statement(
  'settle.standings',
  `select w.i::int as i, i.status, i.claim_no, i.job_id, p.name_rev, p.name_source, p.state, p.stem, p.extension,
          p.base_key, p.folder, p.stack_id, p.deleted_at is not null as deleted
   from unnest($1::uuid[], $2::uuid[]) with ordinality w(owner_id, id, i)
   cross join lateral (select * from rollcall.job_items x where x.owner_id = w.owner_id and x.id = w.id limit 1) i
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = i.owner_id and x.id = i.photo_id limit 1) p`,
);

const jobRows = statement(
  'settle.jobs',
  `select j.owner_id, j.id, j.status, j.reason, j.total, j.succeeded, j.failed, j.skipped, j.canceled, j.rename_id,
          j.running_since
   from unnest($1::uuid[], $2::uuid[]) w(owner_id, id)
   cross join lateral (select * from rollcall.jobs x where x.owner_id = w.owner_id and x.id = w.id limit 1) j`,
);

/** Reads items, photos and jobs of a batch. The owners' rows are held, so plain reads stay true until commit. */
export async function readStandings(tx: Sql, items: readonly ClaimedItem[]) {
  const jobs = await readJobs(tx, items);
  const rows = await tx.query<StandingRow>(standingRows, [
    items.map((i) => i.ownerId),
    items.map((i) => i.id),
  ]);
  const standings = new Map<string, Standing>();
  for (const row of rows) {
    const item = items[row.i - 1];
    const job = jobs.get(row.job_id);
    if (item === undefined || job === undefined) continue;
    standings.set(item.callId, {
      mine: row.status === 'processing' && row.claim_no === item.claimNo && !row.deleted,
      jobStatus: job.status,
      nameRev: row.name_rev,
      nameSource: row.name_source,
      state: row.state,
      stem: row.stem,
      extension: row.extension,
      baseKey: row.base_key,
      folder: row.folder,
      stackId: row.stack_id,
    });
  }
  return { standings, jobs };
}

async function readJobs(tx: Sql, items: readonly ClaimedItem[]): Promise<Map<string, JobStanding>> {
  const ids = [...new Map(items.map((item) => [item.jobId, item])).values()];
  const rows = await tx.query<{
    owner_id: string;
    id: string;
    status: JobStatus;
    reason: PauseReason | null;
    total: number;
    succeeded: number;
    failed: number;
    skipped: number;
    canceled: number;
    rename_id: string | null;
    running_since: Date | null;
  }>(jobRows, [ids.map((i) => i.ownerId), ids.map((i) => i.jobId)]);
  return new Map(
    rows.map(({ owner_id, rename_id, running_since, ...row }) => [
      row.id,
      { ...row, ownerId: owner_id, renameId: rename_id, runningSince: running_since },
    ]),
  );
}
