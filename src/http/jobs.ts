import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import {
  findIdempotent,
  hashBody,
  rememberIdempotent,
  type IdempotentRequest,
} from '../database/idempotency.ts';
import { getSettings } from '../database/settings.ts';
import type { Sql } from '../database/sql.ts';
import { parsePattern } from '../names/pattern.ts';
import { changeJobNote } from '../jobs/change-note.ts';
import { cancelJob, pauseJob, resumeJob, type ControlResult } from '../jobs/control-job.ts';
import { createJob } from '../jobs/create-job.ts';
import { estimateJob } from '../jobs/estimate.ts';
import { retryJob } from '../jobs/retry-job.ts';
import { findJob, listItems, listJobs } from '../jobs/view-jobs.ts';
import { listPhotoIds } from '../photos/list-photos.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { findUnknown } from './find-unknown.ts';
import { ApiProblem } from './problem.ts';
import { body, createRouter, idParam, json, pageQuery, problems } from './route-parts.ts';
import {
  changeJobSchema,
  createJobSchema,
  estimateSchema,
  itemListSchema,
  itemStatusSchema,
  jobAcceptedSchema,
  jobListSchema,
  jobSchema,
  resumeSchema,
  retrySchema,
  type JobOptions,
} from './schemas/job.ts';
import { readSettings } from './schemas/provider.ts';

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

const changeRoute = createRoute({
  method: 'patch',
  path: '/jobs/{id}',
  description: 'Changes the note of a job that is not over: photos not asked about yet are asked with it.',
  request: { params: idParam, body: body(changeJobSchema) },
  responses: { 200: json(jobSchema, 'The job as it is now'), ...problems },
});

const itemsRoute = createRoute({
  method: 'get',
  path: '/jobs/{id}/items',
  request: { params: idParam, query: pageQuery.extend({ status: itemStatusSchema.optional() }) },
  responses: { 200: json(itemListSchema, 'Photos of the job, in its order'), ...problems },
});

const controlRoute = <Action extends 'pause' | 'cancel'>(action: Action) =>
  createRoute({
    method: 'post',
    path: `/jobs/{id}/${action}` as const,
    request: { params: idParam },
    responses: { 200: json(jobSchema, 'The job as it is now'), ...problems },
  });

const resumeRoute = createRoute({
  method: 'post',
  path: '/jobs/{id}/resume',
  request: { params: idParam, body: body(resumeSchema) },
  responses: { 200: json(jobSchema, 'The job, going on'), ...problems },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/jobs/{id}/retry',
  request: { params: idParam, body: body(retrySchema) },
  responses: { 200: json(jobSchema, 'The job, running again'), ...problems },
});

type Wish = z.infer<typeof createJobSchema>;

const controls = [
  { action: 'pause', run: pauseJob },
  { action: 'cancel', run: cancelJob },
] as const;

export function jobRoutes(dependencies: ApiDependencies) {
  const { database, queue, providers, newId } = dependencies;
  const control = { database, queue };
  const router = createRouter();

  async function readWish(ownerId: string, wish: Wish) {
    const { options } = wish;
    const byDefault = options.provider === undefined && options.model === undefined;
    const model = byDefault
      ? providers.current()
      : providers.resolve({ provider: options.provider, model: options.model });
    if (model === null)
      throw new ApiProblem('unknown_model', `${options.model ?? options.provider} is not set up here.`);
    // Its calls would count as nothing, and so pass every limit; what the operator set is the operator's affair.
    const isOperators = byDefault || model.lane === providers.current().lane;
    if (dependencies.monthlyCapUsd !== null && !isOperators && model.expectedCostNano() === null)
      throw new ApiProblem('unknown_model', `${model.model} has no known price, and a limit holds here.`);
    checkPattern(options);
    const photoIds =
      wish.photoIds === 'all'
        ? await database.asUser(ownerId, (tx) => listPhotoIds(tx, ownerId, { sort: 'taken' }))
        : wish.photoIds;
    if (photoIds.length === 0) throw new ApiProblem('no_photos');
    if (wish.photoIds !== 'all') await findUnknown(database, ownerId, photoIds);
    const question = await dependencies.questionHash({
      language: options.language,
      context: options.context,
    });
    return { model, photoIds, question };
  }

  async function view(ownerId: string, id: string) {
    const job = await database.asUser(ownerId, (tx) => findJob(tx, ownerId, id));
    if (job === null) throw new ApiProblem('job_not_found');
    return job;
  }

  router.openapi(createJobRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const wish = c.req.valid('json');
    const key = c.req.valid('header')['idempotency-key'];
    const attempt =
      key === undefined
        ? null
        : { ownerId, operation: 'jobs.create', key, bodyHash: await hashBody(JSON.stringify(wish)) };
    const known = attempt === null ? null : await findIdempotent(database, attempt);
    if (known?.kind === 'conflict') throw new ApiProblem('idempotency_conflict');
    const id = known?.kind === 'same' ? known.resultId : await createOnce(ownerId, wish, attempt);
    return c.json({ jobId: id, job: await view(ownerId, id) }, 202, { location: `/api/v1/jobs/${id}` });
  });

  /** What the person lets a job cost that does not say it itself. */
  async function usualBudget(ownerId: string): Promise<number | null> {
    const stored = await database.asUser(ownerId, (tx) => getSettings(tx, ownerId));
    return readSettings(stored).jobLimitUsd;
  }

  /** Whoever writes an idempotency key first makes the job; the other of two at once gets that job's id. */
  async function createOnce(ownerId: string, wish: Wish, attempt: IdempotentRequest | null): Promise<string> {
    const { model, photoIds, question } = await readWish(ownerId, wish);
    const budgetUsd = wish.options.budgetUsd ?? (await usualBudget(ownerId));
    const { provider, model: name, lane } = model;
    const job = {
      ownerId,
      id: newId(),
      photoIds,
      options: { ...wish.options, ...(budgetUsd === null ? {} : { budgetUsd }) },
      question,
      provider,
      model: name,
      lane,
    };
    let first: string | null = null;
    const claimKey = async (tx: Sql) => {
      if (attempt === null) return;
      const result = await rememberIdempotent(tx, { ...attempt, resultId: job.id });
      if (result.kind === 'conflict') throw new ApiProblem('idempotency_conflict');
      if (result.kind === 'same') {
        first = result.resultId;
        throw new AlreadyMade();
      }
    };
    try {
      await createJob({ database, queue, newId }, job, claimKey);
    } catch (error) {
      if (!(error instanceof AlreadyMade)) throw error;
    }
    return first ?? job.id;
  }

  router.openapi(estimateRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const wish = c.req.valid('json');
    const { model, photoIds, question } = await readWish(ownerId, wish);
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
  router.openapi(getRoute, async (c) => c.json(await view(c.get('ownerId'), c.req.valid('param').id), 200));
  router.openapi(changeRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    const { context } = c.req.valid('json');
    const { options } = await view(ownerId, jobId);
    const question = await dependencies.questionHash({ language: options.language, context });
    expectDone(await changeJobNote(database, { ownerId, jobId, context, question }));
    return c.json(await view(ownerId, jobId), 200);
  });
  router.openapi(itemsRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { id } = c.req.valid('param');
    const { status, cursor, limit } = c.req.valid('query');
    await view(ownerId, id);
    const after = cursor === undefined ? -1 : readPosition(cursor);
    const page = await database.asUser(ownerId, (tx) => listItems(tx, ownerId, id, { status, after, limit }));
    return c.json({ ...page, items: page.items.map((item) => ({ ...item, flags: [...item.flags] })) }, 200);
  });
  for (const { action, run } of controls) {
    router.openapi(controlRoute(action), async (c) => {
      const ownerId = c.get('ownerId');
      const jobId = c.req.valid('param').id;
      await view(ownerId, jobId);
      expectDone(await run(control, { ownerId, jobId }));
      return c.json(await view(ownerId, jobId), 200);
    });
  }
  router.openapi(resumeRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    const { budgetUsd } = c.req.valid('json');
    await view(ownerId, jobId);
    const budgetNano = budgetUsd === undefined ? null : Math.round(budgetUsd * 1e9);
    expectDone(await resumeJob(control, { ownerId, jobId, budgetNano }));
    return c.json(await view(ownerId, jobId), 200);
  });
  router.openapi(retryRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const jobId = c.req.valid('param').id;
    await view(ownerId, jobId);
    expectDone(await retryJob(control, { ownerId, jobId, photoIds: c.req.valid('json').photoIds }));
    return c.json(await view(ownerId, jobId), 200);
  });
  return router;
}

class AlreadyMade extends Error {
  override name = 'AlreadyMade';
}

function checkPattern({ template }: JobOptions): void {
  const parsed = parsePattern(template.pattern);
  if (!parsed.ok) throw new ApiProblem('illegal_pattern', parsed.message, { at: parsed.at });
}

function expectDone(result: ControlResult): void {
  if (result.kind === 'not_found') throw new ApiProblem('job_not_found');
  if (result.kind === 'not_now')
    throw new ApiProblem('not_now', `The job is ${result.status}.`, { jobStatus: result.status });
}

function readPosition(cursor: string): number {
  if (!/^\d{1,9}$/u.test(cursor)) throw new ApiProblem('bad_cursor');
  return Number(cursor);
}
