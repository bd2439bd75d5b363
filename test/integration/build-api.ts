import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeAll, expect } from 'vitest';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { DataFolder } from '../../src/http/api-dependencies.ts';
import { createApi } from '../../src/http/api.ts';
import { loopbackHosts } from '../../src/http/boundary.ts';
import { createChanges, type Changes } from '../../src/http/changes.ts';
import { diskFolderRoutes } from '../../src/http/disk-folders.ts';
import { intakeRoutes } from '../../src/http/intake.ts';
import { knownPhotoRoutes } from '../../src/http/known-photos.ts';
import { soleOwner, type Authenticator, type OwnerVariables } from '../../src/http/session.ts';
import { describeUpload, tusRoutes } from '../../src/http/tus-uploads.ts';
import type { Clock } from '../../src/clock.ts';
import { joinUploads } from '../../src/edge/join-uploads.ts';
import type { ConnectedModel } from '../../src/jobs/connect-model.ts';
import type { DiskFolders } from '../../src/on-disk/disk-folders.ts';
import { createPartialUploads } from '../../src/photos/partial-uploads.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import { questionHash } from '../../src/vision/prompt.ts';
import type { Providers } from '../../src/vision/providers.ts';
import type { Jobs } from './build-jobs.ts';
import { prepareAll } from './build-library.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body, or null. */
  readonly json: unknown;
  readonly text: string;
}

export interface Asking {
  readonly body?: unknown;
  readonly raw?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Api {
  readonly app: OpenAPIHono<OwnerVariables>;
  readonly changes: Changes;
  /** What the server would have logged. */
  readonly errors: { error: unknown; what: string }[];
  /** Asks, and checks the answer against the interface's own document. */
  call(method: string, path: string, asking?: Asking): Promise<Answer>;
}

const host = { host: 'localhost:4321' };

/** The HTTP interface over the rooms of a test, its only model the scripted one. */
export async function createTestApi(
  jobs: Jobs,
  {
    authenticator = soleOwner,
    clock = jobs.slice.clock,
    providers = scriptedProviders(jobs),
    connectedModel = null,
    monthlyCapUsd = null,
    dataFolder = null,
    store = jobs.store,
    diskFolders = null,
  }: {
    authenticator?: Authenticator;
    clock?: Clock;
    providers?: Providers;
    connectedModel?: ConnectedModel | null;
    monthlyCapUsd?: number | null;
    dataFolder?: DataFolder | null;
    /** With `readStart` the route for what was uploaded straight to it is there too. */
    store?: ObjectStore;
    diskFolders?: DiskFolders | null;
  } = {},
): Promise<Api> {
  const errors: Api['errors'] = [];
  const changes = createChanges();
  const onError = (error: unknown, what: string) => void errors.push({ error, what });
  const { database, queue, intake, newId } = jobs;
  const partialUploads = createPartialUploads({ database, store, intake, newId, describe: describeUpload });
  const app = createApi({
    database,
    queue,
    store,
    uploads: [
      intakeRoutes({ database, store, onError, intake }),
      knownPhotoRoutes({ database }),
      tusRoutes({ uploads: partialUploads, newId, maxBytes: 1_000_000 }),
      ...(diskFolders === null ? [] : [diskFolderRoutes(diskFolders)]),
      ...joinUploads({ database, queue, store, newId, onError, clock, maxBytes: 1_000_000 }),
    ],
    providers,
    connectedModel,
    monthlyCapUsd,
    dataFolder,
    questionHash,
    concurrencyOf: () => 8,
    streams: true,
    changes,
    clock,
    newId,
    authenticator,
    allowedHost: loopbackHosts,
    onError,
    readiness: async () => null,
    metrics: async () => '',
  });
  const ask = (method: string, path: string, { body, raw, headers = {} }: Asking) =>
    app.request(`http://localhost:4321${path}`, {
      method,
      headers: { ...host, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(raw === undefined ? {} : { body: raw }),
    });
  const check = createChecker(await (await ask('GET', '/api/v1/openapi.json', {})).json());
  return {
    app,
    changes,
    errors,
    async call(method, path, asking = {}) {
      const response = await ask(method, path, asking);
      const text = await response.text();
      const isJson = /json/u.test(response.headers.get('content-type') ?? '');
      const json: unknown = isJson ? JSON.parse(text) : null;
      check({ method, path, response, json });
      return { status: response.status, headers: response.headers, json, text };
    },
  };
}

/** The interface over these jobs for a file of tests. Nothing a request does, however odd, is a mistake of the server's. */
export function useApi(jobs: Jobs): Api {
  const api = {} as Api;
  beforeAll(async () => void Object.assign(api, await createTestApi(jobs)));
  afterEach(() => expect(api.errors).toEqual([]));
  return api;
}

function scriptedProviders({ lanes }: Jobs): Providers {
  const lane = lanes.laneOf({ provider: 'scripted', model: 'm1' });
  if (lane === null) throw new Error('The scripted lane is missing');
  return {
    current: () => lane.model,
    resolve: ({ provider = 'scripted', model = 'm1' }) =>
      provider === 'scripted' && model === 'm1' ? lane.model : null,
    lane: () => lane,
    list: async () => [],
    test: async () => ({ ok: false, code: 'unreachable', detail: 'Nothing is connected here.' }),
    configure: () => {},
  };
}

interface Checked {
  readonly method: string;
  readonly path: string;
  readonly response: Response;
  readonly json: unknown;
}

type Paths = Record<
  string,
  Record<string, { responses: Record<string, { content?: Record<string, unknown> }> }>
>;

/** Every answer must be one that the document promises for this route, status and type. */
function createChecker(document: unknown): (checked: Checked) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document as object, 'document');
  const { paths } = document as { paths: Paths };
  const escape = (part: string) =>
    part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  return ({ method, path, response, json }) => {
    const { status } = response;
    const route = path.replace('/functions/v1/batch-ai-analysis', '/api/v1/jobs').replace(/\?.*$/u, '');
    const template = Object.keys(paths).find((candidate) =>
      new RegExp(`^/api/v1${candidate.replaceAll(/\{[^}]+\}/gu, '[^/]+')}$`, 'u').test(route),
    );
    const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()];
    if (template === undefined || operation === undefined) {
      expectProblem(status, json, route);
      return;
    }
    const { responses } = operation;
    const key = [String(status), `${Math.floor(status / 100)}XX`].find((one) => {
      const content = responses[one]?.content;
      return responses[one] !== undefined && (content === undefined || typeOf(response) in content);
    });
    if (key === undefined) {
      throw new Error(
        `${method} ${route} answered ${status} ${typeOf(response)}, which its document does not have`,
      );
    }
    const type = typeOf(response);
    if (!type.endsWith('json')) return;
    const pointer = ['paths', template, method.toLowerCase(), 'responses', key, 'content', type, 'schema'];
    const validate = ajv.compile({ $ref: `document#/${pointer.map(escape).join('/')}` });
    if (!validate(json)) {
      throw new Error(
        `${method} ${route} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(json)}`,
      );
    }
  };
}

const typeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';')[0] ?? '';

/** Routes outside the document answer bytes, streams, or problems. */
function expectProblem(status: number, json: unknown, route: string): void {
  if (status < 400) return;
  const isProblem = typeof json === 'object' && json !== null && 'code' in json && 'title' in json;
  if (!isProblem) throw new Error(`${route} answered ${status} without a problem document`);
}

export const v1 = (path: string): string => `/api/v1${path}`;

/** Files as a browser sends them; a folder goes before its file. */
export function form(
  files: readonly (readonly [text: string, filename: string, folder?: string])[],
): FormData {
  const data = new FormData();
  for (const [text, filename, folder] of files) {
    if (folder !== undefined) data.append('path', folder);
    data.append('file', new Blob([text], { type: 'image/jpeg' }), filename);
  }
  return data;
}

/** The body of an answer that was checked against the document. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what the document promises
export const read = <T>(answer: Answer): T => answer.json as T;
export interface PhotoJson {
  id: string;
  name: string;
  folder: string;
  state: string;
  nameRev: number;
  seq: number;
  urls: { thumbnail: string; preview: string; file: string };
}
export interface JobJson {
  id: string;
  status: string;
  total: number;
  renameId: string | null;
}

/** Uploads pictures of these texts to a folder of their own and prepares them. */
export async function uploadPhotos(jobs: Jobs, api: Api, texts: readonly string[]): Promise<PhotoJson[]> {
  const folder = jobs.newId();
  const files = texts.map((text) => [text, `${text.replaceAll('#', '_')}.JPG`, folder] as const);
  const answer = await api.call('POST', v1('/photos'), { raw: form(files) });
  expect(answer.status).toBe(201);
  await prepareAll(jobs);
  return read<{ photos: PhotoJson[] }>(answer).photos;
}

export const expectCode = (answer: Answer, status: number, code: string): void => {
  expect([answer.status, read<{ code: string }>(answer)?.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
};
