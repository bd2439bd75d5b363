import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SamplePhoto } from './sample-photos.ts';
import type { Server } from './server.ts';

export interface JobSeen {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cost: { readonly calls: number };
}

const lot = 40;

/** Uploads photos as the page does, and waits until all of them are prepared. Answers with their ids. */
export async function uploadPhotos(
  { origin, database }: Pick<Server, 'origin' | 'database'>,
  photos: readonly SamplePhoto[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < photos.length; at += lot) {
    const form = new FormData();
    for (const { name, path } of photos.slice(at, at + lot)) {
      form.append('file', new Blob([await readFile(path)], { type: 'image/jpeg' }), name);
    }
    const response = await fetch(`${origin}/api/v1/photos`, { method: 'POST', body: form });
    const result: { photos: { id: string }[] } = await expectOk(response);
    ids.push(...result.photos.map((photo) => photo.id));
  }
  for (;;) {
    const [row] = await database.query<{ left: number }>(
      'select count(*)::int as left from rollcall.originals where prepared_at is null',
    );
    if (row?.left === 0) return ids;
    await sleep(100);
  }
}

export interface JobRun {
  readonly job: JobSeen;
  /** From sending the request to the 202. */
  readonly acceptedMs: number;
  /** From sending the request to having read `completed`. */
  readonly completedMs: number;
}

/** Starts a job and follows it by asking, twenty times a second, until it has ended. */
export async function runJob(origin: string, photoIds: readonly string[]): Promise<JobRun> {
  const startedAt = performance.now();
  const { jobId, acceptedMs } = await startJob(origin, photoIds);
  for (;;) {
    const job = await readJob(origin, jobId);
    if (!['pending', 'processing'].includes(job.status)) {
      return { job, acceptedMs, completedMs: performance.now() - startedAt };
    }
    await sleep(50);
  }
}

export async function startJob(origin: string, photoIds: readonly string[]) {
  const startedAt = performance.now();
  const response = await fetch(`${origin}/functions/v1/batch-ai-analysis`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds }),
  });
  const { jobId }: { jobId: string } = await expectOk(response);
  return { jobId, acceptedMs: performance.now() - startedAt };
}

export async function readJob(origin: string, jobId: string): Promise<JobSeen> {
  return expectOk(await fetch(`${origin}/api/v1/jobs/${jobId}`));
}

export async function cancelJob(origin: string, jobId: string): Promise<void> {
  await expectOk(await fetch(`${origin}/api/v1/jobs/${jobId}/cancel`, { method: 'POST' }));
}

async function expectOk<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  const body: T = await response.json();
  return body;
}
