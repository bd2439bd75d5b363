import { z } from 'zod';
import type { EdgeConfig } from './edge-config.ts';
import { workerSecretHeader } from './worker-secret.ts';

/** The worker under several names: the platform runs one isolate of a function at a time, or a few at best. */
const workerNames = ['rollcall-worker', 'rollcall-worker-2', 'rollcall-worker-3'] as const;

/** What became of a request for a slice: begun, or not needed, or not possible in that isolate. */
export const beginnings = ['started', 'enough', 'busy'] as const;
export type Beginning = (typeof beginnings)[number];

const answerSchema = z.object({ slice: z.enum(beginnings) });

const timeoutMs = 5000;

/**
 * Asks the worker functions for another slice, one after the other, until one begins it or says that there are enough;
 * answers whether one did. The function that asks comes last: for as long as its isolate is not retired, that is who
 * would answer.
 */
export function createNextSlice({
  config,
  fetch,
  onError,
}: {
  readonly config: Pick<EdgeConfig, 'supabaseUrl' | 'workerSecret'>;
  readonly fetch: typeof globalThis.fetch;
  readonly onError: (error: unknown, what: string) => void;
}): (from?: string) => Promise<boolean> {
  async function ask(name: string): Promise<Beginning> {
    const response = await fetch(`${config.supabaseUrl}/functions/v1/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [workerSecretHeader]: config.workerSecret },
      body: '{}',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The function ${name} answered ${response.status}.`);
    return answerSchema.parse(JSON.parse(text)).slice;
  }

  return async (from) => {
    for (const name of namesAfter(from)) {
      try {
        if ((await ask(name)) !== 'busy') return true;
      } catch (error) {
        // The next name may work; if none does, the schedule makes up for it.
        onError(error, 'next slice');
      }
    }
    return false;
  };
}

function namesAfter(from: string | undefined): readonly string[] {
  const own = workerNames.findIndex((name) => name === from);
  return [...workerNames.slice(own + 1), ...workerNames.slice(0, own + 1)];
}

/** Which of the workers a request is for: the platform keeps the name in the path. */
export const workerNameIn = (address: string): string | undefined =>
  workerNames.find((name) => new URL(address).pathname.split('/').includes(name));
