import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/database/sql.ts';
import { readLedger } from '../test/edge/name-ledger.ts';
import { seededRandom } from '../test/simulator/seeded-random.ts';
import { seconds, type Row } from './row.ts';
import { owner, withSlices, type SlicesStage } from './slices-stage.ts';

/*
 * A job on the functions' path: one that outlives its isolates, each killed at 150 s and retired at one second of
 * CPU; and one during which PostgreSQL itself is restarted every 5 to 20 s for two minutes, in order or as by a power cut.
 */

const usual = { wallClockMs: 150_000, latencyMs: 2000, concurrency: 16 };
/** `SLICES_PHOTOS` may say another number. */
const usualPhotos = 1000;
const shaken = { photos: 1000, forMs: 120_000, leastMs: 5000, mostMs: 20_000, seed: 7 };
/** Two seconds of CPU and 256 MB are what an isolate has. */
const most = { cpuMs: 2000, bytes: 256_000_000 };

export async function measureSlices(): Promise<Row[]> {
  const photos = Number(process.env['SLICES_PHOTOS'] ?? usualPhotos);
  return withSlices(usual, async (stage) => {
    const startedAt = performance.now();
    const jobId = await stage.startJob(photos);
    const bound = boundMs(photos);
    await untilOver(stage.database, jobId, bound * 3);
    const ours = performance.now() - startedAt;
    const { told } = stage.platform;
    return [
      {
        what: `functions killed at 150 s: ${photos} photos at 2 s`,
        ours: seconds(ours),
        against: `bound ${seconds(bound)}`,
        ratio: ours / bound,
        target: '≤ 1.1',
        met: ours <= bound * 1.1,
      },
      ...(await outcome(stage, { jobId, photos })),
      row('  asked again', stage.simulator.stats().imagesBilledTwice, { most: 0 }),
      row('  isolates cut off by wall clock or CPU', told.cutOff + told.cutOffByCpu, { most: 0 }),
    ];
  });
}

export async function measureRestarts(): Promise<Row[]> {
  const { photos, forMs, seed } = shaken;
  return withSlices(usual, async (stage) => {
    const random = seededRandom(seed);
    const jobId = await stage.startJob(photos);
    const until = performance.now() + forMs;
    let restarts = 0;
    let named = 0;
    while (performance.now() < until) {
      await sleep(shaken.leastMs + random() * (shaken.mostMs - shaken.leastMs));
      await stage.postgres.restart(random() < 0.5 ? 'fast' : 'immediate');
      restarts += 1;
      named = (await jobOf(stage.database, jobId)).succeeded;
      console.error(`  PostgreSQL restarted, with ${named} of ${photos} named`);
    }
    const endedAt = performance.now();
    await untilOver(stage.database, jobId, 300_000);
    const afterMs = performance.now() - endedAt;
    const stillMs = boundMs(photos - named);
    return [
      row(`functions while PostgreSQL restarts for two minutes (seed ${seed}): restarts`, restarts),
      ...(await outcome(stage, { jobId, photos })),
      row('  asked again', stage.simulator.stats().imagesBilledTwice),
      {
        ...row('  job over after the last restart', seconds(afterMs)),
        against: `${seconds(stillMs)} of calls left`,
        target: '≤ 60 s more',
        met: afterMs <= stillMs + 60_000,
      },
    ];
  });
}

const boundMs = (photos: number): number => (photos * usual.latencyMs) / usual.concurrency;

/** What holds for every job, whatever happens around it. */
async function outcome(
  { database, platform, simulator }: SlicesStage,
  { jobId, photos }: { jobId: string; photos: number },
): Promise<Row[]> {
  const { status, succeeded } = await jobOf(database, jobId);
  const { named, names, entries, calls, lost, messages, held } = await readLedger(database, owner);
  const { billed } = simulator.stats();
  const { told } = platform;
  const isWhole = [named, names, entries, succeeded].every((n) => n === photos) && messages + held === 0;
  return [
    {
      ...row('  photos named once', `${named} of ${photos}, ${names} names, ${entries} entries, ${status}`),
      target: 'all',
      met: isWhole && status === 'completed',
    },
    {
      ...row('  calls', `${billed} (${calls} answered and ${lost} lost in the ledger)`),
      target: 'none unknown',
      met: billed <= calls + lost,
    },
    row('  isolates; calls from one function to another', `${told.started}, ${told.chained}`),
    row('  most CPU of an isolate, ms', Math.round(told.mostCpuMs), { most: most.cpuMs }),
    row('  most memory of a Deno process, MB', Math.round(told.mostBytes / 1e6), { most: most.bytes / 1e6 }),
  ];
}

function row(what: string, ours: string | number, limit?: { readonly most: number }): Row {
  const met = limit === undefined || Number(ours) <= limit.most;
  const target = limit === undefined ? '' : limit.most === 0 ? '0' : `≤ ${limit.most}`;
  return { what, ours: String(ours), against: '', ratio: null, target, met };
}

interface JobSeen {
  readonly status: string;
  readonly succeeded: number;
}

async function untilOver(database: Database, jobId: string, withinMs: number): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt) {
    const { status } = await jobOf(database, jobId);
    if (!['pending', 'processing'].includes(status)) return;
    await sleep(100);
  }
}

/** PostgreSQL may be away for a moment. */
async function jobOf(database: Database, jobId: string): Promise<JobSeen> {
  for (let tries = 100; ; tries -= 1) {
    try {
      const [job] = await database.query<JobSeen>(
        'select status, succeeded from rollcall.jobs where id = $1',
        [jobId],
      );
      if (job === undefined) throw new Error(`There is no job ${jobId}`);
      return job;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(200);
    }
  }
}
