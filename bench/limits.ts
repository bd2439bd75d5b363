import { createSimulator } from '../test/simulator/create-simulator.ts';
import { runBaseline, type BaselineRun } from './baseline.ts';
import { runJob, uploadPhotos, type JobRun } from './client.ts';
import { seconds, type Row } from './row.ts';
import { samplePhotos } from './sample-photos.ts';
import { withServer } from './server.ts';

const count = 160;
const perSecond = 5;
const concurrency = 16;

/** A provider that takes five calls a second, says so in every answer, and counts the calls it refuses as well. */
export async function measureLimits(): Promise<Row[]> {
  const photos = await samplePhotos(count);
  const simulator = await createSimulator({
    latencyMs: 300,
    limits: { requests: { perSecond, burst: perSecond } },
  });
  try {
    const baseline = await runBaseline({ baseUrl: simulator.baseUrl, photos, concurrency });
    const ours = await withServer(
      { OPENAI_BASE_URL: simulator.baseUrl, ROLLCALL_CONCURRENCY: String(concurrency) },
      async (server) => {
        const ids = await uploadPhotos(server, photos);
        simulator.reset();
        return runJob(server.origin, ids);
      },
    );
    return toRows(ours, baseline, simulator.stats());
  } finally {
    await simulator.close();
  }
}

function toRows(
  ours: JobRun,
  baseline: BaselineRun,
  seen: { calls: number; startedDuringRetryAfter: number },
): Row[] {
  const bound = (count / perSecond) * 1000;
  return [
    {
      what: `${perSecond} calls a second: photos named`,
      ours: `${ours.job.succeeded} of ${count}`,
      against: `script ${baseline.named} of ${count}`,
      ratio: ours.job.succeeded / count,
      target: '100 %',
      met: ours.job.succeeded === count,
    },
    {
      what: '  calls a photo',
      ours: (seen.calls / count).toFixed(3),
      against: `script ${(baseline.calls / count).toFixed(2)}`,
      ratio: seen.calls / count,
      target: '≤ 1.05',
      met: seen.calls <= count * 1.05,
    },
    {
      what: '  calls begun during a Retry-After',
      ours: String(seen.startedDuringRetryAfter),
      against: '',
      ratio: null,
      target: '0',
      met: seen.startedDuringRetryAfter === 0,
    },
    {
      what: '  time',
      ours: seconds(ours.completedMs),
      against: `bound ${seconds(bound)}`,
      ratio: ours.completedMs / bound,
      target: '(no target)',
      met: true,
    },
  ];
}
