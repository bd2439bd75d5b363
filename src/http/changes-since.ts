import { createRoute, z } from '@hono/zod-openapi';
import type { ApiDependencies } from './api-dependencies.ts';
import { createReadChanges } from './read-changes.ts';
import { createRouter, json, problems } from './route-parts.ts';
import { changesSchema } from './schemas/event.ts';

const route = createRoute({
  method: 'get',
  path: '/changes',
  description: 'What the event stream would send after `since`, at once; without it a snapshot.',
  request: { query: z.object({ since: z.coerce.number().int().min(0).optional() }) },
  responses: { 200: json(changesSchema, 'What changed, and what to ask from the next time'), ...problems },
});

/** For pages that cannot keep a stream open, as behind an Edge Function: they are told when to look, and look here. */
export function changesSinceRoutes(dependencies: ApiDependencies) {
  const readChanges = createReadChanges(dependencies);
  const router = createRouter();
  router.openapi(route, async (c) => {
    const ownerId = c.get('ownerId');
    const { since } = c.req.valid('query');
    return c.json(await readChanges(ownerId, since ?? null), 200);
  });
  return router;
}
