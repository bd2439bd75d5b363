import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProcesses } from '../../src/database/processes.ts';
import type { Database } from '../../src/database/sql.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { renderFamily } from '../../src/http/prometheus-text.ts';
import { collectStats } from '../../src/jobs/process-stats.ts';
import { createWorkCounters } from '../../src/jobs/work-counters.ts';
import { runSlice } from '../../src/jobs/slice.ts';
import { createManualClock } from '../simulator/manual-clock.ts';
import { atMost, claimAll, createJobs, releaseHeld, startJob, type Jobs } from './build-jobs.ts';
import { addPhotos } from './build-library.ts';
import { titled } from './build-lanes.ts';
import { readPrometheus } from './read-prometheus.ts';

let jobs: Jobs;

beforeAll(async () => {
  jobs = await createJobs();
});
afterAll(() => jobs.close());

const clock = createManualClock();
const counters = createWorkCounters();
const stats = () => collectStats({ counters, lanes: jobs.lanes });

async function enter(kind: 'server' | 'worker') {
  const id = jobs.newId();
  return createProcesses(jobs.worker, { id, kind, place: '', pid: 1, begun: '' });
}

async function workWith(items = Number.POSITIVE_INFINITY) {
  const { signal } = new AbortController();
  await runSlice(
    { ...jobs.slice, counters },
    { signal, whenIdle: 'return', graceMs: 1000, budget: atMost(items) },
  );
}

test('a server tells of the queue, of running jobs, and of every process on its database', async () => {
  const [server, worker] = [await enter('server'), await enter('worker')];
  const metrics = createMetrics({
    database: jobs.database,
    queue: jobs.queue,
    processes: server,
    stats,
    clock,
  });
  await startJob(jobs, await addPhotos(jobs, ['a#1', 'b#2', 'c#3', 'd#4']));
  // One is lost by a worker that dies, one answer is useless first.
  await claimAll(jobs, 1);
  await releaseHeld(jobs);
  let asked = 0;
  jobs.lanes.script((request) => {
    asked += 1;
    return asked === 1 ? { kind: 'transient', detail: '500' } : titled(request);
  });
  await workWith(4);
  await jobs.queue.supervise();
  await worker.beat(stats());

  const families = readPrometheus(await metrics());
  const valueOf = (name: string, labels: Record<string, string>) =>
    families
      .get(name)
      ?.samples.find((sample) => Object.entries(labels).every(([key, text]) => sample.labels[key] === text))
      ?.value;
  const us = { process: server.self.id };
  expect(valueOf('rollcall_items_total', { ...us, result: 'answered' })).toBe(3);
  expect(valueOf('rollcall_retries_total', { ...us, why: 'error' })).toBe(1);
  expect(valueOf('rollcall_leases_expired_total', us)).toBe(1);
  expect(valueOf('rollcall_process_up', { ...us, kind: 'server' })).toBe(1);
  expect(valueOf('rollcall_process_up', { process: worker.self.id, kind: 'worker' })).toBe(1);
  expect(valueOf('rollcall_items_total', { process: worker.self.id, result: 'answered' })).toBe(3);
  expect(valueOf('rollcall_jobs', { status: 'processing' })).toBe(1);
  expect(valueOf('rollcall_queue_ready', { queue: 'items' })).toBe(1);
  expect(valueOf('rollcall_queue_failed', { queue: 'items' })).toBe(0);
  expect(families.get('rollcall_queue_oldest_ready_seconds')?.samples).toHaveLength(2);
  expect(valueOf('rollcall_lane_window', { ...us, lane: 'scripted:m1' })).toBeGreaterThan(0);
  expect(valueOf('rollcall_lane_shut_until_seconds', us)).toBe(0);
});

test('a process that was not heard for a while is no longer told of, nor one that tells it in another way', async () => {
  const [server, silent, newer] = [await enter('server'), await enter('worker'), await enter('worker')];
  await silent.beat(stats());
  await jobs.database.query(`update rollcall.processes set seen_at = now() - interval '16 s' where id = $1`, [
    silent.self.id,
  ]);
  await newer.beat({ counts: 'otherwise' });
  const metrics = createMetrics({
    database: jobs.database,
    queue: jobs.queue,
    processes: server,
    stats,
    clock,
  });
  const families = readPrometheus(await metrics());
  const processesOf = (name: string) =>
    new Set(families.get(name)?.samples.map(({ labels }) => labels['process']));
  expect(processesOf('rollcall_process_up').has(silent.self.id)).toBe(false);
  expect(processesOf('rollcall_process_up').has(newer.self.id)).toBe(true);
  expect(processesOf('rollcall_items_total').has(newer.self.id)).toBe(false);
});

test('however often it is asked, the database is asked once a second, and again at once after a failure', async () => {
  let queries = 0;
  let isAway = false;
  const database: Database = {
    ...jobs.database,
    async query(...asked) {
      queries += 1;
      if (isAway) throw new Error('away');
      return jobs.database.query(...asked);
    },
  };
  const metrics = createMetrics({
    database,
    queue: jobs.queue,
    processes: await enter('server'),
    stats,
    clock,
  });
  await metrics();
  const once = queries;
  await Promise.all([metrics(), metrics(), metrics()]);
  expect(queries).toBe(once);
  await clock.advance(1000);
  isAway = true;
  await expect(metrics()).rejects.toThrow('away');
  isAway = false;
  queries = 0;
  await Promise.all([metrics(), metrics()]);
  expect(queries).toBe(once);
});

test('names of lanes are whatever a provider calls its models', () => {
  const lane = 'a "quoted" \\ name\nof two lines';
  const text = renderFamily({
    name: 'rollcall_lane_window',
    type: 'gauge',
    help: 'Calls',
    samples: [{ labels: { lane }, value: 3 }],
  });
  expect(readPrometheus(text).get('rollcall_lane_window')?.samples).toEqual([{ labels: { lane }, value: 3 }]);
});

test.each([
  ['without its type', 'a 1\n'],
  ['twice', '# HELP a A\n# TYPE a gauge\na{l="x"} 1\na{l="x"} 2\n'],
  ['with an open quote', '# HELP a A\n# TYPE a gauge\na{l="x} 1\n'],
  ['that is no number', '# HELP a A\n# TYPE a gauge\na null\n'],
  ['of a counter by another name', '# HELP a A\n# TYPE a counter\na 1\n'],
])('the reader of these tests refuses a sample %s', (_, text) => {
  expect(() => readPrometheus(text)).toThrow();
});
