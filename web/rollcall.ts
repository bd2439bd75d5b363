import type { Job } from '../src/http/schemas/job.ts';
import type { RollcallClient } from './client.ts';
import type { FeedMessage } from './events/feed-message.ts';
import type { SaveZip } from './export/save-zip.ts';
import { createJobStore } from './job/job-store.ts';
import { createNameFeed } from './job/name-feed.ts';
import { createCell } from './library/cell.ts';
import { createGridCards } from './library/grid-cards.ts';
import { createPhotoList } from './library/photo-list.ts';
import { createPhotoStore } from './library/photo-store.ts';
import { createSelection } from './library/selection.ts';
import { createToasts } from './components/toasts.ts';
import { createDiskScreens } from './on-disk/disk-screens.ts';
import type { JobChoices } from './client.ts';
import {
  createUploadQueue,
  type SendFiles,
  type SentBefore,
  type UploadRequests,
} from './upload/upload-queue.ts';

export type Rollcall = ReturnType<typeof createRollcall>;

export interface Connection {
  connected: boolean;
  retryAt: number | null;
}

/** Everything the page knows, joined, outside React: components subscribe to the part that they show. */
export function createRollcall(options: {
  client: RollcallClient;
  send: SendFiles;
  requests?: UploadRequests | undefined;
  sentBefore?: SentBefore | undefined;
  /** Whether photos are prepared in this browser, so that originals may stay where they are. */
  originalsMayStay?: boolean | undefined;
  /** Makes ZIPs in the browser, where no server does; null where an address can be saved from. */
  saveZip?: SaveZip | null | undefined;
  /** While the line is lost: it is tried again at once. */
  tryNow?: (() => void) | undefined;
  now: () => number;
  /** Calls back after so many milliseconds, unless what it returns is called before. */
  later: (run: () => void, ms: number) => () => void;
  createId: () => string;
  /** The choices of the last AI rename: what "no dialog" uses. */
  choices(): JobChoices;
}) {
  const { client } = options;
  const photos = createPhotoStore();
  const list = createPhotoList({ load: client.listPhotos, photos });
  const cards = createGridCards({ list, photos });
  const selection = createSelection(cards.photosOf);
  const names = createNameFeed({ photos, now: options.now });
  const toasts = createToasts();
  const connection = createCell<Connection>({ connected: true, retryAt: null });
  const endedJobs = createCell<Job | null>(null);
  const renameWhenUploaded = createCell(false);
  const disks = createDiskScreens({ disk: client.disk, now: options.now, later: options.later });

  const jobs = createJobStore({
    onEnd: (job) => {
      endedJobs.set(job);
      settleIfQuiet();
    },
  });
  const uploads = createUploadQueue({
    send: options.send,
    requests: options.requests,
    sentBefore: options.sentBefore,
    now: options.now,
    onPhotos: (added) => {
      const counts = list.state().counts;
      list.apply({
        seq: 0,
        photos: [...added],
        removed: [],
        counts: { ...counts, all: Math.max(counts.all, 1) },
      });
    },
    onDone: (photoIds) => {
      settleIfQuiet();
      if (renameWhenUploaded.get() && photoIds.length > 0) void startBatch(photoIds).catch(toasts.problem);
      renameWhenUploaded.set(false);
    },
  });

  const isBusy = () => jobs.anyRunning() || uploads.state().active || photos.anyPreparing();

  function settleIfQuiet(): void {
    if (!isBusy()) void list.settle().catch(() => undefined);
  }

  async function startBatch(
    photoIds: readonly string[],
    choices: JobChoices = options.choices(),
  ): Promise<Job> {
    const { job } = await client.startBatch(photoIds, choices, options.createId());
    jobs.put([job]);
    return job;
  }

  function take(message: FeedMessage): void {
    switch (message.type) {
      case 'connection':
        return connection.set(message.data);
      case 'snapshot':
        jobs.reset(message.data.jobs);
        list.setCounts(message.data.counts);
        return void list.reload({ keepOrder: isBusy() }).catch(() => undefined);
      case 'jobs':
        return jobs.put(message.data.jobs);
      case 'photos':
        names.take(message.data.photos);
        selection.remove(message.data.removed.filter((id) => selection.has(id)));
        list.apply(message.data);
        return settleIfQuiet();
    }
  }

  return {
    client,
    photos,
    list,
    cards,
    selection,
    names,
    toasts,
    connection,
    tryNow: options.tryNow ?? (() => undefined),
    endedJobs,
    renameWhenUploaded,
    originalsMayStay: options.originalsMayStay ?? false,
    saveZip: options.saveZip ?? null,
    jobs,
    uploads,
    disks,
    take,
    startBatch,
    now: options.now,
    createId: options.createId,
    /** The line may be down for good: then the list must not wait for a snapshot. */
    loadWithoutFeed: () => {
      if (list.state().status === 'first') void list.reload({ keepOrder: false }).catch(() => undefined);
    },
  };
}
