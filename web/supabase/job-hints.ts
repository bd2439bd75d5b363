import { REALTIME_SUBSCRIBE_STATES, type RealtimeClient } from '@supabase/realtime-js';
import type { HintListener } from '../events/hinted-feed.ts';
import type { Wait } from '../events/wait.ts';

/** After the server has closed the channel for good, as it does when a token ends. */
const betweenChannelsMs = 5000;

/** Listens on the owner's private topic until `signal` aborts. The library joins again by itself after most breaks. */
export async function listenForJobs(options: {
  realtime: Pick<RealtimeClient, 'setAuth' | 'channel' | 'removeChannel'>;
  ownerId: string;
  listener: HintListener;
  wait: Wait;
  signal: AbortSignal;
}): Promise<void> {
  const { realtime, listener, signal } = options;
  while (!signal.aborted) {
    // Before joining: the join carries the token, and a private topic is nobody's without.
    await realtime.setAuth().catch(() => {});
    if (signal.aborted) return;
    await whileOpen();
    listener.onListening(false);
    await options.wait(betweenChannelsMs, signal);
  }

  async function whileOpen(): Promise<void> {
    const channel = realtime.channel(`rollcall:${options.ownerId}`, { config: { private: true } });
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      channel
        .on('broadcast', { event: 'job' }, ({ payload }) => listener.onHint(seqOf(payload)))
        .subscribe((status) => {
          const isListening = status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED;
          listener.onListening(isListening);
          if (status === REALTIME_SUBSCRIBE_STATES.CLOSED) resolve();
          // The library would join again with the token it has, which ends while a computer sleeps.
          else if (!isListening) void realtime.setAuth().catch(() => {});
        });
    });
    await realtime.removeChannel(channel).catch(() => {});
  }
}

/** A hint that cannot be read is one all the same. */
function seqOf(payload: unknown): number {
  const seq = payload !== null && typeof payload === 'object' && 'seq' in payload ? payload.seq : null;
  return typeof seq === 'number' ? seq : Number.POSITIVE_INFINITY;
}
