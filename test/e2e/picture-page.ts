import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { inject } from 'vitest';
import { packedCities, pictureWorker } from '../../scripts/pack-cities.ts';
import { contentSecurityPolicy } from '../../scripts/supabase-page.ts';
import type { PrepareErrorCode, Prepared } from '../../src/images/image-work.ts';
import type { WireOutcome } from './picture-page/wire.ts';

export type BrowserOutcome =
  | { readonly ok: true; readonly prepared: Prepared; readonly mediaType: string; readonly sha256: string }
  | { readonly ok: false; readonly code: PrepareErrorCode; readonly detail: string };

export interface PicturePage {
  readonly page: Page;
  prepare(bytes: Uint8Array): Promise<BrowserOutcome>;
  /** Addresses that the page and its workers have asked for. */
  readonly requests: readonly string[];
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

/** Takes what is no file of the page; false where it is not for it. */
export type Serve = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** The browser's image work, built and served as the page on Supabase is, its content security policy included. */
export async function openPicturePage(serve?: Serve): Promise<PicturePage> {
  built ??= buildPage();
  await built;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    requests.push(path);
    if (serve?.(path, request, response) === true) return;
    void sendFile(path === '/' ? '/index.html' : path, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  const browser = await chromium.connect(inject('browserAddress'));
  const page = await browser.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForFunction('window.ready');
  return {
    page,
    requests,
    troubles,
    prepare: async (bytes) => {
      const base64 = Buffer.from(bytes).toString('base64');
      return read(await page.evaluate<WireOutcome>(`preparePicture(${JSON.stringify(base64)})`));
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** Once for all tests of a file. */
let built: Promise<unknown> | null = null;
const folder = join(import.meta.dirname, '../../node_modules/.cache/rollcall/picture-page');

async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'picture-page'),
    base: './',
    logLevel: 'error',
    plugins: [packedCities()],
    worker: pictureWorker,
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0 },
  });
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const bytes = await readFile(join(folder, path)).catch(() => null);
  if (bytes === null) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
    // One test has a worker of its own making.
    'content-security-policy': policy.replace(/worker-src [^;]*/u, "worker-src 'self' blob:"),
  });
  response.end(bytes);
}

const policy = contentSecurityPolicy(
  { url: 'https://example.test', publishableKey: 'x', startFunction: 'x' },
  'header',
);

function read(outcome: WireOutcome): BrowserOutcome {
  if (!outcome.ok) return { ...outcome, code: outcome.code as PrepareErrorCode };
  const bytes = (name: string) => new Uint8Array(Buffer.from(outcome.wired[name] ?? '', 'base64'));
  const prepared: Prepared = {
    ...outcome.facts,
    thumbnail: bytes('thumbnail'),
    preview: bytes('preview'),
    perceptualHash: bytes('perceptualHash'),
    thumbhash: bytes('thumbhash'),
  };
  return { ok: true, prepared, mediaType: outcome.mediaType, sha256: outcome.sha256 };
}
