import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../simulator/server-sockets.ts';
import type { StoragePeople } from './storage-people.ts';
import { createResumableUploads } from './storage-resumable.ts';

export interface StorageStandIn {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  readonly objects: Map<string, Buffer>;
  /** So many of the next requests are answered with this status. */
  fail(status: number, times: number): void;
  /** Requests so far, refused ones included. */
  requests(): number;
  /** Requests for signed links so far. */
  signed(): number;
  /** From now on new objects are this old. */
  age(ms: number): void;
}

export interface StorageStandInOptions {
  readonly bucket: string;
  readonly key: string;
  /** Who may what without the key; nobody anything if nothing is said. */
  readonly people?: StoragePeople;
}

export interface StoredObject {
  readonly bytes: Buffer;
  readonly type: string;
  readonly cacheControl: string;
  readonly at: number;
}

/** As little of a request as the parts of the stand-in need. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly url: URL;
  /** The token of somebody without the service's key, else null. */
  readonly token: string | null;
}

/** The real one answers 400 to almost everything and tells the truth in the body. */
export function refuse(response: ServerResponse, statusCode: number, message: string, status = 400): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ statusCode: String(statusCode), error: message, message }));
}

const accept = (response: ServerResponse, body: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
  'access-control-allow-methods': '*',
  'access-control-expose-headers': '*',
};

/** Supabase Storage at the network edge: the part of its interface that Rollcall uses, with its odd statuses. */
export function createStorageStandIn({ bucket, key, people }: StorageStandInOptions): StorageStandIn {
  const objects = new Map<string, Buffer>();
  const about = new Map<string, StoredObject>();
  const links = new Map<string, { name: string; until: number }>();
  const base = `/storage/v1/object/${bucket}`;
  const signing = `/storage/v1/object/sign/${bucket}`;
  const resumable = createResumableUploads({ bucket, people, store: keep, has: (name) => objects.has(name) });
  let failing: { status: number; times: number } = { status: 0, times: 0 };
  let requests = 0;
  let signed = 0;
  let ageMs = 0;

  function keep(name: string, bytes: Buffer, type = 'application/octet-stream', cacheControl = 'no-cache') {
    objects.set(name, bytes);
    about.set(name, { bytes, type, cacheControl, at: Date.now() - ageMs });
  }

  function isService({ headers }: IncomingMessage): boolean {
    const bearerFits = headers.authorization === undefined || headers.authorization === `Bearer ${key}`;
    return (
      headers.apikey === key && bearerFits && (key.startsWith('sb_') || headers.authorization !== undefined)
    );
  }

  async function post({ request, response, body, token }: Asked, name: string): Promise<void> {
    const isUpsert = request.headers['x-upsert'] === 'true';
    if (token !== null) {
      // To replace an object is to update its row, which nobody may.
      const outcome = isUpsert && objects.has(name) ? 'refused' : await people?.insert(token, name);
      if (outcome !== 'done' && outcome !== 'exists')
        return refuse(response, 403, 'new row violates row-level security policy');
    }
    if (objects.has(name) && !isUpsert) return refuse(response, 409, 'Duplicate');
    keep(name, body, request.headers['content-type'], request.headers['cache-control']);
    return accept(response, { Key: `${bucket}/${name}` });
  }

  function send({ request, response, url }: Asked, name: string, more: Record<string, string> = {}): void {
    const bytes = objects.get(name);
    if (bytes === undefined) return refuse(response, 404, 'not_found');
    const one = about.get(name);
    const download = url.searchParams.get('download');
    const headers = {
      'content-type': one?.type ?? 'image/jpeg',
      'last-modified': new Date(one?.at ?? Date.now()).toUTCString(),
      'cache-control': one?.cacheControl ?? 'no-cache',
      ...(download === null
        ? {}
        : { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(download)};` }),
      ...more,
    };
    const range = /^bytes=(\d+)-(\d+)$/u.exec(request.headers.range ?? '');
    if (range === null) {
      response.writeHead(200, { ...headers, 'content-length': bytes.length });
      return void response.end(bytes);
    }
    const from = Number(range[1]);
    if (from >= bytes.length) return refuse(response, 416, 'InvalidRange');
    const part = bytes.subarray(from, Number(range[2]) + 1);
    const content = `bytes ${from}-${from + part.length - 1}/${bytes.length}`;
    response.writeHead(206, { ...headers, 'content-range': content, 'content-length': part.length });
    response.end(part);
  }

  async function remove({ response, body, token }: Asked): Promise<void> {
    const { prefixes } = JSON.parse(body.toString()) as { prefixes: string[] };
    if (token !== null && (await people?.remove(token, prefixes)) !== prefixes.length) {
      return accept(response, []);
    }
    await people?.forget(prefixes);
    for (const one of prefixes) about.delete(one);
    return accept(
      response,
      prefixes.filter((one) => objects.delete(one)),
    );
  }

  const sees = async (token: string | null, name: string) =>
    objects.has(name) && (token === null || (await people?.sees(token, name)) === true);

  async function sign({ response, body, token }: Asked): Promise<void> {
    signed += 1;
    const { expiresIn, paths } = JSON.parse(body.toString()) as { expiresIn: number; paths: string[] };
    if (paths.length === 0 || paths.length > 1000 || !Number.isInteger(expiresIn) || expiresIn < 1) {
      return refuse(response, 400, 'Invalid request');
    }
    const answers = paths.map(async (path) => {
      if (!(await sees(token, path))) return { error: 'Either the object…', path, signedURL: null };
      // Never twice the same, as the second of signing is part of the real ones.
      const ticket = randomUUID();
      links.set(ticket, { name: path, until: Date.now() + expiresIn * 1000 });
      return { error: null, path, signedURL: `/object/sign/${bucket}/${path}?token=${ticket}` };
    });
    return accept(response, await Promise.all(answers));
  }

  function follow(asked: Asked, name: string): void {
    const link = links.get(asked.url.searchParams.get('token') ?? '');
    if (link === undefined || link.name !== name || link.until < Date.now()) {
      return refuse(asked.response, 400, 'InvalidJWT');
    }
    send(asked, name, { expires: new Date(link.until).toUTCString() });
  }

  async function route(asked: Asked, path: string): Promise<void> {
    const { request, response, token } = asked;
    if (path === signing && request.method === 'POST') return sign(asked);
    if (path !== base && !path.startsWith(`${base}/`)) return refuse(response, 404, 'Bucket not found');
    const name = path.slice(base.length + 1);
    switch (request.method ?? 'GET') {
      case 'POST':
        return post(asked, name);
      case 'GET':
        return (await sees(token, name)) ? send(asked, name) : refuse(response, 404, 'not_found');
      case 'DELETE':
        return remove(asked);
      case 'PUT':
        return refuse(response, 403, 'new row violates row-level security policy');
      default:
        return refuse(response, 405, 'Method not allowed');
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(crossOrigin)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    requests += 1;
    const url = new URL(request.url ?? '/', 'http://x');
    const path = decodeURIComponent(url.pathname);
    const body = await readBody(request);
    if (failing.times > 0) {
      failing.times -= 1;
      return refuse(response, failing.status, 'failing', failing.status);
    }
    const bearer = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? null;
    const token = isService(request) ? null : bearer;
    const asked = { request, response, body, url, token };
    // A link is its own right.
    if (path.startsWith(`${signing}/`) && request.method === 'GET') {
      return follow(asked, path.slice(signing.length + 1));
    }
    const isAnybody = token !== null && people !== undefined && request.headers.apikey !== undefined;
    if (!isService(request) && !isAnybody) return refuse(response, 403, 'Invalid key');
    if (path.startsWith('/storage/v1/upload/resumable')) return resumable(asked);
    return route(asked, path);
  }

  return {
    handle,
    objects,
    fail: (status, times) => void (failing = { status, times }),
    requests: () => requests,
    signed: () => signed,
    age: (ms) => void (ageMs = ms),
  };
}
