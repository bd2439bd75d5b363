import { Hono } from 'hono';
import { ApiProblem } from './problem.ts';
import type { OwnerVariables } from './session.ts';

const why = {
  '/events':
    'Changes are not streamed here: ask /api/v1/changes, when Realtime tells of some or every few seconds.',
  '/export':
    'No ZIP is made here: photos have links of their own in urls, and /api/v1/renames.csv has the names.',
};

/** For where a request that goes on for minutes would hold, or end, an isolate that serves everybody. */
export function notStreamedRoutes(): Hono<OwnerVariables> {
  const router = new Hono<OwnerVariables>();
  for (const [path, detail] of Object.entries(why)) {
    router.on(['GET', 'POST'], path, () => {
      throw new ApiProblem('not_offered', detail);
    });
  }
  return router;
}
