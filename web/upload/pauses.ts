import type { Clock } from '../../src/clock.ts';
import { ApiProblem } from '../problem.ts';

/** Tries again what may pass, each time after a longer pause; nothing once `signal` has aborted. */
export async function withPauses<Result>(
  attempt: () => Promise<Result>,
  options: {
    readonly clock: Pick<Clock, 'sleep'>;
    readonly signal: AbortSignal;
  },
): Promise<Result> {
  for (const pause of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      if (options.signal.aborted || !mayPass(error)) throw error;
      await options.clock.sleep(pause, options.signal);
    }
  }
  return await attempt();
}

/** Longer each time: a server in trouble is not helped by haste, and half a minute is a lift or a tunnel. */
export const pausesMs = [1000, 3000, 8000, 20_000];

/** Lines break and servers have bad minutes; a refusal stays one. A token that has just ended is renewed meanwhile. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return [0, 401, 408, 425, 429].includes(error.status) || error.status >= 500;
}
