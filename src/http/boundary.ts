import type { MiddlewareHandler } from 'hono';
import { ApiProblem } from './problem.ts';

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  // Radix places its floating parts by style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What every request has to pass, static files included: a page elsewhere must not drive a server on this machine,
 * neither by a name that resolves to it (DNS rebinding: Host) nor by a cross-site request (Origin, Sec-Fetch-Site).
 */
export function guardBoundary(allowedHost: (host: string) => boolean): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (!allowedHost(host)) throw new ApiProblem('wrong_host');
    const origin = c.req.header('origin');
    const sameOrigin = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
    const site = c.req.header('sec-fetch-site');
    const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
    const writes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (writes && (!sameOrigin || fromElsewhere)) throw new ApiProblem('forbidden_origin');
    // Reading an answer across sites is refused by the browser; being embedded by another page is refused here.
    if (!writes && origin !== undefined && !sameOrigin) throw new ApiProblem('forbidden_origin');
    await next();
    // Only what a route has not set itself: an original is served under a stricter policy of its own.
    const set = (name: string, value: string) => {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    };
    set('content-security-policy', contentSecurityPolicy);
    set('x-content-type-options', 'nosniff');
    // Nothing goes to other sites. `no-referrer` would make browsers send `Origin: null` with our own forms too.
    set('referrer-policy', 'same-origin');
    set('cross-origin-resource-policy', 'same-origin');
    set('cross-origin-opener-policy', 'same-origin');
  };
}

/** Names this machine has for itself, with the server's port; a port forwarded elsewhere may differ. */
export function loopbackHosts(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/u.test(host);
}
