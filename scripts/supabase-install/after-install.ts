import { z } from 'zod';
import type { Clock } from '../../src/clock.ts';

interface Reach {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

const tries = 6;
const pauseMs = 3000;

/** A new function takes a moment to be everywhere. Answers null, or what is wrong. */
export async function waitUntilReady({ fetch, clock, print }: Reach, url: string): Promise<string | null> {
  const address = `${url}/functions/v1/rollcall-api/readyz`;
  let said = '';
  for (let turn = 1; turn <= tries; turn += 1) {
    if (turn > 1) await clock.sleep(pauseMs);
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
      if (response.ok) {
        print('✓ ready');
        return null;
      }
      said = `${response.status} ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
  }
  return `Everything is installed, but ${address} does not say that it is ready:\n  ${said}\nRun the same again to look anew; the dashboard has the function’s log.`;
}

export async function whatToDoNext(given: {
  readonly options: { readonly project: string; readonly url: string };
  readonly fetch: typeof fetch;
  readonly leavesStart: boolean;
  readonly signUpsAreOpen: () => Promise<boolean | null>;
}): Promise<string[]> {
  const { options, fetch } = given;
  const dashboard = `https://supabase.com/dashboard/project/${options.project}`;
  const [open, hasKeys] = await Promise.all([given.signUpsAreOpen(), hasSigningKeys(fetch, options.url)]);
  const start = given.leavesStart ? 'VITE_ROLLCALL_START_FUNCTION=rollcall-api/api/v1/jobs ' : '';
  return [
    'Next:',
    ...(hasKeys === false
      ? [`  ! Make an asymmetric signing key, else nobody can sign in: ${dashboard}/settings/jwt`]
      : []),
    `  · Build the page: ${start}VITE_SUPABASE_URL=${options.url} VITE_SUPABASE_PUBLISHABLE_KEY=… npm run build:supabase`,
    `    (the key: ${dashboard}/settings/api-keys)`,
    `  · Invite people: ${dashboard}/auth/users`,
    `  ${signUps(open, dashboard)}`,
  ];
}

function signUps(open: boolean | null, dashboard: string): string {
  const where = `${dashboard}/auth/providers`;
  switch (open) {
    case true:
      return `! Sign-ups are open in this project: whoever signs up can start jobs that you pay for. Close them: ${where}\n    or name who may with ROLLCALL_ALLOWED in the secrets.`;
    case false:
      return '· Sign-ups are closed in this project: only people you invite can use it.';
    case null:
      return `! Whether sign-ups are open could not be read (that needs SUPABASE_ACCESS_TOKEN). Look: ${where}`;
  }
}

const jwksSchema = z.object({ keys: z.array(z.unknown()) });

/** Null if that cannot be told. */
async function hasSigningKeys(fetch: typeof globalThis.fetch, url: string): Promise<boolean | null> {
  try {
    const response = await fetch(`${url}/auth/v1/.well-known/jwks.json`, {
      signal: AbortSignal.timeout(10_000),
    });
    return response.ok ? jwksSchema.parse(await response.json()).keys.length > 0 : null;
  } catch {
    return null;
  }
}
