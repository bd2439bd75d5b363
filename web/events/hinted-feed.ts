import type { ChangesAnswer } from '../../src/http/schemas/event.ts';
import type { Job } from '../../src/http/schemas/job.ts';
import { backOffMs } from './event-stream.ts';
import type { FeedMessage } from './feed-message.ts';
import { createAlarm, type Wait } from './wait.ts';

/** What a channel of hints says: that it listens (or no longer does), and that something up to `seq` is new. */
export interface HintListener {
  onListening: (listening: boolean) => void;
  onHint: (seq: number) => void;
}

export interface HintedFeedOptions {
  changes: (since: number | null, signal: AbortSignal) => Promise<ChangesAnswer>;
  /** Listens until `signal` aborts. A hint may be lost at any time; nothing depends on one. */
  listen: (listener: HintListener, signal: AbortSignal) => void;
  /** Somebody knows better: the page has just changed something itself, or is looked at again. */
  onLook: (look: () => void, signal: AbortSignal) => void;
  /** Gets what ends the wait before the next try. */
  onHurry?: ((hurry: () => void) => void) | undefined;
  onMessage: (message: FeedMessage) => void;
  since: number | null;
  now: () => number;
  random: () => number;
  wait: Wait;
  signal: AbortSignal;
}

/** How long until the next look without a hint. Hints tell of jobs only, so a look is due now and then besides. */
export const lookMs = {
  listening: { busy: 5000, quiet: 60_000 },
  alone: { busy: 2000, quiet: 15_000 },
};
/** Hints come up to twice a second for each job; each look is a call of a function, which somebody pays for. */
export const leastMs = 800;

const running: ReadonlySet<Job['status']> = new Set(['pending', 'processing']);

/**
 * The same messages as the event stream's, for where none can be kept open: asks for what changed since the last
 * time at every hint, after each (re)joining of the channel, and by the clock. What was missed is in the next answer.
 */
export async function runHintedFeed(options: HintedFeedOptions): Promise<void> {
  const { signal, onMessage } = options;
  const alarm = createAlarm(options.wait);
  const busy = new Set<string>();
  let listening = false;
  let since = options.since;
  // Nothing was said about the line yet, which is as good as one failure.
  let failures = -1;

  options.listen(
    {
      onListening: (isListening) => {
        const rejoined = isListening && !listening;
        listening = isListening;
        // While nobody listened hints were lost; and the time to the next look has changed.
        if (rejoined || !isListening) alarm.ring();
      },
      onHint: (seq) => {
        if (since === null || seq > since) alarm.ring();
      },
    },
    signal,
  );
  options.onLook(alarm.ring, signal);
  options.onHurry?.(alarm.ring);

  while (!signal.aborted) {
    try {
      const answer = await options.changes(since, signal);
      since = answer.seq;
      if (failures !== 0) onMessage({ type: 'connection', data: { connected: true, retryAt: null } });
      failures = 0;
      for (const event of answer.events) {
        if (event.type === 'snapshot') busy.clear();
        if (event.type !== 'photos') for (const job of event.data.jobs) note(job);
        onMessage(event);
      }
    } catch {
      if (signal.aborted) return;
      failures = Math.max(failures, 0) + 1;
      const pause = backOffMs(failures - 1, options.random());
      onMessage({ type: 'connection', data: { connected: false, retryAt: options.now() + pause } });
      await alarm.sleep(pause, signal);
      continue;
    }
    await options.wait(leastMs, signal);
    const rhythm = listening ? lookMs.listening : lookMs.alone;
    await alarm.sleep((busy.size > 0 ? rhythm.busy : rhythm.quiet) - leastMs, signal);
  }

  function note(job: Job): void {
    if (running.has(job.status)) busy.add(job.id);
    else busy.delete(job.id);
  }
}
