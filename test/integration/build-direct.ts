import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Authenticator } from '../../src/http/session.ts';
import { createTestApi, read, v1, type Answer, type Api } from './build-api.ts';
import { createJobs, type Jobs } from './build-jobs.ts';
import { ana } from './build-library.ts';
import { buildUpload, objectsOf, type BuiltUpload, type UploadClaim } from './build-upload.ts';
import { ok } from './build-lanes.ts';
import { createDirectStore, type TestDirectStore } from './direct-store.ts';

/** A token is whose it is. */
export const authenticator: Authenticator = { required: true, subjectOf: async (token) => token };
export const as = (ownerId: string) => ({ authorization: `Bearer ${ownerId}` });

export interface PhotoOfResult {
  id: string;
  name: string;
  folder: string;
  state: string;
  originalKept: boolean;
  urls: { thumbnail: string; preview: string; file: string };
  [more: string]: unknown;
}

export interface Result {
  photos: PhotoOfResult[];
  indexes: number[];
  duplicates: { photoId: string; index: number }[];
  rejected: { filename: string; code: string; detail: string; index: number }[];
}

export const codesOf = (answer: Answer) => read<Result>(answer).rejected.map(({ code }) => code);

/** A library whose store people reach themselves; anew for each file of tests, its store and interface for each test. */
export interface Direct {
  readonly jobs: Jobs;
  readonly store: TestDirectStore;
  readonly api: Api;
  /** A picture that nobody has yet. */
  another(more?: Partial<UploadClaim>): Promise<BuiltUpload>;
  /** As the browser of this person uploads it. */
  put(upload: BuiltUpload, ownerId?: string): Promise<BuiltUpload>;
  register(uploads: readonly { claim: unknown }[], ownerId?: string): Promise<Answer>;
  registerOne(upload: BuiltUpload, ownerId?: string): Promise<PhotoOfResult>;
  get(path: string, ownerId?: string): Promise<Answer>;
  bytes(path: string): Promise<{ status: number; bytes: Buffer }>;
  /** Which of its objects are still there. */
  left(upload: BuiltUpload): string[];
}

export function useDirect(): Direct {
  let jobs: Jobs;
  let store: TestDirectStore;
  let api: Api;
  let count = 0;
  beforeAll(async () => {
    jobs = await createJobs();
    jobs.lanes.script(() => ok('a thing'));
  });
  beforeEach(async () => {
    store = createDirectStore(jobs.store);
    api = await createTestApi(jobs, { authenticator, store, clock: { ...jobs.slice.clock, now: () => 0 } });
  });
  afterEach(() => {
    expect(api.errors).toEqual([]);
  });
  afterAll(() => jobs.close());

  const direct: Direct = {
    get jobs() {
      return jobs;
    },
    get store() {
      return store;
    },
    get api() {
      return api;
    },
    another: (more) => buildUpload((count += 1), more),
    async put(upload, ownerId = ana) {
      for (const [key, bytes] of objectsOf(ownerId, upload)) await jobs.store.put(key, bytes);
      return upload;
    },
    register: (uploads, ownerId = ana) =>
      api.call('POST', v1('/photos/register'), {
        headers: as(ownerId),
        body: { photos: uploads.map(({ claim }) => claim) },
      }),
    async registerOne(upload, ownerId = ana) {
      await direct.put(upload, ownerId);
      const answer = await direct.register([upload], ownerId);
      const [photo] = read<Result>(answer).photos;
      if (photo === undefined) throw new Error(answer.text);
      return photo;
    },
    get: (path, ownerId = ana) => api.call('GET', path, { headers: as(ownerId) }),
    async bytes(path) {
      const headers = { host: 'localhost:4321', ...as(ana) };
      const response = await api.app.request(`http://localhost:4321${path}`, { headers });
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    },
    left: (upload) => {
      const keys = new Set(jobs.store.keys());
      return [...objectsOf(ana, upload).keys()].filter((key) => keys.has(key));
    },
  };
  return direct;
}
