import type { RollcallClient } from '../client.ts';
import { openTabChannel } from '../tab-channel.ts';
import { runEventStream } from './event-stream.ts';
import type { FeedMessage } from './feed-message.ts';
import { runSharedFeed, type FeedStream } from './shared-feed.ts';
import { wait } from './wait.ts';

/** The server's event stream, as one of the ways to be told. */
export function eventStream(client: RollcallClient): FeedStream {
  return (run) =>
    runEventStream({
      ...run,
      open: client.openEvents,
      now: () => Date.now(),
      random: () => Math.random(),
      wait,
    });
}

/** Starts the live feed with what this browser offers: shared between its tabs where it can be. */
export function startFeed({
  name = 'rollcall',
  stream,
  onMessage,
}: {
  /** Tabs with the same name share one stream. */
  name?: string;
  stream: FeedStream;
  onMessage: (message: FeedMessage) => void;
}): { tryNow: () => void; stop: () => void } {
  const stop = new AbortController();
  let tryNow = (): void => undefined;
  const shared = 'locks' in navigator && 'BroadcastChannel' in window;
  if (shared) {
    void runSharedFeed({
      channel: openTabChannel(name),
      lead: (task, signal) =>
        navigator.locks.request(`${name}-feed`, { signal }, task).catch((reason: unknown) => {
          if (!signal.aborted) throw reason;
        }),
      stream,
      onMessage,
      onTryNow: (now) => void (tryNow = now),
      signal: stop.signal,
    });
  } else {
    void stream({
      lastEventId: null,
      onMessage,
      onHurry: (now) => void (tryNow = now),
      signal: stop.signal,
    });
  }
  return { tryNow: () => tryNow(), stop: () => stop.abort() };
}
