import { Hono } from 'hono';
import type { ApiDependencies } from './api-dependencies.ts';
import { createReadChanges } from './read-changes.ts';
import type { ChangeEvent } from './schemas/event.ts';
import type { OwnerVariables } from './session.ts';

/** At most four messages a second: people cannot read faster, and a fast job changes hundreds of photos. */
const gapMs = 250;
/** NOTIFY is a hint; this is the safety net. */
const pollMs = 1000;
const heartbeatMs = 15_000;

/** The owner's changes as server-sent events, replayed from `Last-Event-ID` by whichever server it reaches. */
export function eventRoutes(dependencies: ApiDependencies) {
  const { changes, clock, onError } = dependencies;
  const readChanges = createReadChanges(dependencies);
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
      const next = await readChanges(ownerId, last).catch((error: unknown) => {
        // The database restarts: the stream stays, the next look tells what was missed.
        onError(error, 'events');
        return null;
      });
      if (next !== null && next.events.length > 0) {
        send(next.events.map((one) => asText(one, next.seq)).join(''));
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

const asText = ({ type, data }: ChangeEvent, id: number): string =>
  `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
