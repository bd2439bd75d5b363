import { systemClock } from './clock.ts';
import { ConfigError } from './config.ts';
import { answerCrossOrigin } from './edge/cross-origin.ts';
import { loadEdgeConfig } from './edge/edge-config.ts';
import { createHandlers, type EdgeHandlers, type EdgeRuntime } from './edge/handlers.ts';
import { ApiProblem, problemResponse } from './http/problem.ts';

export type { EdgeHandlers, EdgeRuntime } from './edge/handlers.ts';

/** What one Edge Function's isolate answers with. Without its secrets it says so instead of not starting at all. */
export function createEdge(
  env: Readonly<Record<string, string | undefined>>,
  runtime: EdgeRuntime,
): EdgeHandlers {
  try {
    return createHandlers({
      config: loadEdgeConfig(env),
      runtime,
      clock: systemClock,
      fetch: globalThis.fetch,
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    runtime.log({ level: 'error', message: error.message });
    return notConfigured(error.message);
  }
}

/** Variables are named, values are not. */
function notConfigured(detail: string): EdgeHandlers {
  const answer = (request: Request) =>
    answerCrossOrigin(request, async () => problemResponse(new ApiProblem('not_ready', detail)));
  return { createJob: answer, api: answer, worker: answer, giveBack: () => {} };
}
