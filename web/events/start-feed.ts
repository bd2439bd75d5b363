import type { RollcallClient } from '../client.ts';
import { runEventStream } from './event-stream.ts';
import type { FeedMessage } from './feed-message.ts';
import { runSharedFeed, type TabChannel } from './shared-feed.ts';

/** Starts the live feed with what this browser offers: shared between its tabs where it can be. */
export function startFeed({
  client,
  onMessage,
}: {
  client: RollcallClient;
  onMessage: (message: FeedMessage) => void;
}): () => void {
  const stop = new AbortController();
  const stream = (run: {
    lastEventId: string | null;
    onMessage: (message: FeedMessage) => void;
    signal: AbortSignal;
  }) =>
    runEventStream({
      ...run,
      open: client.openEvents,
      now: () => Date.now(),
      random: () => Math.random(),
      wait,
    });
  const shared = 'locks' in navigator && 'BroadcastChannel' in window;
  if (shared) {
    void runSharedFeed({
      channel: openChannel('rollcall'),
      lead: (task, signal) =>
        navigator.locks.request('rollcall-feed', { signal }, task).catch((reason: unknown) => {
          if (!signal.aborted) throw reason;
        }),
      stream,
      onMessage,
      signal: stop.signal,
    });
  } else {
    void stream({ lastEventId: null, onMessage, signal: stop.signal });
  }
  return () => stop.abort();
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

function openChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has one origin
    post: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener('message', (event) => listener(event.data)),
    close: () => channel.close(),
  };
}
