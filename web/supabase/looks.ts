import { openTabChannel } from '../tab-channel.ts';
import type { Session } from './session.ts';

/**
 * When the page itself knows that a look at the server is due: after it has changed something, when it is looked at
 * or connected again, and when somebody has signed in again. Every tab says so, the one that listens looks.
 */
export function createLooks({
  name,
  session,
}: {
  name: string;
  session: Pick<Session, 'get' | 'subscribe'>;
}) {
  const channel = openTabChannel<'look'>(name);
  const listeners = new Set<() => void>();
  const here = () => {
    for (const listener of listeners) listener();
  };
  const everywhere = () => {
    here();
    channel.post('look');
  };

  channel.listen(here);
  window.addEventListener('online', everywhere);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') everywhere();
  });
  session.subscribe(() => {
    if (session.get().status === 'in') here();
  });

  return {
    listen: (look: () => void, signal: AbortSignal): void => {
      listeners.add(look);
      signal.addEventListener('abort', () => listeners.delete(look), { once: true });
    },
    /** The same `fetch`, that notices what may have changed something. */
    afterWrites:
      (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
      async (input, init) => {
        const response = await fetch(input, init);
        if (response.ok && isWrite(init?.method, input)) everywhere();
        return response;
      },
  };
}

/** Questions that are posted because they are long change nothing. */
const isWrite = (method = 'GET', input: RequestInfo | URL): boolean =>
  method !== 'GET' && !/\/(?:estimate|preview|test|export|settings)$/u.test(new Request(input).url);
