import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../test/simulator/create-simulator.ts';
import { readJob, startJob } from './client.ts';
import { fillServer } from './fill-library.ts';
import { percentile, type Row } from './row.ts';
import { withServer, type Server } from './server.ts';

const count = 10_000;
const limitMegabytes = 350;

/** Memory of server and database through a whole job of 10,000 photos, with somebody watching its events. */
export async function measureMemory(): Promise<Row[]> {
  const simulator = await createSimulator({ latencyMs: 50 });
  try {
    return await withServer({ OPENAI_BASE_URL: simulator.baseUrl }, async (server) => {
      const { photoIds } = await fillServer(server, count);
      return toRows(await watchJob(server, photoIds));
    });
  } finally {
    await simulator.close();
  }
}

async function watchJob(server: Server, photoIds: readonly string[]): Promise<number[]> {
  const watching = new AbortController();
  const stream = await fetch(`${server.origin}/api/v1/events`, { signal: watching.signal });
  stream.body?.pipeTo(new WritableStream()).catch(() => {});
  const { jobId } = await startJob(server.origin, photoIds);
  const samples: number[] = [];
  for (let ended = false; !ended;) {
    samples.push((await server.memory()) / 1e6);
    await sleep(500);
    ended = !['pending', 'processing'].includes((await readJob(server.origin, jobId)).status);
  }
  watching.abort();
  const job = await readJob(server.origin, jobId);
  if (job.succeeded !== count)
    throw new Error(`Only ${job.succeeded} of ${count} were named (${job.status}).`);
  return samples;
}

function toRows(samples: readonly number[]): Row[] {
  const highest = Math.max(...samples);
  const third = Math.floor(samples.length / 3);
  const early = percentile(samples.slice(third, third * 2), 0.5);
  const late = percentile(samples.slice(-third), 0.5);
  return [
    {
      what: `memory during a job of ${count.toLocaleString('en')}, server and database`,
      ours: `${Math.round(highest)} MB at most`,
      against: `${limitMegabytes} MB`,
      ratio: highest / limitMegabytes,
      target: '< 350 MB',
      met: highest < limitMegabytes,
    },
    {
      what: '  last third against the middle one',
      ours: `${Math.round(late)} MB`,
      against: `${Math.round(early)} MB`,
      ratio: late / early,
      target: '≤ 1.1 (flat)',
      met: late / early <= 1.1,
    },
  ];
}
