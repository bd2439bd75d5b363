import { setTimeout as sleep } from 'node:timers/promises';
import { bumpOwners, notifyOwners } from '../src/database/bump.ts';
import type { Database } from '../src/database/sql.ts';
import { createSimulator } from '../test/simulator/create-simulator.ts';
import { startJob } from './client.ts';
import { fillServer } from './fill-library.ts';
import { milliseconds, percentile, type Row } from './row.ts';
import { withServer } from './server.ts';

const changes = 60;

/** From the commit in the database to the bytes at a reader of the stream; alone, and while a job changes photos too. */
export async function measureEvents(): Promise<Row[]> {
  const simulator = await createSimulator({ latencyMs: 300 });
  try {
    return await withServer({ OPENAI_BASE_URL: simulator.baseUrl }, async (server) => {
      const { ownerId, photoIds } = await fillServer(server, 3000);
      const stream = await openStream(server.origin);
      await sleep(500);
      const quiet = await measureArrivals(server.database, [stream], { ownerId, photoIds });
      await startJob(server.origin, photoIds.slice(changes));
      await sleep(1000);
      const busy = await measureArrivals(server.database, [stream], { ownerId, photoIds });
      stream.close();
      return [toArrivalRow('alone', quiet), toArrivalRow('while a job runs', busy)];
    });
  } finally {
    await simulator.close();
  }
}

/** How long each change takes to each of the streams. */
export async function measureArrivals(
  database: Database,
  streams: readonly Stream[],
  of: { ownerId: string; photoIds: readonly string[] },
): Promise<number[]> {
  const times: number[] = [];
  for (const photoId of of.photoIds.slice(0, changes)) {
    await sleep(50 + Math.random() * 500);
    const arrivals = Promise.all(streams.map((stream) => stream.arrivalOf(photoId)));
    await database.transaction(async (tx) => {
      const seq = (await bumpOwners(tx, [of.ownerId])).get(of.ownerId) ?? 0;
      await tx.query('update rollcall.photos set seq = $3 where owner_id = $1 and id = $2', [
        of.ownerId,
        photoId,
        seq,
      ]);
      await notifyOwners(tx, [of.ownerId]);
    });
    const committedAt = performance.now();
    const late = sleep(5000, null, { ref: false });
    const arrivedAt = await Promise.race([arrivals, late]);
    if (arrivedAt === null) throw new Error('A change did not come through the stream within 5 s.');
    times.push(...arrivedAt.map((at) => Math.max(0, at - committedAt)));
  }
  return times;
}

export function toArrivalRow(when: string, times: readonly number[]): Row {
  const p95 = percentile(times, 0.95);
  return {
    what: `event from commit to stream, ${when} (p50, p95)`,
    ours: `${milliseconds(percentile(times, 0.5))}, ${milliseconds(p95)}`,
    against: '250 ms',
    ratio: p95 / 250,
    target: 'p95 < 250 ms',
    met: p95 < 250,
  };
}

export interface Stream {
  /** When the event that names this photo has been read whole. */
  arrivalOf(photoId: string): Promise<number>;
  close(): void;
}

export async function openStream(origin: string): Promise<Stream> {
  const over = new AbortController();
  const response = await fetch(`${origin}/api/v1/events`, { signal: over.signal });
  const awaited = new Map<string, (at: number) => void>();
  const reading = async () => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf('\n\n');
      if (end < 0) continue;
      for (const [photoId, arrived] of awaited) {
        if (!text.slice(0, end).includes(photoId)) continue;
        awaited.delete(photoId);
        arrived(performance.now());
      }
      text = text.slice(end + 2);
    }
  };
  reading().catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  return {
    arrivalOf: (photoId) => new Promise((resolve) => awaited.set(photoId, resolve)),
    close: () => over.abort(),
  };
}
