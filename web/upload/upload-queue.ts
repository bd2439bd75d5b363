import type { IntakeResult, Photo } from '../../src/http/schemas/photo.ts';
import { createFifo } from './fifo.ts';
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

/** How files are put into requests; one request has at least one file, however large it is. */
export interface UploadRequests {
  files: number;
  bytes: number;
  inFlight: number;
  /** A larger one goes by itself. */
  alone?: number;
}

const smallRequests: UploadRequests = { files: 8, bytes: 32_000_000, inFlight: 3 };

/** So many files are open at a time, those on their way besides. */
const openAtOnce = 200;
const publishEveryMs = 100;

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
  let isScheduled = false;
  let paused = false;
  let startedAt = 0;
  let inFlight = 0;
  let photoIds: string[] = [];
  let stopping = new AbortController();
  const listeners = new Set<() => void>();
  let state = computeState();

  function computeState(): UploadState {
    const active = tally.unsettled() > 0 || readers > 0;
    return { ...tally.totals(waiting.first(opened.size() > 0 ? 0 : 8)), paused, active, startedAt, photoIds };
  }

  function publish(): void {
    state = computeState();
    for (const listener of listeners) listener();
  }

  function changed(): void {
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      publish();
    });
  }

  function pump(): void {
    if (paused) return;
    if (!isOpening && opened.size() < openAtOnce / 2 && waiting.size() > 0) void openSome(stopping.signal);
    while (inFlight < requests.inFlight) {
      const batch = takeBatch();
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
      const open = (await Promise.all(lot.map((entry) => openOne(entry, signal)))).filter(
        (one) => one !== null,
      );
      const known = await findKnown(open.map(({ picked }) => picked));
      // Stopped meanwhile: they are no longer in the list.
      if (signal.aborted) return;
      for (const [at, { entry, picked }] of open.entries()) {
        tally.change(entry, { bytes: picked.file.size, picked });
        const photoId = known[at] ?? null;
        if (photoId === null) opened.push(entry);
        else tally.change(entry, { status: 'duplicate', sent: 1, photoId });
      }
    } finally {
      isOpening = false;
      goOn();
    }
  }

  async function openOne(entry: UploadEntry, signal: AbortSignal) {
    try {
      return { entry, picked: { file: await entry.found.open(), folder: entry.folder } };
    } catch {
      if (!signal.aborted) tally.change(entry, { status: 'failed', code: 'not_read' });
      return null;
    }
  }

  async function findKnown(files: readonly PickedFile[]): Promise<readonly (string | null)[]> {
    if (options.sentBefore === undefined || files.length === 0) return [];
    // Without an answer all are sent: the server knows its own.
    return await options.sentBefore.find(files).catch(() => []);
  }

  function takeBatch(): UploadEntry[] {
    const { alone = Infinity } = requests;
    const batch: UploadEntry[] = [];
    let bytes = 0;
    for (let next = opened.peek(); next !== undefined; next = opened.peek()) {
      const size = next.bytes ?? 0;
      if (batch.length > 0 && (bytes + size > requests.bytes || size > alone)) break;
      batch.push(...opened.take(1));
      bytes += size;
      if (batch.length === requests.files || size > alone) break;
    }
    return batch;
  }

  async function sendBatch(batch: readonly UploadEntry[], signal: AbortSignal): Promise<void> {
    try {
      const files = batch.map(({ picked }) => picked).filter((picked) => picked !== null);
      const result = await options.send(files, (bytes) => signal.aborted || spread(batch, bytes), signal);
      if (!signal.aborted) settle(batch, result);
      options.onPhotos(result.photos);
    } catch (problem) {
      if (signal.aborted) return;
      const detail = problem instanceof Error ? problem.message : '';
      for (const entry of batch) tally.change(entry, { status: 'failed', sent: 0, code: 'not_sent', detail });
    }
  }

  /** The files of a request go over the line one after the other: bytes fill them in that order. */
  function spread(batch: readonly UploadEntry[], sent: number): void {
    let rest = sent;
    for (const entry of batch) {
      const bytes = entry.bytes ?? 0;
      const mine = Math.max(0, Math.min(bytes, rest));
      rest -= mine;
      tally.change(entry, { sent: bytes === 0 ? 1 : mine / bytes });
    }
    changed();
  }

  /** Two files of one request may have the same name: the answer tells them apart by their place in it. */
  function settle(batch: readonly UploadEntry[], result: IntakeResult): void {
    const duplicates = new Map(result.duplicates.map((each) => [each.index, each]));
    const rejected = new Map(result.rejected.map((each) => [each.index, each]));
    const companions = new Map((result.companions ?? []).map((each) => [each.index, each]));
    const photos = new Map(result.photos.map((photo, at) => [result.indexes[at], photo]));
    for (const [index, entry] of batch.entries()) {
      const reject = rejected.get(index);
      const companion = companions.get(index);
      const duplicate = duplicates.get(index);
      const photoId = duplicate?.photoId ?? photos.get(index)?.id ?? null;
      if (photoId !== null && entry.picked !== null) options.sentBefore?.note(entry.picked, photoId);
      if (reject)
        tally.change(entry, { status: 'rejected', sent: 1, code: reject.code, detail: reject.detail });
      else if (companion) tally.change(entry, { status: 'companion', sent: 1, photoId: companion.photoId });
      else tally.change(entry, { status: duplicate ? 'duplicate' : 'uploaded', sent: 1, photoId });
    }
    photoIds.push(...result.photos.map((photo) => photo.id));
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
    state: () => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
      if (state.active) return;
      tally.clear();
      photoIds = [];
      publish();
    },
  };
}
