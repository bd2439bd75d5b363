import type { Context, Next } from 'hono';
import { ApiProblem } from './problem.ts';

/**
 * An empty body counts as `{}`. A body of another type than JSON is refused: a form of another site can send those
 * without asking first.
 */
export async function readEmptyBodyAsObject(c: Context, next: Next): Promise<void> {
  const { method } = c.req;
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE' || method === 'OPTIONS') return next();
  const text = await c.req.text();
  if (text.trim() === '') {
    replaceBody(c, '{}');
  } else if (c.req.path.endsWith('/export') && isForm(c)) {
    // A form that this page itself submits: the only way a browser streams a long download to disk.
    const fields = new URLSearchParams(text);
    const ids = fields.get('photoIds') ?? '';
    const photoIds = ids === 'all' ? 'all' : ids.split(',');
    replaceBody(c, JSON.stringify({ photoIds, xmp: fields.get('xmp') === 'true' }));
  } else if (!/^application\/json\b/iu.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem('unsupported_media_type', 'Send JSON with content-type application/json.');
  }
  return next();
}

const isForm = (c: Context): boolean =>
  /^application\/x-www-form-urlencoded\b/iu.test(c.req.header('content-type') ?? '');

function replaceBody(c: Context, body: string): void {
  const headers = new Headers(c.req.raw.headers);
  headers.set('content-type', 'application/json');
  headers.delete('content-length');
  c.req.bodyCache = {};
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers, body });
}
