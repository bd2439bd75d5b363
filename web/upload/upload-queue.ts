import type { IntakeResult, Photo } from '../../src/http/schemas/photo.ts';

export type UploadStatus = 'waiting' | 'sending' | 'uploaded' | 'duplicate' | 'rejected' | 'failed';

export interface PickedFile {
  file: File;
  /** The folder it came from, relative to what was picked; '' for none. */
  folder: string;
}

export interface Upload {
  key: number;
  name: string;
  folder: string;
  bytes: number;
  status: UploadStatus;
  /** 0 to 1. */
  sent: number;
  photoId: string | null;
  /** Why it was rejected; for a failed one, why sending failed. */
  code: string | null;
  detail: string;
  /** Rises with each change: the newest activity stands first. */
  touched: number;
}

export interface UploadState {
  uploads: readonly Upload[];
  paused: boolean;
  active: boolean;
  total: number;
  settled: number;
  totalBytes: number;
  sentBytes: number;
  startedAt: number;
  photoIds: readonly string[];
}

/** Sends one request; `onSent` hears of bytes on their way. Rejects when the request could not be made. */
export type SendFiles = (
  files: readonly PickedFile[],
  onSent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<IntakeResult>;

export type UploadQueue = ReturnType<typeof createUploadQueue>;

interface Entry extends Upload {
  picked: PickedFile;
}

/** How files are put into requests; one request has at least one file, however large it is. */
export interface UploadRequests {
  files: number;
  bytes: number;
  inFlight: number;
}

const smallRequests: UploadRequests = { files: 8, bytes: 32_000_000, inFlight: 3 };

/**
 * Sends files in small requests, a few at a time, so that one lost connection costs little. A pause lets the
 * requests in flight finish; a failed file is kept and can be sent again.
 */
export function createUploadQueue(options: {
  send: SendFiles;
  requests?: UploadRequests | undefined;
  now: () => number;
  onPhotos: (photos: readonly Photo[]) => void;
  onDone: (photoIds: readonly string[]) => void;
}) {
  const requests = options.requests ?? smallRequests;
  let entries: Entry[] = [];
  let nextKey = 1;
  let touches = 0;
  let paused = false;
  let startedAt = 0;
  let inFlight = 0;
  let photoIds: string[] = [];
  let stopping = new AbortController();
  const listeners = new Set<() => void>();
  let state = computeState();

  function computeState(): UploadState {
    const settled = entries.filter((entry) => entry.status !== 'waiting' && entry.status !== 'sending');
    return {
      uploads: entries,
      paused,
      active: settled.length < entries.length,
      total: entries.length,
      settled: settled.length,
      totalBytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      sentBytes: entries.reduce((sum, entry) => sum + entry.bytes * entry.sent, 0),
      startedAt,
      photoIds,
    };
  }

  function changed(): void {
    state = computeState();
    for (const listener of listeners) listener();
  }

  function change(entry: Entry, patch: Partial<Upload>): void {
    const at = entries.findIndex(({ key }) => key === entry.key);
    if (at < 0) return;
    touches += 1;
    entries[at] = { ...entry, ...entries[at], ...patch, touched: touches };
    entries = [...entries];
  }

  function takeBatch(): Entry[] {
    const batch: Entry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      if (entry.status !== 'waiting') continue;
      if (batch.length > 0 && bytes + entry.bytes > requests.bytes) break;
      batch.push(entry);
      bytes += entry.bytes;
      if (batch.length === requests.files) break;
    }
    return batch;
  }

  function pump(): void {
    if (paused) return;
    while (inFlight < requests.inFlight) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      for (const entry of batch) change(entry, { status: 'sending', sent: 0 });
      inFlight += 1;
      void sendBatch(batch, stopping.signal).finally(() => {
        inFlight -= 1;
        pump();
        changed();
        if (entries.length > 0 && !state.active && inFlight === 0) options.onDone(photoIds);
      });
    }
  }

  async function sendBatch(batch: readonly Entry[], signal: AbortSignal): Promise<void> {
    try {
      const result = await options.send(
        batch.map((entry) => entry.picked),
        (bytes) => spread(batch, bytes),
        signal,
      );
      settle(batch, result);
      options.onPhotos(result.photos);
    } catch (problem) {
      if (signal.aborted) return;
      const detail = problem instanceof Error ? problem.message : '';
      for (const entry of batch) change(entry, { status: 'failed', sent: 0, code: 'not_sent', detail });
    }
  }

  /** The files of a request go over the line one after the other: bytes fill them in that order. */
  function spread(batch: readonly Entry[], sent: number): void {
    let rest = sent;
    for (const entry of batch) {
      const mine = Math.max(0, Math.min(entry.bytes, rest));
      rest -= mine;
      change(entry, { sent: entry.bytes === 0 ? 1 : mine / entry.bytes });
    }
    changed();
  }

  /** Two files of one request may have the same name: the answer tells them apart by their place in it. */
  function settle(batch: readonly Entry[], result: IntakeResult): void {
    const duplicates = new Map(result.duplicates.map((each) => [each.index, each]));
    const rejected = new Map(result.rejected.map((each) => [each.index, each]));
    const photos = new Map(result.photos.map((photo, at) => [result.indexes[at], photo]));
    for (const [index, entry] of batch.entries()) {
      const duplicate = duplicates.get(index);
      const reject = rejected.get(index);
      if (duplicate) change(entry, { status: 'duplicate', sent: 1, photoId: duplicate.photoId });
      else if (reject)
        change(entry, { status: 'rejected', sent: 1, code: reject.code, detail: reject.detail });
      else {
        const photo = photos.get(index);
        change(entry, { status: 'uploaded', sent: 1, photoId: photo?.id ?? null });
      }
    }
    photoIds = [...photoIds, ...result.photos.map((photo) => photo.id)];
  }

  return {
    state: () => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files: readonly PickedFile[]): void => {
      if (files.length === 0) return;
      if (!state.active) {
        entries = entries.filter((entry) => entry.status === 'failed');
        photoIds = [];
        startedAt = options.now();
      }
      for (const picked of files) {
        entries.push({
          key: nextKey++,
          picked,
          name: picked.file.name,
          folder: picked.folder,
          bytes: picked.file.size,
          status: 'waiting',
          sent: 0,
          photoId: null,
          code: null,
          detail: '',
          touched: 0,
        });
      }
      entries = [...entries];
      pump();
      changed();
    },
    pause: (): void => {
      paused = true;
      changed();
    },
    resume: (): void => {
      paused = false;
      pump();
      changed();
    },
    retryFailed: (): void => {
      startedAt = options.now();
      for (const entry of entries)
        if (entry.status === 'failed') change(entry, { status: 'waiting', code: null });
      pump();
      changed();
    },
    /** Leaves out what was not sent yet; what arrived stays. */
    stop: (): void => {
      stopping.abort();
      stopping = new AbortController();
      entries = entries.filter((entry) => entry.status !== 'waiting' && entry.status !== 'sending');
      paused = false;
      changed();
    },
    clear: (): void => {
      if (state.active) return;
      entries = [];
      photoIds = [];
      changed();
    },
  };
}
