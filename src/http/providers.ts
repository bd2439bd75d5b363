import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { changeSettings, getSettings } from '../database/settings.ts';
import type { ModelTest } from '../vision/test-model.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { ApiProblem } from './problem.ts';
import { body, createRouter, json, problems } from './route-parts.ts';
import {
  providerListSchema,
  readSettings,
  settingsChangeSchema,
  settingsSchema,
} from './schemas/provider.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/providers',
  responses: {
    200: json(providerListSchema, 'What is configured, and what answers on this machine'),
    ...problems,
  },
});

const testSchema = z.object({
  provider: z.string().min(1).max(100),
  model: z.string().trim().min(1).max(200).optional(),
  baseUrl: z.string().trim().max(1000).optional(),
  apiKey: z.string().trim().max(1000).optional(),
});

const testResultSchema = z.object({
  ok: z.boolean(),
  model: z.string().optional(),
  said: z.string().optional().describe('What the model saw in the picture'),
  ms: z.number().optional(),
  usd: z.number().optional().describe('What the test cost'),
  usdPerPhoto: z.number().nullable().optional().describe('Null where no price is known'),
  code: z.string().optional(),
  detail: z.string().optional(),
});

const testRoute = createRoute({
  method: 'post',
  path: '/providers/test',
  request: { body: body(testSchema) },
  responses: {
    200: json(testResultSchema, 'What came of showing it one small picture'),
    ...problems,
  },
});

const connectRoute = createRoute({
  method: 'put',
  path: '/providers/current',
  request: { body: body(testSchema) },
  responses: { 200: json(testResultSchema, 'Tested; used from now on unless the test failed'), ...problems },
});

const disconnectRoute = createRoute({
  method: 'delete',
  path: '/providers/current',
  responses: { 204: { description: 'Forgotten; the settings of the environment hold again' }, ...problems },
});

const getSettingsRoute = createRoute({
  method: 'get',
  path: '/settings',
  responses: { 200: json(settingsSchema, 'The settings'), ...problems },
});

const putSettingsRoute = createRoute({
  method: 'put',
  path: '/settings',
  request: { body: body(settingsChangeSchema) },
  responses: { 200: json(settingsSchema, 'The settings as they are now'), ...problems },
});

export function providerRoutes({ database, providers, connectedModel }: ApiDependencies) {
  const router = createRouter();
  router.openapi(listRoute, async (c) => {
    const found = await providers.list(AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(2000)]));
    return c.json({ providers: found }, 200);
  });
  router.openapi(testRoute, async (c) => {
    const wish = c.req.valid('json');
    // Where people sign in: it would call any address for them, or with the operator's key past every limit.
    if (connectedModel === null) throw new ApiProblem('set_by_operator');
    return c.json(renderTest(await providers.test(wish, c.req.raw.signal)), 200);
  });
  router.openapi(connectRoute, async (c) => {
    if (connectedModel === null) throw new ApiProblem('set_by_operator');
    return c.json(renderTest(await connectedModel.connect(c.req.valid('json'), c.req.raw.signal)), 200);
  });
  router.openapi(disconnectRoute, async (c) => {
    if (connectedModel === null) throw new ApiProblem('set_by_operator');
    await connectedModel.disconnect();
    return c.body(null, 204);
  });
  router.openapi(getSettingsRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const stored = await database.asUser(ownerId, (tx) => getSettings(tx, ownerId));
    return c.json(readSettings(stored), 200);
  });
  router.openapi(putSettingsRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const changes = c.req.valid('json');
    const stored = await database.asUser(ownerId, (tx) =>
      tx.asSystem((system) => changeSettings(system, ownerId, changes)),
    );
    return c.json(readSettings(stored), 200);
  });
  return router;
}

const renderTest = (test: ModelTest) =>
  test.ok
    ? {
        ok: true,
        model: test.model,
        said: test.said,
        ms: test.ms,
        usd: test.costNano / 1e9,
        usdPerPhoto: test.photoNano === null ? null : test.photoNano / 1e9,
      }
    : { ok: false, code: test.code, detail: test.detail };
