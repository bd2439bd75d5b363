import type { ChangeEvent, ChangesAnswer } from '../src/http/schemas/event.ts';
import type { Estimate, Item, Job, JobOptions } from '../src/http/schemas/job.ts';
import type {
  IntakeResult,
  Photo,
  PhotoList,
  PhotoListQuery,
  PhotoNames,
} from '../src/http/schemas/photo.ts';
import type { Provider, Settings } from '../src/http/schemas/provider.ts';
import type { SpaceAnswer, SpendingAnswer } from '../src/http/schemas/usage.ts';
import { wait } from './events/wait.ts';
import { createDiskRequests } from './on-disk/disk-requests.ts';
import { createPhotoLinks } from './photo-links.ts';
import { createRequests, queryString } from './requests.ts';
import { watchJob, type OnHint } from './watch-job.ts';

/** Everything the page asks of the server; no React, so that it can serve other pages too. */
export type RollcallClient = ReturnType<typeof createRollcallClient>;

export interface ClientOptions {
  /** What `/api/v1` stands behind; nothing where page and interface share an origin. */
  baseUrl?: string;
  /** Asked before every request, since an access token changes. */
  headers?: () => Promise<Record<string, string>>;
  fetch?: typeof globalThis.fetch;
  /** Where new jobs are posted to, if not to the interface itself. */
  jobsAddress?: string;
  /** Calls back whenever something may have changed; without it `watchJob` asks more often. */
  hints?: OnHint;
  now?: () => number;
}

export type PhotoQuery = Partial<PhotoListQuery>;
/** Job options as a caller writes them: every field is optional, the server knows the defaults. */
export type JobChoices = Omit<Partial<JobOptions>, 'template'> & {
  template?: Partial<JobOptions['template']>;
};
export type PhotoIds = 'all' | readonly string[];

export interface Rename {
  id: string;
  why: 'job' | 'template' | 'hand' | 'undo' | 'review';
  jobId: string | null;
  count: number;
  undoes: string | null;
  undoneBy: string | null;
  createdAt: string;
}

export interface RenameEntry {
  photoId: string;
  old: string;
  new: string;
}

export interface TemplateRename {
  photoIds: PhotoIds;
  template: Partial<JobOptions['template']>;
  /** Names typed for single photos. */
  edits?: readonly { photoId: string; name: string }[];
  leaveOut?: readonly string[];
  includeHandNamed?: boolean;
  /** Of the plan that was shown: exactly that one is applied, or nothing. */
  planHash?: string;
  onConflict?: 'fail' | 'number' | 'skip' | 'tell_apart';
}

export interface NameList {
  entries: readonly { photoId: string; name: string }[];
}

/** A model to try; the key is write-only. */
export interface ModelWish {
  provider: string;
  model?: string;
  baseUrl?: string;
  apiKey?: string;
}

export type ModelTest =
  | { ok: true; model: string; said?: string; ms?: number; usd?: number; usdPerPhoto?: number | null }
  | { ok: false; code: string; detail: string };

/** A GET address with up to this many ids stays below the 16 KB that servers accept. */
const longestExportAddress = 300;

const withXmp = (xmp: boolean) => ({ xmp: xmp ? 'true' : undefined });

export function createRollcallClient(options: ClientOptions = {}) {
  const { baseUrl = '' } = options;
  const api = `${baseUrl}/api/v1`;
  const requests = createRequests(options);
  const { request, json, post } = requests;

  const resolvePhoto = createPhotoLinks({ baseUrl, now: options.now ?? (() => Date.now()) });
  const photoOf = async (answer: Promise<Photo>) => resolvePhoto(await answer);
  const photosOf = async (answer: Promise<PhotoList>): Promise<PhotoList> => {
    const list = await answer;
    return { ...list, photos: list.photos.map(resolvePhoto) };
  };
  const getJob = (id: string, signal?: AbortSignal) => json<Job>(`${api}/jobs/${id}`, { signal });

  return {
    listPhotos: (query: PhotoQuery = {}, signal?: AbortSignal) =>
      photosOf(json<PhotoList>(`${api}/photos${queryString(query)}`, { signal })),
    /** Deleted, not yet removed; the last deleted first. */
    listDeleted: (cursor?: string) =>
      photosOf(json<PhotoList>(`${api}/photos${queryString({ state: 'deleted', cursor })}`)),
    getPhoto: (id: string) => photoOf(json<Photo>(`${api}/photos/${id}`)),
    /** The names it has had, the present one first. */
    photoNames: async (id: string) => (await json<PhotoNames>(`${api}/photos/${id}/names`)).names,
    patchName: (id: string, name: string, nameRev?: number) =>
      photoOf(
        json<Photo>(`${api}/photos/${id}`, {
          method: 'PATCH',
          body: { name },
          headers: nameRev === undefined ? {} : { 'if-match': String(nameRev) },
        }),
      ),
    deletePhoto: async (id: string) => {
      await request(`${api}/photos/${id}`, { method: 'DELETE' });
    },
    restorePhoto: (id: string) => photoOf(post<Photo>(`${api}/photos/${id}/restore`)),
    uploadAddress: `${api}/photos`,
    /** Resumable uploads (tus 1.0). */
    resumableAddress: `${api}/uploads`,
    /** For each file the photo that it is by folder, name and size, or null. */
    knownPhotos: async (
      files: readonly { folder: string; filename: string; bytes: number }[],
    ): Promise<readonly (string | null)[]> =>
      (await post<{ photoIds: (string | null)[] }>(`${api}/photos/known`, { files })).photoIds,
    /** What an answer of another way in (an upload) holds, with addresses that can be used. */
    resolvePhoto,

    /** Starts a job in the background; the same key again gives the same job. */
    startBatch: (photoIds: PhotoIds, choices: JobChoices, idempotencyKey: string) =>
      post<{ jobId: string; job: Job }>(
        options.jobsAddress ?? `${api}/jobs`,
        { photoIds, options: choices },
        { 'idempotency-key': idempotencyKey },
      ),
    estimate: (photoIds: PhotoIds, choices: JobChoices) =>
      post<Estimate>(`${api}/jobs/estimate`, { photoIds, options: choices }),
    listJobs: (cursor?: string) =>
      json<{ jobs: Job[]; nextCursor: string | null }>(`${api}/jobs${queryString({ cursor })}`),
    getJob: (id: string) => getJob(id),
    /** Tells of the job now, after each change, and for the last time when it is over; resolves with that. */
    watchJob: (id: string, onJob: (job: Job) => void, signal?: AbortSignal): Promise<Job> =>
      watchJob({ getJob: (over) => getJob(id, over), onJob, hints: options.hints, wait, signal }),
    listItems: (id: string, query: { status?: Item['status']; cursor?: string; limit?: number } = {}) =>
      json<{ items: Item[]; nextCursor: string | null }>(`${api}/jobs/${id}/items${queryString(query)}`),
    /** Another note for the photos that were not asked about yet. */
    changeNote: (id: string, context: string) =>
      json<Job>(`${api}/jobs/${id}`, { method: 'PATCH', body: { context } }),
    pause: (id: string) => post<Job>(`${api}/jobs/${id}/pause`),
    /** With a new limit for the job; without one, a limit of its own that is reached is lifted. */
    resume: (id: string, budgetUsd?: number) =>
      post<Job>(`${api}/jobs/${id}/resume`, budgetUsd === undefined ? {} : { budgetUsd }),
    cancel: (id: string) => post<Job>(`${api}/jobs/${id}/cancel`),
    retry: (id: string, photoIds?: readonly string[]) =>
      post<Job>(`${api}/jobs/${id}/retry`, photoIds ? { photoIds } : {}),
    acceptNames: (jobId: string, accept: readonly { photoId: string; name?: string }[]) =>
      post<Rename | null>(`${api}/jobs/${jobId}/review`, { accept, skip: [] }),
    skipNames: (jobId: string, skip: readonly string[]) =>
      post<Rename | null>(`${api}/jobs/${jobId}/review`, { accept: [], skip }),

    /** Names photos by a pattern, or each as it is told; one rename, undone as one. */
    applyRename: (wish: TemplateRename | NameList) => post<Rename>(`${api}/renames`, wish),
    /** `q`: a part of an old or a new name. */
    listRenames: (cursor?: string, q?: string) =>
      json<{ renames: Rename[]; nextCursor: string | null }>(`${api}/renames${queryString({ cursor, q })}`),
    /** Old and new names as a table for spreadsheets: of one rename, or of all. */
    renamesCsv: async (renameId?: string): Promise<Blob> =>
      (await request(`${api}/renames.csv${queryString({ renameId })}`)).blob(),
    renameEntries: (
      id: string,
      query: { cursor?: string | undefined; limit?: number; q?: string | undefined } = {},
    ) =>
      json<{ entries: RenameEntry[]; nextCursor: string | null }>(
        `${api}/renames/${id}/entries${queryString(query)}`,
      ),
    undo: (renameId: string, photoIds?: readonly string[]) =>
      post<Rename & { skipped: { photoId: string; code: string }[] }>(
        `${api}/renames/${renameId}/undo`,
        photoIds ? { photoIds } : {},
      ),

    /** An address the browser can save from, or null when there are too many ids for one. */
    exportUrl: (photoIds: readonly string[], xmp: boolean) =>
      photoIds.length > longestExportAddress
        ? null
        : `${api}/export${queryString({ photoIds: photoIds.join(','), ...withXmp(xmp) })}`,
    /** Where a form with `photoIds` and `xmp` is posted to, for more ids than fit an address. */
    exportAddress: `${api}/export`,
    exportJobUrl: (jobId: string, xmp: boolean) => `${api}/export${queryString({ jobId, ...withXmp(xmp) })}`,
    exportAllUrl: (xmp: boolean) => `${api}/export${queryString({ all: 'true', ...withXmp(xmp) })}`,

    providers: () => json<{ providers: Provider[] }>(`${api}/providers`),
    /** Shows the model one small picture; used from then on, unless that failed. */
    connectModel: (wish: ModelWish) =>
      json<ModelTest>(`${api}/providers/current`, { method: 'PUT', body: wish }),
    forgetModel: async () => {
      await request(`${api}/providers/current`, { method: 'DELETE' });
    },
    settings: () => json<Settings>(`${api}/settings`),
    saveSettings: (settings: Partial<Settings>) =>
      json<Settings>(`${api}/settings`, { method: 'PUT', body: settings }),
    spending: () => json<SpendingAnswer>(`${api}/spending`),
    space: () => json<SpaceAnswer>(`${api}/space`),
    /** Removes deleted photos for good. */
    emptyDeleted: () => post<{ removed: number }>(`${api}/photos/empty-deleted`),

    /** Folders of the server's own computer. */
    disk: createDiskRequests(api, requests),

    /** What the stream of events would tell; for where none can be kept open. */
    changes: async (since: number | null, signal?: AbortSignal): Promise<ChangesAnswer> => {
      const answer = await json<ChangesAnswer>(
        `${api}/changes${queryString({ since: since ?? undefined })}`,
        { signal },
      );
      return { ...answer, events: answer.events.map((event) => resolveEvent(event, resolvePhoto)) };
    },
    openEvents: (lastEventId: string | null, signal: AbortSignal) =>
      request(`${api}/events`, {
        signal,
        headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      }),
  };
}

export type {
  Estimate,
  IntakeResult,
  Item,
  Job,
  JobOptions,
  Photo,
  PhotoList,
  Provider,
  Settings,
  SpaceAnswer,
  SpendingAnswer,
};

function resolveEvent(event: ChangeEvent, resolvePhoto: (photo: Photo) => Photo): ChangeEvent {
  if (event.type !== 'photos') return event;
  return { ...event, data: { ...event.data, photos: event.data.photos.map(resolvePhoto) } };
}
