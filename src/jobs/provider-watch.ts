import { bumpOwners, notifyOwners } from '../database/bump.ts';
import { statement } from '../database/sql.ts';
import type { Providers } from '../vision/providers.ts';
import type { ControlDependencies } from './control-job.ts';
import { pauseJob, resumeJob } from './control-job.ts';
import type { Lanes } from './slice.ts';

export interface ProviderWatch {
  /** Says in the jobs of a lane until when it waits; cheap, called at every change of the lane's limiter. */
  tellWaiting(): Promise<void>;
  /** Pauses jobs whose provider has been away for 15 minutes, and wakes those whose provider answers again. */
  check(signal: AbortSignal): Promise<void>;
}

const awayMs = 15 * 60_000;
/** A wait is told anew only when it moved by more than this. */
const sameWaitMs = 1000;

const setWaiting = statement(
  'watch.waiting',
  `update rollcall.jobs j set waiting_until = to_timestamp($2::float8 / 1000), seq = w.seq
   from unnest($3::uuid[], $4::bigint[]) w(owner_id, seq)
   where j.owner_id = w.owner_id and j.lane = $1 and j.status in ('pending', 'processing')`,
);

const ownersOfLane = statement(
  'watch.owners',
  `select distinct owner_id from rollcall.jobs where lane = $1 and status in ('pending', 'processing')`,
);

/** Jobs that came, or were gone on with, after the wait was told. */
const untoldJobs = statement(
  'watch.untold',
  `select exists (select 1 from rollcall.jobs
     where lane = $1 and status in ('pending', 'processing') and waiting_until is null) as some`,
);

const jobsOfLane = statement(
  'watch.jobs',
  `select owner_id, id from rollcall.jobs where lane = $1 and status in ('pending', 'processing')`,
);

const sleepingJobs = statement(
  'watch.sleeping',
  `select owner_id, id, provider, model from rollcall.jobs where status = 'paused' and reason = 'provider_unreachable'`,
);

export function createProviderWatch(
  dependencies: ControlDependencies & {
    readonly lanes: Lanes;
    readonly providers: Pick<Providers, 'test'>;
    readonly now: () => number;
  },
): ProviderWatch {
  const { database, lanes, providers, now } = dependencies;
  const told = new Map<string, number | null>();

  async function tellWaiting(): Promise<void> {
    for (const [lane, { state }] of lanes.known()) {
      const until = state().waitingUntil;
      const before = told.get(lane) ?? null;
      const same =
        until === before || (until !== null && before !== null && Math.abs(until - before) < sameWaitMs);
      if (same && (until === null || !(await hasUntold(lane)))) continue;
      told.set(lane, until);
      try {
        await tell(lane, until);
      } catch (error) {
        // Not a number: unlike every wait and unlike none, so it is told again.
        told.set(lane, Number.NaN);
        throw error;
      }
    }
  }

  async function hasUntold(lane: string): Promise<boolean> {
    const [row] = await database.query<{ some: boolean }>(untoldJobs, [lane]);
    return row?.some === true;
  }

  async function tell(lane: string, until: number | null): Promise<void> {
    await database.transaction(async (tx) => {
      const owners = (await tx.query<{ owner_id: string }>(ownersOfLane, [lane])).map((row) => row.owner_id);
      if (owners.length === 0) return;
      const seqs = await bumpOwners(tx, owners);
      await tx.query(setWaiting, [lane, until, [...seqs.keys()], [...seqs.values()]]);
      await notifyOwners(tx, owners);
    });
  }

  async function check(signal: AbortSignal): Promise<void> {
    for (const [lane, { state }] of lanes.known()) {
      const since = state().unreachableSince;
      if (since === null || now() - since < awayMs) continue;
      for (const job of await database.query<{ owner_id: string; id: string }>(jobsOfLane, [lane])) {
        await pauseJob(dependencies, {
          ownerId: job.owner_id,
          jobId: job.id,
          reason: 'provider_unreachable',
        });
      }
    }
    await wakeSleeping(signal);
  }

  async function wakeSleeping(signal: AbortSignal): Promise<void> {
    const jobs = await database.query<{ owner_id: string; id: string; provider: string; model: string }>(
      sleepingJobs,
    );
    for (const [, group] of Map.groupBy(jobs, (job) => `${job.provider}\n${job.model}`)) {
      const [first] = group;
      if (first === undefined) continue;
      const answer = await providers.test({ provider: first.provider, model: first.model }, signal);
      if (!answer.ok) continue;
      for (const job of group) await resumeJob(dependencies, { ownerId: job.owner_id, jobId: job.id });
    }
  }

  return { tellWaiting, check };
}
