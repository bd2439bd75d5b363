import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createProject, eventually, isOver, jobOf } from './build-project.ts';
const cpu = () => readdirSync('/proc').filter((n) => /^\d+$/.test(n)).flatMap((n) => {
  try {
    const cmd = readFileSync(`/proc/${n}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (!cmd.includes('run-isolate.js')) return [];
    const f = readFileSync(`/proc/${n}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${n}/status`, 'utf8'))?.[1];
    const hwm = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${n}/status`, 'utf8'))?.[1];
    return [{ n, fn: /functions\/([a-z-]+)\/index/.exec(cmd)?.[1], ms: (Number(f[11]) + Number(f[12])) * 10, rss, hwm }];
  } catch { return []; }
});
test('cpu', async () => {
  const project = await createProject({ wallClockMs: 150_000, simulator: { latencyMs: 300 }, secrets: { OPENAI_API_KEY: 'sk', ROLLCALL_CONCURRENCY: '16', ROLLCALL_SLICE_ITEMS: '10000' } });
  const ids = await project.addPhotos(401);
  // real sizes
  for (const [key, b] of project.platform.storage.objects) project.platform.storage.objects.set(key, Buffer.concat([b, Buffer.alloc(100_000, 7)]));
  const first = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds: ids.slice(0, 1) } });
  await eventually(() => jobOf(project, first.body.jobId), isOver);
  const before = cpu();
  const t = Date.now();
  const { body } = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds: ids.slice(1) } });
  const job = await eventually(() => jobOf(project, body.jobId), isOver);
  console.log(job, Date.now() - t, 'ms', before, cpu(), project.platform.told.log);
  expect(job.succeeded).toBe(400);
  await project.close();
});
