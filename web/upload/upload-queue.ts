import type { IntakeResult, Photo } from '../../src/http/schemas/photo.ts';
import { createFifo } from './fifo.ts';
import { openAhead } from './open-ahead.ts';
import { createPublished } from './published.ts';
import { settleBatch, spreadBytes } from './settle-batch.ts';
import { takeBatch, type BatchLimits } from './take-batch.ts';
import { createUploadTally, type Upload, type UploadEntry, type UploadTotals } from './upload-tally.ts';

/** A file as it is sent. */
export interface PickedFile {
  file: File;
  /** The folder it came from, relative to what was picked; '' for none. */
  folder: string;
}

/** A file that is opened when its turn comes: ten thousand of them are no more than a list. */
export interface FoundFile {
  name: string;
  folder: string;
  /** Null where only opening it would tell. */
  bytes: number | null;
  open: () => Promise<File>;
}

export interface UploadState extends UploadTotals {
  paused: boolean;
  active: boolean;
  startedAt: number;
  photoIds: readonly string[];
}

/** Sends one request; `onSent` hears of bytes on their way. Rejects when the request could not be made. */
export type SendFiles = (
  files: readonly PickedFile[],
  onSent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<IntakeResult>;

/** What was sent from this browser before: such a file is not sent again while its photo is there. */
export interface SentBefore {
  /** The photo that each of them is already, or null. */
  find: (files: readonly PickedFile[]) => Promise<readonly (string | null)[]>;
  note: (file: PickedFile, photoId: string) => void;
}

export type UploadQueue = ReturnType<typeof createUploadQueue>;

export interface UploadRequests extends BatchLimits {
  inFlight: number;
}

const smallRequests: UploadRequests = { files: 8, bytes: 32_000_000, inFlight: 3 };

/** So many files are open at a time, those on their way besides. */
const openAtOnce = 200;
const publishEveryMs = 100;
const shownNext = 8;

/**
 * Sends files in small requests, a few at a time, so that one lost connection costs little. A pause lets the
 * requests in flight finish; a failed file is kept and can be sent again. Files are opened a few hundred ahead, and
 * whoever listens is told a few times a second, however many there are.
 */
export function createUploadQueue(options: {
  send: SendFiles;
  requests?: UploadRequests | undefined;
  sentBefore?: SentBefore | undefined;
  now: () => number;
  /** Runs later, once for all changes until then. */
  schedule?: (run: () => void) => void;
  onPhotos: (photos: readonly Photo[]) => void;
  onDone: (photoIds: readonly string[]) => void;
}) {
  const requests = options.requests ?? smallRequests;
  const schedule = options.schedule ?? ((run) => void setTimeout(run, publishEveryMs));
  const tally = createUploadTally();
  const waiting = createFifo<UploadEntry>();
  const opened = createFifo<UploadEntry>();
  let isOpening = false;
  /** Nothing is under way, and that was said. */
  let isDone = true;
  let readers = 0;
  let paused = false;
  let startedAt = 0;
  let inFlight = 0;
  let photoIds: string[] = [];
  let stopping = new AbortController();
  const published = createPublished(computeState, schedule);
  const { publish, changed } = published;

  function computeState(): UploadState {
    const active = tally.unsettled() > 0 || readers > 0;
    return {
      ...tally.totals((opened.size() > 0 ? opened : waiting).first(shownNext)),
      paused,
      active,
      startedAt,
      photoIds,
    };
  }

  function pump(): void {
    if (paused) return;
    if (!isOpening && opened.size() < openAtOnce / 2 && waiting.size() > 0) void openSome(stopping.signal);
    while (inFlight < requests.inFlight) {
      const batch = takeBatch(opened, requests);
      if (batch.length === 0) return;
      for (const entry of batch) tally.change(entry, { status: 'sending', sent: 0 });
      inFlight += 1;
      void sendBatch(batch, stopping.signal).finally(() => {
        inFlight -= 1;
        goOn();
      });
    }
  }

  function goOn(): void {
    pump();
    changed();
    if (isDone || tally.unsettled() > 0 || readers > 0 || inFlight > 0) return;
    isDone = true;
    publish();
    options.onDone(photoIds);
  }

  async function openSome(signal: AbortSignal): Promise<void> {
    isOpening = true;
    try {
      const lot = waiting.take(openAtOnce);
      const open = await openAhead(lot, { tally, sentBefore: options.sentBefore, signal });
      for (const entry of open) opened.push(entry);
    } finally {
      isOpening = false;
      goOn();
    }
  }

  async function sendBatch(batch: readonly UploadEntry[], signal: AbortSignal): Promise<void> {
    try {
      const files = batch.map(({ picked }) => picked).filter((picked) => picked !== null);
      const onSent = (bytes: number) => {
        if (signal.aborted) return;
        spreadBytes(tally, batch, bytes);
        changed();
      };
      const result = await options.send(files, onSent, signal);
      if (!signal.aborted) {
        settleBatch(tally, { batch, result }, (picked, photoId) => options.sentBefore?.note(picked, photoId));
        photoIds.push(...result.photos.map((photo) => photo.id));
      }
      options.onPhotos(result.photos);
    } catch (problem) {
      if (signal.aborted) return;
      const detail = problem instanceof Error ? problem.message : '';
      for (const entry of batch) tally.change(entry, { status: 'failed', sent: 0, code: 'not_sent', detail });
    }
  }

  function add(files: readonly FoundFile[]): void {
    if (files.length === 0) return;
    if (isDone) {
      isDone = false;
      tally.keepFailed();
      photoIds = [];
      startedAt = options.now();
    }
    for (const found of files) waiting.push(tally.add(found));
    pump();
    publish();
  }

  return {
    state: published.get,
    subscribe: published.subscribe,
    /** Every file of this upload, oldest first. */
    list: (): readonly Upload[] => tally.list(),
    add,
    /** Adds files as they are found; the upload is not over before all have been. */
    addFrom: async (lots: AsyncIterable<readonly FoundFile[]>): Promise<void> => {
      readers += 1;
      try {
        for await (const lot of lots) add(lot);
      } finally {
        readers -= 1;
        goOn();
        publish();
      }
    },
    pause: (): void => {
      paused = true;
      publish();
    },
    resume: (): void => {
      paused = false;
      pump();
      publish();
    },
    retryFailed: (): void => {
      startedAt = options.now();
      isDone = false;
      for (const entry of tally.failed()) {
        tally.change(entry, { status: 'waiting', code: null });
        waiting.push(entry);
      }
      pump();
      publish();
    },
    /** Leaves out what was not sent yet; what arrived stays. */
    stop: (): void => {
      stopping.abort();
      stopping = new AbortController();
      waiting.clear();
      opened.clear();
      tally.keepSettled();
      isDone = true;
      paused = false;
      publish();
    },
    clear: (): void => {
      if (published.get().active) return;
      tally.clear();
      photoIds = [];
      publish();
    },
  };
}
