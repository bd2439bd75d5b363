import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Transport } from './modes.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends a reply as it should be, or the way a broken server, proxy or line would. */
export function sendReply(response: ServerResponse, reply: Reply, how: Transport | 'plain'): void {
  const { status, headers, body } = reply;
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (how) {
    case 'plain':
    case 'late':
      response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
      return;
    case 'gzip': {
      const packed = gzipSync(body);
      response.writeHead(status, { ...headers, 'content-encoding': 'gzip', 'content-length': packed.length });
      response.end(packed);
      return;
    }
    case 'chunked-tiny':
      response.writeHead(status, headers);
      for (let at = 0; at < body.length; at += 7) response.write(body.subarray(at, at + 7));
      response.end();
      return;
    case 'reset-before-headers':
      response.socket?.resetAndDestroy();
      return;
    case 'reset-mid-body':
      response.writeHead(status, { ...headers, 'content-length': body.length });
      response.write(half, () => response.socket?.resetAndDestroy());
      return;
    case 'fin-mid-body':
      response.writeHead(status, { ...headers, 'content-length': body.length });
      response.write(half, () => response.socket?.end());
      return;
    case 'hang-before-headers':
      return;
    case 'hang-mid-body':
      response.writeHead(status, headers);
      response.write(half);
      return;
    case 'slow-drip':
      response.writeHead(status, headers);
      drip(response, body);
  }
}

/** One byte each 100 ms: never silent, never done. */
function drip(response: ServerResponse, body: Uint8Array): void {
  let at = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(at, at + 1));
    at += 1;
    if (at >= body.length) response.end();
  }, 100);
  response.once('close', () => clearInterval(timer));
}
