import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/database/sql.ts';
import { readJob, startJob, uploadPhotos, type JobSeen } from './client.ts';
import type { RunningProcess } from './many-processes.ts';
import { first, withMany, type ManyStage } from './many-stage.ts';
import { seconds, type Row } from './row.ts';
import { samplePhotos } from './sample-photos.ts';

/*
 * Two servers and three workers on the PostgreSQL of the system while a job runs: one worker is killed, one is stopped
 * until its leases are over and continues then, and PostgreSQL restarts five times, in order and as if by a power cut.
 */

const count = 500;
const latencyMs = 300;
const concurrency = 4;
/** A worker holds twice its window, and may have asked about all of it without having written down any. */
const mostHeld = 2 * concurrency;
/** Leases are 45 s, and looked at every 5. */
const stoppedMs = 55_000;
const restartEveryMs = 9_000;

export async function measureFaults(): Promise<Row[]> {
  const many = { servers: 2, workers: 3, concurrency, simulator: { latencyMs } };
  return withMany(many, async (stage) => {
    const server = first(stage.servers);
    const ids = await uploadPhotos(
      { origin: server.origin, database: stage.database },
      await samplePhotos(count),
    );
    stage.simulator.reset();
    const { jobId } = await startJob(server.origin, ids);
    const { lastAt, named } = await cause(stage, jobId);
    const job = await untilEnded(stage.servers, jobId);
    const afterMs = performance.now() - lastAt;
    // What the stopped worker had asked for still comes in.
    await sleep(3000);
    const ends = await Promise.all(
      [...stage.servers, ...stage.workers.slice(1)].map((one) => one.end('SIGTERM')),
    );
    return toRows({ job, afterMs, named, ends, stage, kept: await readKept(stage.database, jobId) });
  });
}

/** Everything that goes wrong; answers with when the last of it was over, and how many were named at each. */
async function cause({ postgres, servers, workers }: ManyStage, jobId: string) {
  const [killed, stopped] = workers;
  const named: number[] = [];
  const tell = async (what: string) => {
    const { succeeded } = await untilRead(servers, jobId);
    named.push(succeeded);
    console.error(`  ${what}, with ${succeeded} of ${count} named`);
  };
  await sleep(2000);
  await killed?.end('SIGKILL');
  await tell('A worker was killed');
  await sleep(1000);
  stopped?.signal('SIGSTOP');
  const continued = sleep(stoppedMs).then(() => stopped?.signal('SIGCONT'));
  await tell('A worker was stopped');
  for (const how of ['fast', 'immediate', 'fast', 'immediate', 'immediate'] as const) {
    await sleep(restartEveryMs);
    await postgres.restart(how);
    await tell(`PostgreSQL restarted (${how})`);
  }
  await continued;
  const lastAt = performance.now();
  await tell('The stopped worker goes on');
  return { lastAt, named };
}

async function untilEnded(servers: readonly RunningProcess[], jobId: string): Promise<JobSeen> {
  const giveUpAt = performance.now() + 180_000;
  for (;;) {
    const job = await untilRead(servers, jobId);
    if (!['pending', 'processing'].includes(job.status) || performance.now() > giveUpAt) return job;
    await sleep(100);
  }
}

/** From whichever server can answer; while PostgreSQL is away none can. */
async function untilRead(servers: readonly RunningProcess[], jobId: string): Promise<JobSeen> {
  for (let turn = 0; ; turn += 1) {
    const job = await readJob(servers[turn % servers.length]?.origin ?? '', jobId).catch(() => null);
    if (job !== null) return job;
    await sleep(50);
  }
}

interface Kept {
  readonly named: number;
  readonly names: number;
  readonly renames: number;
  readonly calls: number;
  readonly lost: number;
  readonly late: number;
  readonly queued: number;
}

/** What the tables say in the end. */
async function readKept(database: Database, jobId: string): Promise<Kept> {
  const [kept] = await database.query<Kept>(
    `select
       (select count(distinct photo_id)::int from rollcall.rename_entries) as named,
       (select count(distinct name_key)::int from rollcall.photos) as names,
       (select count(*)::int from rollcall.rename_entries) as renames,
       (select count(*)::int from rollcall.model_calls where job_id = $1 and outcome in ('ok', 'lost')) as calls,
       (select count(*)::int from rollcall.model_calls where job_id = $1 and outcome = 'lost') as lost,
       (select count(*)::int from rollcall.model_calls where job_id = $1 and late) as late,
       (select count(*)::int from pgboss.job where name = 'items') as queued`,
    [jobId],
  );
  if (kept === undefined) throw new Error('Nothing could be read');
  return kept;
}

function toRows(seen: {
  job: JobSeen;
  afterMs: number;
  named: readonly number[];
  ends: readonly (number | null)[];
  stage: ManyStage;
  kept: Kept;
}): Row[] {
  const { job, afterMs, ends, kept } = seen;
  const { billed, distinctImages } = seen.stage.simulator.stats();
  const again = billed - distinctImages;
  const row = (what: string, ours: string, target: string, met: boolean): Row => {
    return { what, ours, against: '', ratio: null, target, met };
  };
  const rows = [
    row(
      `faults on PostgreSQL ${seen.stage.postgres.version}: photos named by a job of ${count}`,
      `${job.succeeded} of ${job.total}, ${job.failed} failed, ${kept.names} names, ${job.status}`,
      'all, once',
      job.status === 'completed' && job.succeeded === count && kept.named === count && kept.names === count,
    ),
    row('  named more than once', String(kept.renames - kept.named), '0', kept.renames === kept.named),
    row(
      '  asked again, of what the worker killed and the one stopped held',
      `${again} (${kept.lost} lost and ${kept.late} late in the ledger)`,
      `≤ ${2 * mostHeld}, all in the ledger`,
      again <= 2 * mostHeld && again <= kept.lost + kept.late,
    ),
    row(
      '  calls paid that the ledger does not know',
      String(Math.max(0, billed - kept.calls)),
      '0',
      billed <= kept.calls,
    ),
    row(
      '  named at the kill, the stop, each restart, and the end of the stop',
      seen.named.join(' '),
      '',
      true,
    ),
    row('  job over after the last fault', seconds(afterMs), '< 60 s', afterMs < 60_000),
    row('  left in the queue', String(kept.queued), '0', kept.queued === 0),
    row(
      '  exit codes at the end',
      ends.join(' '),
      'all 0',
      ends.every((code) => code === 0),
    ),
  ];
  const passed = rows.every(({ met }) => met);
  return [...rows, row('  in all', passed ? 'PASS' : 'FAIL', 'PASS', passed)];
}
