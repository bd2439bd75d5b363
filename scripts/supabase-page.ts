import type { SupabaseProject } from '../web/supabase/project.ts';

export type PageProject = SupabaseProject;

/** Reads what the page is built for; throws with every variable that is wrong. */
export function readProject(env: Readonly<Record<string, string | undefined>>): PageProject {
  const url = (env['VITE_SUPABASE_URL'] ?? '').trim().replace(/\/+$/u, '');
  const publishableKey = (env['VITE_SUPABASE_PUBLISHABLE_KEY'] ?? '').trim();
  const startFunction = (env['VITE_ROLLCALL_START_FUNCTION'] ?? '').trim() || 'batch-ai-analysis';
  const problems: string[] = [];
  if (!/^https?:\/\/[^/\s]+$/u.test(url))
    problems.push(
      'VITE_SUPABASE_URL: must be the address of the project, as https://<reference>.supabase.co',
    );
  if (publishableKey === '') problems.push('VITE_SUPABASE_PUBLISHABLE_KEY: is missing');
  if (isSecret(publishableKey))
    problems.push(
      'VITE_SUPABASE_PUBLISHABLE_KEY: is a secret key; the page is public, take the publishable one',
    );
  if (!/^[\w-]+(?:\/[\w-]+)*$/u.test(startFunction))
    problems.push('VITE_ROLLCALL_START_FUNCTION: must be the name of a function');
  if (problems.length > 0) throw new Error(`The page was not built: ${problems.join('; ')}`);
  return { url, publishableKey, startFunction };
}

/** Both kinds of key that must never leave a server: the newer secret one, and the older service role's token. */
function isSecret(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true;
  try {
    return atob((key.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')).includes('service_role');
  } catch {
    return false;
  }
}

/** The project's address and nothing else beside the page's own; Realtime is the same host by another protocol. */
export function contentSecurityPolicy({ url }: PageProject, where: 'page' | 'header'): string {
  const socket = url.replace(/^http/u, 'ws');
  return [
    "default-src 'self'",
    // WebAssembly decodes HEIC.
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    // Radix places its floating parts by style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' blob: data: ${url}`,
    `connect-src 'self' ${url} ${socket}`,
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    // Browsers take this one from a header only.
    ...(where === 'header' ? ["frame-ancestors 'none'"] : []),
  ].join('; ');
}

/** The `_headers` file that Netlify, Cloudflare Pages and others read. */
export function hostHeaders(project: PageProject): string {
  return `${[
    '/*',
    `  Content-Security-Policy: ${contentSecurityPolicy(project, 'header')}`,
    '  X-Content-Type-Options: nosniff',
    '  Referrer-Policy: same-origin',
    '  Cross-Origin-Opener-Policy: same-origin',
    '/assets/*',
    '  Cache-Control: public, max-age=31536000, immutable',
  ].join('\n')}\n`;
}
