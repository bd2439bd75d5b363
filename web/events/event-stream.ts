import { createEventParser } from './event-parser.ts';
import type { FeedMessage } from './feed-message.ts';
import { readFeedMessage } from './feed-message.ts';
import { createAlarm } from './wait.ts';

export interface EventStreamOptions {
  open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  onMessage: (message: FeedMessage) => void;
  now: () => number;
  /** Resolves after the time or when `signal` aborts, whichever is first; never rejects. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
  /** Gets what ends the wait before the next try. */
  onHurry?: ((hurry: () => void) => void) | undefined;
  signal: AbortSignal;
  lastEventId?: string | null;
}

/** No byte for this long means the line is dead, although nobody said so: heartbeats come every 15 s. */
export const silenceLimitMs = 40_000;

/** Keeps one event stream open until `signal` aborts: resumes after the last event, backs off while it fails. */
export async function runEventStream(options: EventStreamOptions): Promise<void> {
  let lastEventId = options.lastEventId ?? null;
  let failures = 0;
  const alarm = createAlarm(options.wait);
  options.onHurry?.(alarm.ring);
  while (!options.signal.aborted) {
    try {
      await readOnce(options, lastEventId, (id) => {
        lastEventId = id ?? lastEventId;
        failures = 0;
      });
    } catch {
      // Every reason has the same answer: say so, wait, try again.
    }
    if (options.signal.aborted) return;
    const pause = backOffMs(failures, options.random());
    failures += 1;
    options.onMessage({ type: 'connection', data: { connected: false, retryAt: options.now() + pause } });
    await alarm.sleep(pause, options.signal);
  }
}

/** 0.5 s, then doubled up to 15 s, each with up to a quarter of jitter so that tabs do not come in step. */
export function backOffMs(failures: number, random: number): number {
  return Math.round(Math.min(15_000, 500 * 2 ** failures) * (1 + random / 4));
}

async function readOnce(
  options: EventStreamOptions,
  lastEventId: string | null,
  onProgress: (id: string | null) => void,
): Promise<void> {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  options.signal.addEventListener('abort', stop, { once: true });
  let silence = new AbortController();
  const giveUpAfterSilence = async (signal: AbortSignal) => {
    await options.wait(silenceLimitMs, signal);
    if (!signal.aborted) attempt.abort();
  };
  const watch = () => {
    silence.abort();
    silence = new AbortController();
    const mine = silence;
    void giveUpAfterSilence(mine.signal);
  };
  try {
    watch();
    const response = await options.open(lastEventId, attempt.signal);
    if (!response.body) return;
    options.onMessage({ type: 'connection', data: { connected: true, retryAt: null } });
    const parser = createEventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      watch();
      onProgress(null);
      for (const event of parser.push(piece.value)) {
        const message = readFeedMessage(event);
        if (message) options.onMessage(message);
        onProgress(event.id);
      }
    }
  } finally {
    silence.abort();
    options.signal.removeEventListener('abort', stop);
  }
}
