import type { Clock } from '../clock.ts';
import type { Processes } from '../database/processes.ts';
import type { Database } from '../database/sql.ts';
import { readStats, type ProcessStats } from '../jobs/process-stats.ts';
import { totalSpentUsd } from '../jobs/spending.ts';
import type { Queue, QueueDepth } from '../queue/queue.ts';
import { renderFamily, type Family, type Sample } from './prometheus-text.ts';

export interface MetricsDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly processes: Processes;
  /** Of this process, as of now; the others' are some seconds old. */
  readonly stats: () => ProcessStats;
  readonly clock: Clock;
}

/** However often it is asked. */
const freshMs = 1000;

/**
 * The Prometheus text: the queue, running jobs, and what each process on this database has done. Workers have no port,
 * so any server answers for all processes; each row read is one that somebody keeps up to date anyway.
 */
export function createMetrics(dependencies: MetricsDependencies): () => Promise<string> {
  const { clock } = dependencies;
  let last: { readonly at: number; readonly text: Promise<string> } | null = null;
  return () => {
    const now = clock.now();
    if (last !== null && now - last.at < freshMs) return last.text;
    const text = render(dependencies);
    last = { at: now, text };
    // A failure is not kept: the next scrape tries again.
    text.catch(() => {
      if (last?.text === text) last = null;
    });
    return text;
  };
}

async function render({ database, queue, processes, stats }: MetricsDependencies): Promise<string> {
  const [depths, jobs, others, spentUsd] = await Promise.all([
    queue.depth(),
    // By the index of running jobs; how many have ended says nothing about now.
    database.query<{ status: string; n: number }>(
      `select status, count(*)::int as n from rollcall.jobs where status in ('pending', 'processing', 'paused')
       group by status order by status`,
    ),
    processes.living(),
    totalSpentUsd(database),
  ]);
  const { id, kind } = processes.self;
  const all = [
    { id, kind, stats: stats() },
    ...others.map((other) => ({ ...other, stats: readStats(other.stats) })),
  ];
  const families = [
    ...ofQueues(depths),
    ofJobs(jobs),
    ofSpending(spentUsd),
    ...ofProcesses(all),
    ...ofLanes(all),
  ];
  return families.map(renderFamily).join('');
}

function ofQueues(depths: readonly QueueDepth[]): Family[] {
  const gauge = (name: string, help: string, pick: (depth: QueueDepth) => number): Family => ({
    name: `rollcall_queue_${name}`,
    type: 'gauge',
    help,
    samples: depths.map((depth) => ({ labels: { queue: depth.name }, value: pick(depth) })),
  });
  return [
    gauge('ready', 'Messages that could be worked on now', (depth) => depth.ready),
    gauge('deferred', 'Messages that wait for their time', (depth) => depth.deferred),
    gauge('held', 'Messages that a process holds', (depth) => depth.held),
    gauge('failed', 'Messages the queue gave up, which it never should', (depth) => depth.failed),
    gauge(
      'oldest_ready_seconds',
      'How long the oldest message that could be worked on has waited',
      (depth) => depth.oldestReadySeconds,
    ),
  ];
}

const ofJobs = (jobs: readonly { status: string; n: number }[]): Family => ({
  name: 'rollcall_jobs',
  type: 'gauge',
  help: 'Jobs that have not ended, by status',
  samples: jobs.map(({ status, n }) => ({ labels: { status }, value: n })),
});

/** Of everybody together: who spent what is for the database's owner to see, not for whoever reads metrics. */
const ofSpending = (usd: number): Family => ({
  name: 'rollcall_spent_usd_total',
  type: 'counter',
  help: 'What calls of models have cost, in US dollars, lost ones as expected',
  samples: [{ value: usd }],
});

interface KnownProcess {
  readonly id: string;
  readonly kind: string;
  readonly stats: ProcessStats | null;
}

function ofProcesses(all: readonly KnownProcess[]): Family[] {
  const counter = (name: string, help: string, pick: (stats: ProcessStats) => Sample[]): Family => ({
    name: `rollcall_${name}_total`,
    type: 'counter',
    help,
    samples: withStats(all).flatMap(({ id, stats }) =>
      pick(stats).map(({ labels = {}, value }) => ({ labels: { process: id, ...labels }, value })),
    ),
  });
  const by = (label: string, counts: Readonly<Record<string, number>>): Sample[] =>
    Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
  return [
    {
      name: 'rollcall_process_up',
      type: 'gauge',
      help: 'Servers and workers heard within the last 15 seconds',
      samples: all.map(({ id, kind }) => ({ labels: { process: id, kind }, value: 1 })),
    },
    counter('items', 'Items ended, by how', ({ counts }) => by('result', counts.items)),
    counter('retries', 'Items put back to be tried again, by why', ({ counts }) => by('why', counts.retries)),
    counter(
      'leases_expired',
      'Items found held by a process that did not come back for them',
      ({ counts }) => [{ value: counts.leasesExpired }],
    ),
    counter('pictures', 'Originals prepared', ({ counts }) => [{ value: counts.pictures }]),
  ];
}

type LaneStats = ProcessStats['lanes'][number];

function ofLanes(all: readonly KnownProcess[]): Family[] {
  const lanes = withStats(all).flatMap(({ id, stats }) =>
    stats.lanes.map((lane) => ({ labels: { process: id, lane: lane.lane }, lane })),
  );
  const gauge = (name: string, help: string, pick: (lane: LaneStats) => Sample[]): Family => ({
    name: `rollcall_lane_${name}`,
    type: 'gauge',
    help,
    samples: lanes.flatMap(({ labels, lane }) =>
      pick(lane).map((sample) => ({ labels: { ...labels, ...sample.labels }, value: sample.value })),
    ),
  });
  const one = (value: number): Sample[] => [{ value }];
  const known = ({ rates }: LaneStats, what: 'left' | 'perSecond'): Sample[] =>
    (['requests', 'tokens'] as const).flatMap((of) => {
      const value = rates?.[of][what] ?? null;
      return value === null ? [] : [{ labels: { of }, value }];
    });
  return [
    gauge('in_flight', 'Calls under way', (lane) => one(lane.inFlight)),
    gauge('window', 'Calls the limiter of this process lets through at once', (lane) => one(lane.window)),
    gauge('waiting', 'Whether the lane waits for its provider', (lane) =>
      one(lane.waitingUntil === null ? 0 : 1),
    ),
    gauge(
      'shut_until_seconds',
      'When the next call may start, in seconds since the epoch; 0 while it may now',
      (lane) => one((lane.waitingUntil ?? 0) / 1000),
    ),
    gauge('left', 'What the provider said is left of its limit', (lane) => known(lane, 'left')),
    gauge('pace_per_second', 'The pace learnt from refusals, of all processes together', (lane) =>
      known(lane, 'perSecond'),
    ),
  ];
}

const withStats = (all: readonly KnownProcess[]) =>
  all.flatMap(({ id, stats }) => (stats === null ? [] : [{ id, stats }]));
