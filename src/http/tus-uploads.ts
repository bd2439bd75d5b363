import { DataStore, ERRORS, Metadata, Server, Upload } from '@tus/server';
import type { Context } from 'hono';
import {
  TooManyUploads,
  UploadMoved,
  mostUnfinished,
  uploadLifeMs,
  type FinishedUpload,
  type PartialUpload,
  type PartialUploads,
} from '../photos/partial-uploads.ts';
import { isUuid } from '../uuid.ts';
import { ApiProblem, renderProblem, type ProblemCode } from './problem.ts';
import { createRouter } from './route-parts.ts';
import { tusDocument } from './tus-document.ts';
import { createUploadLocks } from './upload-locks.ts';

const version = '1.0.0';
const path = '/api/v1/uploads';
const bodyType = 'application/offset+octet-stream';

const tooManyDetail = `Finish or end some of the ${mostUnfinished} uploads that were begun; those left lying end after a day.`;

export interface TusDependencies {
  readonly uploads: PartialUploads;
  readonly newId: () => string;
  readonly maxBytes: number;
}

/**
 * Resumable uploads by the tus protocol, 1.0. What is particular to us: within the protocol's machinery an upload is
 * called `owner/id`, so that nobody can name another person's; errors are our problem documents; and a whole upload is
 * a photo, whose id comes with the last answer, or with any later one to whoever did not get that.
 */
export function tusRoutes({ uploads, newId, maxBytes }: TusDependencies) {
  const owners = new WeakMap<object, string>();
  const failures = new WeakMap<object, unknown>();
  const ownerOf = (request: object): string => owners.get(request) ?? '';

  const server = new Server({
    path,
    datastore: createDataStore(uploads),
    locker: createUploadLocks(),
    maxSize: maxBytes,
    allowedOrigins: [],
    namingFunction: (request) => `${ownerOf(request)}/${newId()}`,
    generateUrl: (_request, { id }) => `${path}/${id.slice(id.indexOf('/') + 1)}`,
    getFileIdFromRequest: (request, id = '') => (isUuid(id) ? `${ownerOf(request)}/${id}` : undefined),
    onUploadFinish: async (_request, { id }) => {
      const [ownerId, uploadId] = partsOf(id);
      const finished = await uploads.finish(ownerId, uploadId);
      return { headers: finished === null ? {} : headersOf(finished) };
    },
    onResponseError: async (request, error) => {
      if (!('status_code' in error)) failures.set(request, error);
      return undefined;
    },
  });

  async function answer(c: Context, ownerId: string): Promise<Response> {
    const request = c.req.raw;
    owners.set(request, ownerId);
    // Whole, but its server died before it was a photo, or before it could say so.
    const id = c.req.param('id') ?? '';
    const asks = request.method === 'HEAD' && isUuid(id);
    const finished = asks ? await uploads.finish(ownerId, id) : null;
    const headers = finished === null ? {} : headersOf(finished);
    const response = await server.handleWeb(request);
    const failure = failures.get(request);
    if (failure instanceof TooManyUploads) throw new ApiProblem('too_many_uploads', tooManyDetail);
    if (failure instanceof UploadMoved) throw new ApiProblem('upload_moved');
    if (failure !== undefined) throw failure;
    return translate(c, response, headers);
  }

  const router = createRouter();
  for (const route of tusDocument) router.openAPIRegistry.registerPath(route);
  router.use('/uploads/*', async (c, next) => {
    await next();
    c.header('tus-resumable', version);
  });
  router.on(['OPTIONS', 'POST'], '/uploads', (c) => refuse(c) ?? answer(c, c.get('ownerId')));
  // Hono asks the handlers of GET for HEAD.
  router.on(
    ['OPTIONS', 'GET', 'PATCH', 'DELETE'],
    '/uploads/:id',
    (c) => refuse(c) ?? answer(c, c.get('ownerId')),
  );
  return router;
}

/** What the protocol wants said more exactly than the library does. */
function refuse(c: Context): Response | null {
  const { method } = c.req;
  if (method === 'GET') throw new ApiProblem('method_not_allowed');
  if (method === 'OPTIONS') return null;
  if (c.req.header('tus-resumable') !== version)
    return renderProblem(c, new ApiProblem('tus_version'), { 'tus-version': version });
  if (method !== 'PATCH') return null;
  if (c.req.header('content-type') !== bodyType) throw new ApiProblem('unsupported_media_type');
  if (c.req.header('upload-offset') === undefined)
    throw new ApiProblem('malformed_upload', 'Upload-Offset is missing.');
  return null;
}

function translate(
  c: Context,
  response: Response,
  more: Record<string, string>,
): Response | Promise<Response> {
  const own = [...response.headers].filter(([name]) => !name.startsWith('access-control-'));
  const headers = new Headers(own);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  if (response.status < 400) return new Response(response.body, { status: response.status, headers });
  return response.text().then((said) => {
    const detail = c.req.method === 'HEAD' ? undefined : said.trim();
    throw new ApiProblem(problemOf(response.status), detail);
  });
}

function problemOf(status: number): ProblemCode {
  switch (status) {
    case 404:
      return 'upload_not_found';
    case 409:
      return 'upload_moved';
    case 410:
      return 'upload_gone';
    case 413:
      return 'too_large';
    case 501:
      return 'not_offered';
    default:
      return status >= 500 ? 'busy' : 'malformed_upload';
  }
}

/** Throws for a file that could not be taken: the upload is over, and sending it again would not help. */
function headersOf(finished: FinishedUpload): Record<string, string> {
  switch (finished.kind) {
    case 'rejected':
      throw new ApiProblem('rejected', finished.detail, { reason: finished.code });
    case 'photo':
      return { 'Rollcall-Photo-Id': finished.photoId };
    case 'duplicate':
      return { 'Rollcall-Photo-Id': finished.photoId, 'Rollcall-Duplicate': 'true' };
    case 'companion':
      return {
        'Rollcall-Companion': 'true',
        ...(finished.photoId === null ? {} : { 'Rollcall-Photo-Id': finished.photoId }),
      };
  }
}

/** Name and folder of an upload, from its metadata; `path` is what multipart calls a folder. */
export function describeUpload(metadata: string): { filename: string; folder: string } {
  const values = metadata === '' ? {} : Metadata.parse(metadata);
  return {
    filename: values['filename'] ?? values['name'] ?? '',
    folder: values['folder'] ?? values['path'] ?? '',
  };
}

/** The library's view of our uploads. */
function createDataStore(uploads: PartialUploads): DataStore {
  const getUpload = async (key: string): Promise<Upload> => {
    const [ownerId, id] = partsOf(key);
    const found = await uploads.find(ownerId, id);
    if (found === null) throw ERRORS.FILE_NOT_FOUND;
    return toUpload(key, found);
  };
  return Object.assign(new DataStore(), {
    extensions: ['creation', 'creation-with-upload', 'termination', 'expiration'],
    getExpiration: () => uploadLifeMs,
    getUpload,
    create: async (upload: Upload) => {
      const [ownerId, id] = partsOf(upload.id);
      const metadata = upload.metadata === undefined ? '' : Metadata.stringify(upload.metadata);
      await uploads.create(ownerId, { id, bytes: upload.size ?? 0, metadata });
      return upload;
    },
    write: async (body: AsyncIterable<Uint8Array>, key: string, offset: number) => {
      const [ownerId, id] = partsOf(key);
      return await uploads.append(ownerId, { id, offset, body });
    },
    remove: async (key: string) => {
      const [ownerId, id] = partsOf(key);
      if (!(await uploads.remove(ownerId, id))) throw ERRORS.FILE_NOT_FOUND;
    },
  });
}

const toUpload = (key: string, { bytes, received, metadata, createdAt }: PartialUpload): Upload =>
  new Upload({
    id: key,
    size: bytes,
    offset: received,
    creation_date: createdAt.toISOString(),
    ...(metadata === '' ? {} : { metadata: Metadata.parse(metadata) }),
  });

function partsOf(key: string): [ownerId: string, id: string] {
  const at = key.indexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}
