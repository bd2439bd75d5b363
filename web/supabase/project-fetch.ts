import type { Session } from './session.ts';

/**
 * `fetch` for the project's functions: as whoever is signed in. A token that is not accepted is renewed once; where
 * that does not help, the session says so, and the page asks to sign in again.
 */
export function createProjectFetch(options: {
  fetch: typeof globalThis.fetch;
  publishableKey: string;
  session: Pick<Session, 'token' | 'renew' | 'refuse'>;
}): typeof globalThis.fetch {
  const { session } = options;

  const send = (input: RequestInfo | URL, init: RequestInit | undefined, token: string) => {
    const headers = new Headers(init?.headers);
    headers.set('apikey', options.publishableKey);
    headers.set('authorization', `Bearer ${token}`);
    return options.fetch(input, { ...init, headers, credentials: 'omit' });
  };

  return async (input, init) => {
    const token = await session.token();
    if (token === null) return unauthenticated();
    const response = await send(input, init, token);
    if (response.status === 403) await noteRefusal(response);
    if (response.status !== 401) return response;
    // Another call may have renewed it in the meantime.
    const present = await session.token();
    const renewed = present === token ? await session.renew() : present;
    if (renewed === null) return response;
    const second = await send(input, init, renewed);
    // Auth takes this person for signed in, the functions do not: signing in again would change nothing.
    if (second.status === 401) session.refuse('not_accepted');
    return second;
  };

  async function noteRefusal(response: Response): Promise<void> {
    const problem: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    const isProblem = problem !== null && typeof problem === 'object' && 'code' in problem;
    if (isProblem && problem.code === 'not_invited') session.refuse('not_invited');
  }
}

const unauthenticated = () =>
  Response.json({ title: 'Sign in first', status: 401, code: 'unauthenticated' }, { status: 401 });
