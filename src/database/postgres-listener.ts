import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import type { Clock } from '../clock.ts';
import { toDatabaseError } from './postgres-error.ts';

export interface ListenerOptions {
  config: ClientConfig;
  channel: string;
  onNotify: (payload: string) => void;
  /** Called after each reconnection: what was sent meanwhile is lost. */
  onGap: () => void;
  onError: (error: Error) => void;
  clock: Clock;
}

/** Listens on a connection of its own until the function it answers with is called. The first connection must succeed. */
export async function createListener(options: ListenerOptions): Promise<() => Promise<void>> {
  const stopped = new AbortController();
  let client = await connectListener(options);
  const keepListening = async () => {
    while (!stopped.signal.aborted) {
      await Promise.race([client.ended, aborted(stopped.signal)]);
      if (stopped.signal.aborted) break;
      client = await reconnect(options, stopped.signal);
      options.onGap();
    }
    await client.close();
  };
  // Rejects only when stopped while reconnecting.
  const done = keepListening().catch(() => {});
  return async () => {
    stopped.abort();
    await done;
  };
}

interface ListeningClient {
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

async function connectListener({
  config,
  channel,
  onNotify,
  onError,
}: ListenerOptions): Promise<ListeningClient> {
  const client = new Client(config);
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', onError);
  client.on('notification', ({ payload }) => onNotify(payload ?? ''));
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw toDatabaseError(error);
  }
  return { ended, close: () => client.end().catch(() => {}) };
}

async function reconnect(options: ListenerOptions, signal: AbortSignal): Promise<ListeningClient> {
  for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
    await options.clock.sleep(wait, signal);
    try {
      return await connectListener(options);
    } catch (error) {
      options.onError(toDatabaseError(error));
    }
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
