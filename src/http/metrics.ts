import type { Database } from '../database/sql.ts';
import type { Lanes } from '../jobs/slice.ts';
import type { Queue } from '../queue/queue.ts';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The Prometheus text format: what the queue holds, what jobs there are, and how the lanes stand. */
export async function renderMetrics({
  database,
  queue,
  lanes,
}: {
  database: Database;
  queue: Queue;
  lanes: Lanes;
}) {
  const depths = await queue.depth();
  const jobs = await database.query<{ status: string; n: number }>(
    'select status, count(*)::int as n from rollcall.jobs group by status order by status',
  );
  const limiters = [...lanes.known()].map(([lane, { state }]) => ({ lane, ...state() }));
  const byQueue = (pick: (depth: (typeof depths)[number]) => number): Sample[] =>
    depths.map((depth) => ({ labels: { queue: depth.name }, value: pick(depth) }));
  return [
    gauge(
      'rollcall_queue_ready',
      'Messages that could be worked on now',
      byQueue((d) => d.ready),
    ),
    gauge(
      'rollcall_queue_deferred',
      'Messages that wait for their time',
      byQueue((d) => d.deferred),
    ),
    gauge(
      'rollcall_queue_held',
      'Messages that a worker holds',
      byQueue((d) => d.held),
    ),
    gauge(
      'rollcall_jobs',
      'Jobs by status',
      jobs.map(({ status, n }) => ({ labels: { status }, value: n })),
    ),
    gauge(
      'rollcall_lane_in_flight',
      'Calls under way',
      limiters.map((l) => ({ labels: { lane: l.lane }, value: l.inFlight })),
    ),
    gauge(
      'rollcall_lane_window',
      'Calls the limiter lets through at once',
      limiters.map((l) => ({ labels: { lane: l.lane }, value: l.window })),
    ),
    gauge(
      'rollcall_lane_waiting',
      'Whether the lane waits for its provider',
      limiters.map((l) => ({ labels: { lane: l.lane }, value: l.waitingUntil === null ? 0 : 1 })),
    ),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(
      ([key, text]) => `${key}="${text.replaceAll(/["\\\n]/gu, '_')}"`,
    );
    return `${name}{${pairs.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}
