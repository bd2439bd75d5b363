import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createBucket, problem, type Reply } from './bucket.ts';
import { verifySignature } from './verify-signature.ts';

/**
 * What goes wrong with one request: an answer instead of the real one, no answer ever, a connection that ends before or
 * after the work was done, or a download that ends half-way.
 */
export type Fault =
  | { readonly status: number; readonly code?: string }
  | 'silence'
  | 'reset'
  | 'reset_after'
  | 'half_body'
  | 'error_in_200';

export interface S3StandInOptions {
  readonly port?: number;
  readonly bucket?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** Asked for each request, with how many of this kind came before; null lets it through. */
  readonly fault?: (request: {
    readonly method: string;
    readonly target: string;
    readonly nth: number;
  }) => Fault | null;
  readonly now?: () => number;
  /** How many objects a list names at most. */
  readonly pageSize?: number;
}

/** An S3 of one bucket that verifies every signature itself and can be told to misbehave. */
export async function createS3StandIn(options: S3StandInOptions = {}) {
  const access = {
    bucket: options.bucket ?? 'photos',
    region: options.region ?? 'eu-test-1',
    accessKeyId: options.accessKeyId ?? 'test-key',
    secretAccessKey: options.secretAccessKey ?? 'test-secret',
  };
  const now = options.now ?? Date.now;
  const bucket = createBucket({ now, pageSize: options.pageSize ?? 1000 });
  const requests: string[] = [];
  const counts = new Map<string, number>();

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/' } = incoming;
    const kind = `${method} ${target}`;
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    requests.push(kind);
    const body = await readBody(incoming);
    const fault = options.fault?.({ method, target, nth }) ?? null;
    if (fault === 'silence') return;
    if (fault === 'reset') return void incoming.socket.destroy();
    if (fault === 'error_in_200') return send(outgoing, method, problem('InternalError', 200));
    if (typeof fault === 'object' && fault !== null) {
      return send(
        outgoing,
        method,
        fault.code === undefined ? { status: fault.status } : problem(fault.code, fault.status),
      );
    }
    const reply = decide({ method, target, headers: singleHeaders(incoming), body });
    if (fault === 'reset_after') return void incoming.socket.destroy();
    if (fault === 'half_body') return sendHalf(incoming, outgoing, reply);
    send(outgoing, method, reply);
  }

  function decide(request: Parameters<typeof verifySignature>[0]): Reply {
    const refusal = verifySignature(request, access, now());
    if (refusal !== null) return problem(refusal, refusal === 'XAmzContentSHA256Mismatch' ? 400 : 403);
    const url = new URL(request.target, 'http://stand-in');
    const [, name, ...key] = url.pathname.split('/').map(decodeURIComponent);
    if (name !== access.bucket) return problem('NoSuchBucket', 404);
    return bucket.answer({ ...request, key: key.join('/'), query: url.searchParams });
  }

  const server = createServer((incoming, outgoing) => {
    // A sender that breaks off is no failure of the stand-in.
    serve(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port');
  return {
    ...access,
    endpoint: `http://127.0.0.1:${address.port}`,
    objects: bucket.objects,
    /** When each object was stored, in milliseconds. */
    storedAt: bucket.storedAt,
    uploads: bucket.uploads,
    /** Method and target of every request, in order. */
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function singleHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
}

function send(outgoing: ServerResponse, method: string, { status, headers, body = '' }: Reply): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(method === 'HEAD' ? '' : body);
}

function sendHalf(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body = '' }: Reply,
): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  const bytes = Buffer.from(body);
  outgoing.write(bytes.subarray(0, bytes.byteLength >> 1), () => incoming.socket.destroy());
}
