import { afterEach, beforeAll, expect } from 'vitest';
import type { Authenticator } from '../../src/http/session.ts';
import { createTestApi, v1, type Answer, type Api } from './build-api.ts';
import { useJobs, type Jobs } from './build-jobs.ts';
import { ana, ben } from './build-library.ts';

/** Whoever the header names. */
export const byName: Authenticator = {
  subjectOf: async (token) => (token === 'ben' ? ben : ana),
  required: true,
};

export const tus = { 'tus-resumable': '1.0.0' };
export const bodyType = { 'content-type': 'application/offset+octet-stream' };
export const metadata = (values: Readonly<Record<string, string>>) => ({
  'upload-metadata': Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(','),
});

export interface TusClient {
  /** Begins an upload and says where it is. */
  create(
    bytes: number,
    more?: { filename?: string; folder?: string; headers?: Record<string, string> },
  ): Promise<string>;
  patch(at: string, offset: number, text: string, headers?: Record<string, string>): Promise<Answer>;
  head(at: string, headers?: Record<string, string>): Promise<Response>;
  remove(at: string, headers?: Record<string, string>): Promise<Answer>;
  /** The keys of the pieces that are stored of an upload. */
  incoming(at: string): string[];
}

function createTusClient(jobs: Jobs, api: Api): TusClient {
  return {
    async create(bytes, { headers = {}, ...values } = {}) {
      const answer = await api.call('POST', v1('/uploads'), {
        headers: {
          ...tus,
          'upload-length': String(bytes),
          ...metadata({ filename: 'A.JPG', ...values }),
          ...headers,
        },
      });
      expect(answer.status).toBe(201);
      return answer.headers.get('location') ?? '';
    },
    patch: (at, offset, text, headers = {}) =>
      api.call('PATCH', at, {
        headers: { ...tus, ...bodyType, 'upload-offset': String(offset), ...headers },
        raw: text,
      }),
    // Not checked against the document: an answer to HEAD has no body.
    head: async (at, headers = {}) =>
      await api.app.request(`http://localhost:4321${at}`, {
        method: 'HEAD',
        headers: { host: 'localhost:4321', ...tus, ...headers },
      }),
    remove: (at, headers = {}) => api.call('DELETE', at, { headers: { ...tus, ...headers } }),
    incoming: (at) => jobs.store.keys().filter((key) => key.includes(`/${at.split('/').at(-1) ?? ''}/`)),
  };
}

/** Resumable uploads for a file of tests, of whoever a request names. None of them is a mistake of the server's. */
export function useTus(): { jobs: Jobs; api: Api; uploads: TusClient } {
  const jobs = useJobs();
  const api = {} as Api;
  beforeAll(async () => void Object.assign(api, await createTestApi(jobs, { authenticator: byName })));
  afterEach(() => expect(api.errors.splice(0)).toEqual([]));
  return { jobs, api, uploads: createTusClient(jobs, api) };
}
