import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { estimateJob } from '../jobs/estimate.ts';
import { listItems, listJobs } from '../jobs/view-jobs.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { expectJob } from './expect-job.ts';
import { ApiProblem } from './problem.ts';
import { body, createRouter, idParam, json, pageQuery, problems } from './route-parts.ts';
import {
  createJobSchema,
  estimateSchema,
  itemListSchema,
  itemStatusSchema,
  jobAcceptedSchema,
  jobListSchema,
  jobSchema,
} from './schemas/job.ts';
import { readWish, startJob } from './start-job.ts';

const createJobRoute = createRoute({
  method: 'post',
  path: '/jobs',
  request: {
    headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
    body: body(createJobSchema),
  },
  responses: { 202: json(jobAcceptedSchema, 'The job has begun'), ...problems },
});

const estimateRoute = createRoute({
  method: 'post',
  path: '/jobs/estimate',
  request: { body: body(createJobSchema) },
  responses: { 200: json(estimateSchema, 'What the job would cost'), ...problems },
});

const listRoute = createRoute({
  method: 'get',
  path: '/jobs',
  request: { query: pageQuery },
  responses: { 200: json(jobListSchema, 'Jobs, newest first'), ...problems },
});

const getRoute = createRoute({
  method: 'get',
  path: '/jobs/{id}',
  request: { params: idParam },
  responses: { 200: json(jobSchema, 'The job'), ...problems },
});

const itemsRoute = createRoute({
  method: 'get',
  path: '/jobs/{id}/items',
  request: { params: idParam, query: pageQuery.extend({ status: itemStatusSchema.optional() }) },
  responses: { 200: json(itemListSchema, 'Photos of the job, in its order'), ...problems },
});

export function jobRoutes(dependencies: ApiDependencies) {
  const { database } = dependencies;
  const router = createRouter();

  router.openapi(createJobRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const key = c.req.valid('header')['idempotency-key'];
    const id = await startJob(dependencies, ownerId, { wish: c.req.valid('json'), key });
    const job = await expectJob(database, ownerId, id);
    return c.json({ jobId: id, job }, 202, { location: `/api/v1/jobs/${id}` });
  });
  router.openapi(estimateRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const wish = c.req.valid('json');
    const { model, photoIds, question } = await readWish(dependencies, ownerId, wish);
    const estimate = await database.asUser(ownerId, (tx) =>
      estimateJob(tx, {
        ownerId,
        photoIds,
        options: wish.options,
        question,
        model: {
          provider: model.provider,
          model: model.model,
          onDevice: model.onDevice,
          costNano: model.expectedCostNano(),
          concurrency: dependencies.concurrencyOf(model),
        },
      }),
    );
    return c.json(estimate, 200);
  });
  router.openapi(listRoute, async (c) => {
    const ownerId = c.get('ownerId');
    return c.json(await database.asUser(ownerId, (tx) => listJobs(tx, ownerId, c.req.valid('query'))), 200);
  });
  router.openapi(getRoute, async (c) =>
    c.json(await expectJob(database, c.get('ownerId'), c.req.valid('param').id), 200),
  );
  router.openapi(itemsRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { id } = c.req.valid('param');
    const { status, cursor, limit } = c.req.valid('query');
    await expectJob(database, ownerId, id);
    const after = cursor === undefined ? -1 : readPosition(cursor);
    const page = await database.asUser(ownerId, (tx) => listItems(tx, ownerId, id, { status, after, limit }));
    return c.json({ ...page, items: page.items.map((item) => ({ ...item, flags: [...item.flags] })) }, 200);
  });
  return router;
}

function readPosition(cursor: string): number {
  if (!/^\d{1,9}$/u.test(cursor)) throw new ApiProblem('bad_cursor');
  return Number(cursor);
}
