import type { Estimate, Item, Job, JobOptions } from '../src/http/schemas/job.ts';
import type { IntakeResult, Photo, PhotoList, PhotoListQuery } from '../src/http/schemas/photo.ts';
import type { Provider, Settings } from '../src/http/schemas/provider.ts';
import { ApiProblem, readProblem } from './problem.ts';

/** Everything the page asks of the server; no React, so that it can serve other pages too. */
export type RollcallClient = ReturnType<typeof createClient>;

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
  photoIds: readonly string[];
  template: JobOptions['template'];
  /** Names typed for single photos. */
  edits: readonly { photoId: string; name: string }[];
  leaveOut: readonly string[];
  includeHandNamed: boolean;
  planHash: string;
  onConflict: 'fail' | 'number' | 'skip';
}

/** A model to try; the key is write-only. */
export interface ModelWish {
  provider: string;
  model?: string;
  baseUrl?: string;
  apiKey?: string;
}

export type ModelTest = { ok: true; model: string } | { ok: false; code: string; detail: string };

interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** A GET address with up to this many ids stays below the 16 KB that servers accept. */
const longestExportAddress = 300;

export function createClient({ fetch, base = '' }: { fetch: typeof globalThis.fetch; base?: string }) {
  const api = `${base}/api/v1`;

  async function request(path: string, call: Call = {}): Promise<Response> {
    const response = await fetch(path, {
      method: call.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal ? { signal: call.signal } : {}),
    }).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      throw new ApiProblem({ status: 0, code: 'unreachable', detail: '' }, { cause });
    });
    if (!response.ok) throw await readProblem(response);
    return response;
  }

  async function json<T>(path: string, call?: Call): Promise<T> {
    const response = await request(path, call);
    const answer: T = await response.json();
    return answer;
  }

  const post = <T>(path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    json<T>(path, { method: 'POST', body, headers });

  return {
    listPhotos: (query: PhotoQuery = {}, signal?: AbortSignal) =>
      json<PhotoList>(`${api}/photos${queryString(query)}`, { signal }),
    /** Deleted, not yet removed; the last deleted first. */
    listDeleted: (cursor?: string) =>
      json<PhotoList>(`${api}/photos${queryString({ state: 'deleted', cursor })}`),
    getPhoto: (id: string) => json<Photo>(`${api}/photos/${id}`),
    patchName: (id: string, name: string, nameRev?: number) =>
      json<Photo>(`${api}/photos/${id}`, {
        method: 'PATCH',
        body: { name },
        headers: nameRev === undefined ? {} : { 'if-match': String(nameRev) },
      }),
    deletePhoto: async (id: string) => {
      await request(`${api}/photos/${id}`, { method: 'DELETE' });
    },
    restorePhoto: (id: string) => post<Photo>(`${api}/photos/${id}/restore`),
    uploadAddress: `${api}/photos`,

    startBatch: (photoIds: PhotoIds, options: JobChoices, idempotencyKey: string) =>
      post<{ jobId: string; job: Job }>(
        `${api}/jobs`,
        { photoIds, options },
        { 'idempotency-key': idempotencyKey },
      ),
    estimate: (photoIds: PhotoIds, options: JobChoices) =>
      post<Estimate>(`${api}/jobs/estimate`, { photoIds, options }),
    listJobs: (cursor?: string) =>
      json<{ jobs: Job[]; nextCursor: string | null }>(`${api}/jobs${queryString({ cursor })}`),
    getJob: (id: string) => json<Job>(`${api}/jobs/${id}`),
    listItems: (id: string, query: { status?: Item['status']; cursor?: string; limit?: number } = {}) =>
      json<{ items: Item[]; nextCursor: string | null }>(`${api}/jobs/${id}/items${queryString(query)}`),
    pause: (id: string) => post<Job>(`${api}/jobs/${id}/pause`),
    resume: (id: string) => post<Job>(`${api}/jobs/${id}/resume`),
    cancel: (id: string) => post<Job>(`${api}/jobs/${id}/cancel`),
    retry: (id: string, photoIds?: readonly string[]) =>
      post<Job>(`${api}/jobs/${id}/retry`, photoIds ? { photoIds } : {}),
    acceptNames: (jobId: string, accept: readonly { photoId: string; name?: string }[]) =>
      post<Rename | null>(`${api}/jobs/${jobId}/review`, { accept, skip: [] }),
    skipNames: (jobId: string, skip: readonly string[]) =>
      post<Rename | null>(`${api}/jobs/${jobId}/review`, { accept: [], skip }),

    /** Renames exactly what was shown: the hash says which plan that was. */
    renameByTemplate: (wish: TemplateRename) => post<Rename>(`${api}/renames`, wish),
    listRenames: (cursor?: string) =>
      json<{ renames: Rename[]; nextCursor: string | null }>(`${api}/renames${queryString({ cursor })}`),
    renameEntries: (id: string, query: { cursor?: string | undefined; limit?: number } = {}) =>
      json<{ entries: RenameEntry[]; nextCursor: string | null }>(
        `${api}/renames/${id}/entries${queryString(query)}`,
      ),
    undo: (renameId: string, photoIds?: readonly string[]) =>
      post<Rename & { skipped: { photoId: string; code: string }[] }>(
        `${api}/renames/${renameId}/undo`,
        photoIds ? { photoIds } : {},
      ),

    /** An address the browser can save from, or null when there are too many ids for one. */
    exportUrl: (photoIds: readonly string[]) =>
      photoIds.length > longestExportAddress
        ? null
        : `${api}/export${queryString({ photoIds: photoIds.join(',') })}`,
    /** Where a form with `photoIds` is posted to, for more ids than fit an address. */
    exportAddress: `${api}/export`,

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

    openEvents: (lastEventId: string | null, signal: AbortSignal) =>
      request(`${api}/events`, {
        signal,
        headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      }),
  };
}

export type { Estimate, IntakeResult, Item, Job, JobOptions, Photo, PhotoList, Provider, Settings };

function queryString(query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  const text = search.toString();
  return text ? `?${text}` : '';
}
