import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const authSchema = z.object({ disable_signup: z.boolean() });

/** Asks the management API, which takes an access token only: a login of the CLI's is the CLI's alone. */
export async function readSignUps(options: {
  readonly project: string;
  readonly token: string | undefined;
  /** The CLI's profile, where somebody works against another Supabase than the public one. */
  readonly profile: string | undefined;
  readonly fetch: typeof fetch;
}): Promise<boolean | null> {
  if (options.token === undefined) return null;
  try {
    const response = await options.fetch(
      `${apiOf(options.profile)}/v1/projects/${options.project}/config/auth`,
      { headers: { authorization: `Bearer ${options.token}` }, signal: AbortSignal.timeout(10_000) },
    );
    return response.ok ? !authSchema.parse(await response.json()).disable_signup : null;
  } catch {
    return null;
  }
}

function apiOf(profile: string | undefined): string {
  if (profile === undefined || !existsSync(profile)) return 'https://api.supabase.com';
  return /^api_url:\s*(\S+)/mu.exec(readFileSync(profile, 'utf8'))?.[1] ?? 'https://api.supabase.com';
}
