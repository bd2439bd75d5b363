import type { TabChannel } from '../tab-channel.ts';
import type { FeedMessage } from './feed-message.ts';

/** Tells what the server has to say until `signal` aborts, starting after `lastEventId`. */
export type FeedStream = (run: {
  lastEventId: string | null;
  onMessage: (message: FeedMessage) => void;
  /** Gets what ends the wait before the next try. */
  onHurry?: (hurry: () => void) => void;
  signal: AbortSignal;
}) => Promise<void>;

export interface SharedFeedOptions {
  channel: TabChannel<TabMessage>;
  /** Runs `task` while this tab, alone among the tabs, is the one that leads; ends when `signal` aborts. */
  lead: (task: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  stream: FeedStream;
  onMessage: (message: FeedMessage) => void;
  /** Gets what makes the tab that reads the stream try again at once. */
  onTryNow?: ((tryNow: () => void) => void) | undefined;
  signal: AbortSignal;
}

/** What tabs of one version say to each other. */
export type TabMessage =
  | { kind: 'hello' }
  | { kind: 'state'; messages: FeedMessage[] }
  | { kind: 'feed'; message: FeedMessage }
  | { kind: 'hurry' };

/**
 * One stream for all tabs: browsers allow six connections a server, so a seventh tab would hang. The tab with
 * the lock reads the stream and tells the others; when it closes, the next one goes on after the last event seen.
 * A tab that comes later asks for the present state, and gets it as a snapshot.
 */
export async function runSharedFeed(options: SharedFeedOptions): Promise<void> {
  const { channel, signal } = options;
  const present = createPresentState();
  let leading = false;
  let hurry = (): void => undefined;

  const take = (message: FeedMessage) => {
    present.take(message);
    options.onMessage(message);
  };
  channel.listen((message) => {
    if (message.kind === 'hello' && leading) channel.post({ kind: 'state', messages: present.messages() });
    if (message.kind === 'state' && !leading && !present.started()) message.messages.forEach(take);
    if (message.kind === 'feed' && !leading) take(message.message);
    if (message.kind === 'hurry' && leading) hurry();
  });
  signal.addEventListener('abort', () => channel.close(), { once: true });
  channel.post({ kind: 'hello' });
  options.onTryNow?.(() => (leading ? hurry() : channel.post({ kind: 'hurry' })));

  await options.lead(async () => {
    leading = true;
    await options.stream({
      lastEventId: present.seq(),
      signal,
      onHurry: (ring) => void (hurry = ring),
      onMessage: (message) => {
        channel.post({ kind: 'feed', message });
        take(message);
      },
    });
  }, signal);
}

/** What a newcomer must be told: the snapshot as it would be sent now, and whether the line is up. */
function createPresentState() {
  let snapshot: Extract<FeedMessage, { type: 'snapshot' }>['data'] | null = null;
  let connection: FeedMessage | null = null;
  return {
    started: () => snapshot !== null,
    seq: () => (snapshot ? String(snapshot.seq) : null),
    messages: (): FeedMessage[] => [
      ...(snapshot ? [{ type: 'snapshot' as const, data: snapshot }] : []),
      ...(connection ? [connection] : []),
    ],
    take: (message: FeedMessage) => {
      if (message.type === 'connection') connection = message;
      if (message.type === 'snapshot') snapshot = message.data;
      if (!snapshot) return;
      if (message.type === 'jobs') {
        const changed = new Map(message.data.jobs.map((job) => [job.id, job]));
        const kept = snapshot.jobs.filter((job) => !changed.has(job.id));
        snapshot = { ...snapshot, seq: message.data.seq, jobs: [...changed.values(), ...kept] };
      }
      if (message.type === 'photos') {
        snapshot = { ...snapshot, seq: message.data.seq, counts: message.data.counts };
      }
    },
  };
}
