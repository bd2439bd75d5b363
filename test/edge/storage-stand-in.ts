import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../simulator/server-sockets.ts';

export interface StorageStandIn {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  readonly objects: Map<string, Buffer>;
  /** So many of the next requests are answered with this status. */
  fail(status: number, times: number): void;
  /** Requests so far, refused ones included. */
  requests(): number;
}

/** Supabase Storage at the network edge: the part of its interface that the store uses, with its odd statuses. */
export function createStorageStandIn({ bucket, key }: { bucket: string; key: string }): StorageStandIn {
  const objects = new Map<string, Buffer>();
  const base = `/storage/v1/object/${bucket}`;
  let failing: { status: number; times: number } = { status: 0, times: 0 };
  let requests = 0;

  /** The real one answers 400 to almost everything and tells the truth in the body. */
  const refuse = (response: ServerResponse, statusCode: number, message: string, status = 400) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ statusCode: String(statusCode), error: message, message }));
  };
  const accept = (response: ServerResponse, body: object) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  function isAllowed({ headers }: IncomingMessage): boolean {
    const bearerFits = headers.authorization === undefined || headers.authorization === `Bearer ${key}`;
    return (
      headers.apikey === key && bearerFits && (key.startsWith('sb_') || headers.authorization !== undefined)
    );
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const body = await readBody(request);
    if (failing.times > 0) {
      failing.times -= 1;
      return refuse(response, failing.status, 'failing', failing.status);
    }
    if (!isAllowed(request)) return refuse(response, 403, 'Invalid key');
    if (path !== base && !path.startsWith(`${base}/`)) return refuse(response, 404, 'Bucket not found');
    const name = path.slice(base.length + 1);
    switch (request.method ?? 'GET') {
      case 'POST':
        if (objects.has(name) && request.headers['x-upsert'] !== 'true')
          return refuse(response, 409, 'Duplicate');
        objects.set(name, body);
        return accept(response, { Key: `${bucket}/${name}` });
      case 'GET': {
        const found = objects.get(name);
        if (found === undefined) return refuse(response, 404, 'not_found');
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': found.length });
        response.end(found);
        return;
      }
      case 'DELETE': {
        const { prefixes } = JSON.parse(body.toString()) as { prefixes: string[] };
        return accept(
          response,
          prefixes.filter((one) => objects.delete(one)),
        );
      }
      default:
        return refuse(response, 405, 'Method not allowed');
    }
  }

  return {
    handle,
    objects,
    fail: (status, times) => void (failing = { status, times }),
    requests: () => requests,
  };
}
