import type { EdgeConfig } from './edge-config.ts';
import { workerSecretHeader } from './worker-secret.ts';

const timeoutMs = 5000;

/** Calls the worker function, which answers before it works. If the call fails, the schedule makes up for it. */
export function createNextSlice({
  config,
  fetch,
  onError,
}: {
  readonly config: EdgeConfig;
  readonly fetch: typeof globalThis.fetch;
  readonly onError: (error: unknown, what: string) => void;
}): () => Promise<void> {
  return async () => {
    try {
      const response = await fetch(`${config.supabaseUrl}/functions/v1/rollcall-worker`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [workerSecretHeader]: config.workerSecret },
        body: '{}',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The worker function answered ${response.status}.`);
    } catch (error) {
      onError(error, 'next slice');
    }
  };
}
