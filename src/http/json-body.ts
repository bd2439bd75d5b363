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
    const headers = new Headers(c.req.raw.headers);
    headers.set('content-type', 'application/json');
    headers.delete('content-length');
    c.req.bodyCache = {};
    c.req.raw = new Request(c.req.url, { method, headers, body: '{}' });
  } else if (!/^application\/json\b/iu.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem('unsupported_media_type', 'Send JSON with content-type application/json.');
  }
  return next();
}
