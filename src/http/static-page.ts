import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { MiddlewareHandler } from 'hono';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** The built page. Files under `assets/` carry their hash in their name; any other address is the page itself. */
export function servePage(folder: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next();
    if (/^\/(api|functions|healthz|readyz|metrics)(\/|$)/u.test(c.req.path)) return next();
    const asked = filePath(folder, c.req.path);
    const file = asked !== null && (await isFile(asked)) ? asked : join(folder, 'index.html');
    // The largest is well under a megabyte.
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return next();
    const hashed = file.includes(`${sep}assets${sep}`);
    c.header('content-type', types[extname(file)] ?? 'application/octet-stream');
    c.header('content-length', String(bytes.byteLength));
    c.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (c.req.method === 'HEAD') return c.body(null);
    return c.body(Uint8Array.from(bytes));
  };
}

function filePath(folder: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = normalize(join(folder, decoded));
  return file.startsWith(folder + sep) ? file : null;
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isFile() ?? false;
