import { createEdge, type EdgeHandlers } from '../../../src/edge.ts';

/** The one place that knows the platform: its environment, its log, and what it says before it ends an isolate. */
export function startIsolate(): EdgeHandlers {
  const handlers = createEdge(Deno.env.toObject(), {
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
    // Where the project's logs come from.
    log: (line) => console.error(JSON.stringify(line)),
  });
  addEventListener('beforeunload', () => handlers.giveBack());
  return handlers;
}
