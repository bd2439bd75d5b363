import type { RollcallClient } from '../client.ts';
import { runHintedFeed, type HintedFeedOptions } from '../events/hinted-feed.ts';
import type { FeedStream } from '../events/shared-feed.ts';
import { wait } from '../events/wait.ts';

/** The feed of a project, as one of the ways to be told: hints by Realtime, the rest by asking. */
export function projectFeed(
  options: Pick<HintedFeedOptions, 'listen' | 'onLook'> & { client: RollcallClient },
): FeedStream {
  return ({ lastEventId, onMessage, onHurry, signal }) =>
    runHintedFeed({
      changes: options.client.changes,
      listen: options.listen,
      onLook: options.onLook,
      onMessage,
      onHurry,
      since: lastEventId === null ? null : Number(lastEventId),
      now: () => Date.now(),
      random: () => Math.random(),
      wait,
      signal,
    });
}
