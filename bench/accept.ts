import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '../test/simulator/create-simulator.ts';
import { cancelJob, startJob } from './client.ts';
import { fillServer } from './fill-library.ts';
import { milliseconds, type Row } from './row.ts';
import { withServer, type Server } from './server.ts';

const runs = 5;

/** How long a person waits for the job id; photos come from SQL, everything else is the real server. */
export async function measureAccept(): Promise<Row[]> {
  const simulator = await createSimulator({ latencyMs: 300 });
  try {
    return await withServer({ OPENAI_BASE_URL: simulator.baseUrl }, async (server) => {
      const { photoIds } = await fillServer(server, 10_000);
      return [await measure(server, photoIds.slice(0, 1000), 150), await measure(server, photoIds, 1000)];
    });
  } finally {
    await simulator.close();
  }
}

async function measure({ origin }: Server, photoIds: readonly string[], targetMs: number): Promise<Row> {
  const times: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const { jobId, acceptedMs } = await startJob(origin, photoIds);
    times.push(acceptedMs);
    await cancelJob(origin, jobId);
    await sleep(500);
  }
  const best = Math.min(...times);
  return {
    what: `202 for ${photoIds.length.toLocaleString('en')} photos (first, then best of ${runs})`,
    ours: `${milliseconds(times[0] ?? 0)}, ${milliseconds(best)}`,
    against: milliseconds(targetMs),
    ratio: best / targetMs,
    target: `< ${targetMs} ms`,
    met: best < targetMs,
  };
}
