import type { JobsEvent, PhotosEvent, SnapshotEvent } from '../../src/http/schemas/event.ts';
import type { StreamEvent } from './event-parser.ts';

/** One thing the feed says to the page. `connection` is ours, the others come from the server. */
export type FeedMessage =
  | { type: 'snapshot'; data: SnapshotEvent }
  | { type: 'jobs'; data: JobsEvent }
  | { type: 'photos'; data: PhotosEvent }
  | { type: 'connection'; data: { connected: boolean; retryAt: number | null } };

/** The server's events are trusted after their name; an unknown one, from a newer server, is left out. */
export function readFeedMessage(event: StreamEvent): FeedMessage | null {
  if (event.name !== 'snapshot' && event.name !== 'jobs' && event.name !== 'photos') return null;
  const message: FeedMessage = { type: event.name, data: JSON.parse(event.data) };
  return message;
}
