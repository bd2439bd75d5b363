import { setTimeout as sleep } from 'node:timers/promises';
import { createIds, ownerIdFor } from '../src/database/ids.ts';
import { runJob, startJob, uploadPhotos } from './client.ts';
import { measureArrivals, openStream, toArrivalRow } from './events.ts';
import { emptyPicture, fillLibrary } from './fill-library.ts';
import { first, withMany, type ManyStage } from './many-stage.ts';
import { cpuMs } from './process-cpu.ts';
import { seconds, type Row } from './row.ts';
import { samplePhoto, samplePhotos, type SamplePhoto } from './sample-photos.ts';

/** Several processes as one: what a page sees at two servers, one rate limit for all, and what a photo costs each part. */
export async function measureMany(): Promise<Row[]> {
  return [...(await measureTwoServers()), ...(await measureSharedLimit()), ...(await measureCosts())];
}

async function measureTwoServers(): Promise<Row[]> {
  const many = { servers: 2, workers: 1, concurrency: 16, simulator: { latencyMs: 300 } };
  return withMany(many, async (stage) => {
    const { ownerId, photoIds } = await fill(stage, 3000);
    const streams = await Promise.all(stage.servers.map(({ origin }) => openStream(origin)));
    await sleep(500);
    const quiet = await measureArrivals(stage.database, streams, { ownerId, photoIds });
    await startJob(first(stage.servers).origin, photoIds.slice(60));
    await sleep(1000);
    const busy = await measureArrivals(stage.database, streams, { ownerId, photoIds });
    for (const stream of streams) stream.close();
    return [toArrivalRow('at both of two servers', quiet), toArrivalRow('  while a job runs', busy)];
  });
}

async function measureSharedLimit(): Promise<Row[]> {
  const [perSecond, count] = [5, 160];
  const limits = { requests: { perSecond, burst: perSecond } };
  const many = { servers: 1, workers: 2, concurrency: 16, simulator: { latencyMs: 300, limits } };
  return withMany(many, async (stage) => {
    const { origin } = first(stage.servers);
    const ids = await uploadPhotos({ origin, database: stage.database }, await samplePhotos(count));
    stage.simulator.reset();
    const { job, completedMs } = await runJob(origin, ids);
    const { calls, throttled, startedDuringRetryAfter } = stage.simulator.stats();
    const bound = (count / perSecond) * 1000;
    return [
      {
        what: `three processes, ${perSecond} calls a second: calls a photo`,
        ours: `${(calls / count).toFixed(3)} (${throttled} refused, ${startedDuringRetryAfter} during a wait)`,
        against: `${job.succeeded} of ${count} named`,
        ratio: calls / count,
        target: '≤ 1.05',
        met: calls <= count * 1.05 && job.succeeded === count,
      },
      {
        what: '  time',
        ours: seconds(completedMs),
        against: `bound ${seconds(bound)}`,
        ratio: completedMs / bound,
        target: '(no target)',
        met: true,
      },
    ];
  });
}

async function measureCosts(): Promise<Row[]> {
  const count = 4000;
  const many = { servers: 1, workers: 1, concurrency: 64, simulator: { latencyMs: 0 } };
  return withMany(many, async (stage) => {
    const { photoIds } = await fill(stage, count);
    const before = await spent(stage);
    const { job } = await runJob(first(stage.servers).origin, photoIds);
    const after = await spent(stage);
    const per = (what: 'node' | 'postgres' | 'bytes', photos: number) =>
      (after[what] - before[what]) / photos;
    const row = (what: string, ours: string): Row => {
      return { what, ours, against: '', ratio: null, target: '(no target)', met: job.succeeded === count };
    };
    const preparing = await preparingCosts(stage);
    const idle = await idleCosts(stage);
    return [
      row('a photo named, CPU of servers and workers', `${per('node', count).toFixed(2)} ms`),
      row('  CPU of PostgreSQL', `${per('postgres', count).toFixed(2)} ms`),
      row('  growth of the database', `${(per('bytes', count) / 1000).toFixed(1)} KB`),
      row('a photo of 12 MP prepared, CPU of servers and workers', `${preparing.node.toFixed(0)} ms`),
      row('  thumbnail and preview in the bucket', `${(preparing.derivedBytes / 1000).toFixed(0)} KB`),
      row('a second without work, CPU of each server and worker', `${idle.node.toFixed(1)} ms`),
      row('  CPU of PostgreSQL for each', `${idle.postgres.toFixed(1)} ms`),
    ];
  });
}

async function preparingCosts(stage: ManyStage) {
  const count = 24;
  const photos: SamplePhoto[] = [];
  for (let n = 1; n <= count; n += 1) photos.push(await samplePhoto({ n, width: 4000, height: 3000 }));
  const before = await spent(stage);
  await uploadPhotos({ origin: first(stage.servers).origin, database: stage.database }, photos);
  const after = await spent(stage);
  const derived = [...stage.bucket.objects].filter(([key]) => /thumbnail|preview/u.test(key));
  const derivedBytes = derived.reduce((sum, [, bytes]) => sum + bytes.byteLength, 0) / count;
  return {
    node: (after.node - before.node) / count,
    derivedBytes,
  };
}

/** For each process and second. */
async function idleCosts(stage: ManyStage) {
  const idleSeconds = 10;
  await sleep(2000);
  const before = await spent(stage);
  await sleep(idleSeconds * 1000);
  const after = await spent(stage);
  const share = idleSeconds * (stage.servers.length + stage.workers.length);
  return {
    node: (after.node - before.node) / share,
    postgres: (after.postgres - before.postgres) / share,
  };
}

/** CPU so far in ms, and the size of the database. */
async function spent({ servers, workers, postgres, database }: ManyStage) {
  const node = await Promise.all([...servers, ...workers].map(({ pid }) => cpuMs(pid)));
  const [size] = await database.query<{ bytes: number }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return {
    node: node.reduce((sum, one) => sum + one, 0),
    postgres: await cpuMs(await postgres.pid()),
    bytes: size?.bytes ?? 0,
  };
}

/** Prepared photos in the tables, their one preview in the bucket. */
async function fill({ database, bucket }: ManyStage, count: number) {
  bucket.objects.set('previews/one.jpg', emptyPicture());
  const ownerId = await ownerIdFor('local');
  const newId = createIds({ now: Date.now });
  return {
    ownerId,
    photoIds: await fillLibrary(database, { ownerId, count, previewKey: 'previews/one.jpg', newId }),
  };
}
