import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { closeServer, listenOn } from '../simulator/server-sockets.ts';

export interface StaticHost {
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** Any host of static files that reads `_headers`; below a path, as a page of a project's site is. */
export async function startStaticHost(folder: string): Promise<StaticHost> {
  const headers = await headersForAll(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const name = pathname.replace(/^\/photos\//u, '') || 'index.html';
    readFile(join(folder, name)).then(
      (bytes) =>
        response.writeHead(200, { ...headers, 'content-type': types[extname(name)] ?? '' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  const port = await listenOn(server, 0);
  return { url: `http://127.0.0.1:${port}/photos/`, close: () => closeServer(server) };
}

async function headersForAll(folder: string): Promise<Record<string, string>> {
  const lines = (await readFile(join(folder, '_headers'), 'utf8')).split('\n');
  const end = lines.findIndex((line, at) => at > 0 && line.startsWith('/'));
  return Object.fromEntries(
    lines
      .slice(1, end)
      .map((line) => line.trim().split(/: (.*)/u))
      .map(([name = '', value = '']) => [name, value]),
  );
}
