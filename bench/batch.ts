import { createSimulator } from '../test/simulator/create-simulator.ts';
import { runBaseline } from './baseline.ts';
import { runJob, uploadPhotos } from './client.ts';
import { seconds, type Row } from './row.ts';
import { samplePhotos } from './sample-photos.ts';
import { withServer } from './server.ts';

const count = 640;
const latencyMs = 300;
const concurrency = 16;

/** A batch by the client's clock, through the real server and database, against what no client could be faster than. */
export async function measureBatch(): Promise<Row[]> {
  const photos = await samplePhotos(count);
  const bound = (count * latencyMs) / concurrency;
  const simulator = await createSimulator({ latencyMs });
  try {
    const baseline = await runBaseline({ baseUrl: simulator.baseUrl, photos, concurrency });
    simulator.reset();
    const ours = await withServer(
      { OPENAI_BASE_URL: simulator.baseUrl, ROLLCALL_CONCURRENCY: String(concurrency) },
      async (server) => runJob(server.origin, await uploadPhotos(server, photos)),
    );
    const { calls } = simulator.stats();
    const complete = ours.job.status === 'completed' && ours.job.succeeded === count && calls === count;
    const ratio = ours.completedMs / bound;
    return [
      {
        what: `${count} photos, ${latencyMs} ms, ${concurrency} at a time`,
        ours: `${seconds(ours.completedMs)}${complete ? '' : ` (${ours.job.succeeded} named, ${calls} calls)`}`,
        against: `bound ${seconds(bound)}`,
        ratio,
        target: '≤ 1.05',
        met: complete && ratio <= 1.05,
      },
      {
        what: '  a plain script beside it',
        ours: seconds(baseline.ms),
        against: `bound ${seconds(bound)}`,
        ratio: baseline.ms / bound,
        target: '(for comparison)',
        met: true,
      },
    ];
  } finally {
    await simulator.close();
  }
}
