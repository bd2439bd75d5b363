import { Hono } from 'hono';
import { statement, type Sql } from '../database/sql.ts';
import { listChangedJobs, listCurrentJobs, mostChangedJobs } from '../jobs/view-jobs.ts';
import { countPhotos } from '../photos/list-photos.ts';
import { viewPhotos } from '../photos/view-photos.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { renderPhoto } from './render-photo.ts';
import type { JobsEvent, PhotosEvent, SnapshotEvent } from './schemas/event.ts';
import type { OwnerVariables } from './session.ts';

/** At most four messages a second: people cannot read faster, and a fast job changes hundreds of photos. */
const gapMs = 250;
/** NOTIFY is a hint; this is the safety net. */
const pollMs = 1000;
const heartbeatMs = 15_000;
/** Beyond this a client is better off to fetch its lists anew. */
const mostChanges = 500;

const headSeq = statement('events.head', 'select seq from rollcall.owners where id = $1');

const changedPhotos = statement(
  'events.changed_photos',
  `select id, deleted from (
     select p.id, p.deleted_at is not null as deleted from rollcall.photos p where p.owner_id = $1 and p.seq > $2
     union
     select p.id, p.deleted_at is not null from rollcall.job_items i
     cross join lateral (select * from rollcall.photos x
       where x.owner_id = i.owner_id and x.id = i.photo_id limit 1) p
     where i.owner_id = $1 and i.seq > $2) c
   limit ${mostChanges + 1}`,
);

/** The owner's changes as server-sent events, replayed from `Last-Event-ID` by whichever server it reaches. */
export function eventRoutes({ database, changes, clock, onError }: ApiDependencies) {
  const router = new Hono<OwnerVariables>();
  router.get('/events', (c) => {
    const ownerId = c.get('ownerId');
    const over = new AbortController();
    c.req.raw.signal.addEventListener('abort', () => over.abort(new Error('Client left')), { once: true });
    const lastId = Number(c.req.header('last-event-id') ?? Number.NaN);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        try {
          await follow({
            ownerId,
            lastId: Number.isSafeInteger(lastId) ? lastId : null,
            send,
            signal: over.signal,
          });
        } catch (error) {
          if (!over.signal.aborted) onError(error, 'events');
        }
        try {
          controller.close();
        } catch {
          // The client was faster.
        }
      },
      cancel: () => over.abort(new Error('Client left')),
    });
    return c.body(body, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  });
  return router;

  async function follow(stream: {
    ownerId: string;
    lastId: number | null;
    send: (text: string) => void;
    signal: AbortSignal;
  }): Promise<void> {
    const { ownerId, send, signal } = stream;
    let last = stream.lastId;
    let spokeAt = clock.now();
    send('retry: 1000\n\n');
    while (!signal.aborted) {
      const over = new AbortController();
      // From before the look: what is written meanwhile is seen at the next one, not at the next poll.
      const due = nextLook(ownerId, AbortSignal.any([signal, over.signal]));
      const next = await database
        .asUser(ownerId, (tx) => readChanges(tx, ownerId, last))
        .catch((error: unknown) => {
          // The database restarts: the stream stays, the next look tells what was missed.
          onError(error, 'events');
          return null;
        });
      if (next !== null && next.text !== '') {
        send(next.text);
        spokeAt = clock.now();
      } else if (clock.now() - spokeAt > heartbeatMs) {
        send(': still here\n\n');
        spokeAt = clock.now();
      }
      last = next?.seq ?? last;
      await due;
      over.abort(new Error('Woken'));
    }
  }

  /** At a hint, but not before the gap is over; without one at the next poll. Also resolves when aborted. */
  async function nextLook(ownerId: string, signal: AbortSignal): Promise<void> {
    const hinted = Promise.all([changes.wait(ownerId, signal), clock.sleep(gapMs, signal)]);
    await Promise.race([hinted, clock.sleep(pollMs, signal)]).catch(() => {});
  }
}

/** The head first, then the rows after the last id: the other order loses what commits in between. */
async function readChanges(
  tx: Sql,
  ownerId: string,
  last: number | null,
): Promise<{ seq: number; text: string }> {
  const [head] = await tx.query<{ seq: number }>(headSeq, [ownerId]);
  const seq = head?.seq ?? 0;
  if (last === seq) return { seq, text: '' };
  if (last === null || last > seq) return { seq, text: await snapshot(tx, ownerId, seq) };
  const changed = await tx.query<{ id: string; deleted: boolean }>(changedPhotos, [ownerId, last]);
  if (changed.length > mostChanges) return { seq, text: await snapshot(tx, ownerId, seq) };
  const jobs = await listChangedJobs(tx, ownerId, last);
  if (jobs.length > mostChangedJobs) return { seq, text: await snapshot(tx, ownerId, seq) };
  let text = '';
  if (jobs.length > 0) text += event('jobs', seq, { seq, jobs } satisfies JobsEvent);
  if (changed.length > 0) {
    const photos = await viewPhotos(
      tx,
      ownerId,
      changed.filter((p) => !p.deleted).map((p) => p.id),
    );
    text += event('photos', seq, {
      seq,
      photos: photos.map(renderPhoto),
      removed: changed.filter((p) => p.deleted).map((p) => p.id),
      counts: await countPhotos(tx, ownerId),
    } satisfies PhotosEvent);
  }
  return { seq, text };
}

async function snapshot(tx: Sql, ownerId: string, seq: number): Promise<string> {
  const jobs = await listCurrentJobs(tx, ownerId);
  return event('snapshot', seq, {
    seq,
    jobs,
    counts: await countPhotos(tx, ownerId),
  } satisfies SnapshotEvent);
}

const event = (name: string, id: number, data: object): string =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
