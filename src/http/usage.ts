import { createRoute } from '@hono/zod-openapi';
import { viewMonth } from '../jobs/spending.ts';
import { emptyDeleted } from '../photos/purge-deleted.ts';
import { viewSpace } from '../photos/view-space.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { createRouter, json, problems } from './route-parts.ts';
import { emptiedSchema, spaceSchema, spendingSchema } from './schemas/usage.ts';

const spendingRoute = createRoute({
  method: 'get',
  path: '/spending',
  responses: { 200: json(spendingSchema, 'What was spent this month, and the limit'), ...problems },
});

const spaceRoute = createRoute({
  method: 'get',
  path: '/space',
  responses: { 200: json(spaceSchema, 'What the library takes up'), ...problems },
});

const emptyRoute = createRoute({
  method: 'post',
  path: '/photos/empty-deleted',
  responses: { 200: json(emptiedSchema, 'Deleted photos are gone for good'), ...problems },
});

/** What the library has cost, and what room it takes. */
export function usageRoutes({ database, store, monthlyCapUsd, dataFolder, onError }: ApiDependencies) {
  const router = createRouter();
  router.openapi(spendingRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const month = await database.asUser(ownerId, (tx) => viewMonth(tx, ownerId, monthlyCapUsd));
    return c.json({ ...month, capUsd: monthlyCapUsd }, 200);
  });
  router.openapi(spaceRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const space = await database.asUser(ownerId, (tx) => viewSpace(tx, ownerId));
    const folder = dataFolder?.path ?? null;
    return c.json({ ...space, folder, freeBytes: (await dataFolder?.freeBytes()) ?? null }, 200);
  });
  router.openapi(emptyRoute, async (c) =>
    c.json({ removed: await emptyDeleted({ database, store, onError }, c.get('ownerId')) }, 200),
  );
  return router;
}
